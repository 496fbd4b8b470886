augaudit aduit; echo $?; augaudit zebra; echo $?; augaudit --data x
