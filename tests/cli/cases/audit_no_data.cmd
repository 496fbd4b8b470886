augaudit audit -t hflip; echo $?
augaudit audit --data nowhere -t hflip; echo $?
touch file; augaudit audit --data file -t hflip; echo $?
mkdir empty; augaudit audit --data empty -t hflip; echo $?
