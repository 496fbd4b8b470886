augaudit audit --data; echo $?
augaudit audit --data --preset imagenet; echo $?
augaudit audit --data=; echo $?
augaudit audit -d; echo $?
augaudit audit -d -q; echo $?
