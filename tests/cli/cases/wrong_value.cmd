augaudit sample signs --images many; echo $?
augaudit sample signs --images 0; echo $?
augaudit sample signs --images 12x; echo $?
augaudit sample signs --images 99999999999999999999; echo $?
augaudit audit --data . -t hflip --seed -1; echo $?
augaudit audit --data . -t hflip --seed 18446744073709551616; echo $?
augaudit audit --data . -t hflip --p 0; echo $?
augaudit audit --data . -t hflip --p 1.5; echo $?
augaudit audit --data . -t hflip --p nan; echo $?
augaudit audit --quiet=yes; echo $?
