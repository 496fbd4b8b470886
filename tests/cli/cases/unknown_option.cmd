augaudit audit --daat signs; echo $?
augaudit audit --transfrom hflip; echo $?
augaudit audit --zebra; echo $?
augaudit audit --pipe x; echo $?
augaudit audit -z; echo $?
augaudit audit -data signs; echo $?
augaudit sample -json; echo $?
