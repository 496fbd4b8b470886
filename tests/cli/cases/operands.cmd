augaudit audit signs; echo $?
augaudit sample; echo $?
augaudit sample a b; echo $?
augaudit explain; echo $?
