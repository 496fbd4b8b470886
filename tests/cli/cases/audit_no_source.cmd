mkdir signs; augaudit audit --data signs
