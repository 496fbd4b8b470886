mkdir signs; augaudit predict; echo $?
augaudit predict --data signs --preset imagenet -t hflip; echo $?
augaudit predict --data signs --preset imagenet --p 0.5; echo $?
augaudit predict --data signs --store -; echo $?
augaudit predict --data signs --store a --json a; echo $?
augaudit predict --data signs --pairs --no-verdicts; echo $?
augaudit predict --data signs --pairs --preset imagenet; echo $?
