mkdir signs; augaudit audit --data signs --preset imagenet -t hflip; echo $?
augaudit audit --data signs --preset imagenet --pipeline x.json; echo $?
augaudit audit --data signs --preset imagenet --p 0.5; echo $?
