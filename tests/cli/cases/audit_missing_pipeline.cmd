mkdir signs; augaudit audit --data signs --pipeline train.json
