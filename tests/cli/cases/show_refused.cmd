augaudit sample signs --images 1 -q; augaudit show --data signs -t hflip; echo $?
augaudit show --data signs --html x.html; echo $?
augaudit show --data signs -t hflip --html x --png x; echo $?
augaudit show --data signs -t hflip --html - --json; echo $?
