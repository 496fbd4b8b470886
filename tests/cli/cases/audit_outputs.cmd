augaudit sample signs --images 1 -q
augaudit audit --data signs -t hflip --html nowhere/r.html; echo $?
augaudit audit --data signs -t hflip --html signs; echo $?
augaudit audit --data signs -t hflip --html r --json r; echo $?
augaudit audit --data signs -t hflip --html - --json -; echo $?
augaudit audit --data signs -t hflip --store -; echo $?
ls
