mkdir signs
augaudit audit --data signs -t hflip --quick --thorough
augaudit audit --data signs -t hflip --budget 2m --thorough
augaudit audit --data signs -t hflip --budget 2
augaudit audit --data signs -t hflip --budget 0m
augaudit audit --data signs -t hflip --budget
augaudit audit --data signs -t hflip --predict --no-predict
augaudit predict --data signs -t hflip --quick --budget 2m
