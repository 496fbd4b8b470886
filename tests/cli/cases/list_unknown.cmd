augaudit list preset; echo $?; augaudit list zebra; echo $?
