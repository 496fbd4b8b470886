augaudit explain HorizontalFlp; echo $?
augaudit explain horizontalflip; echo $?
augaudit explain Zebra; echo $?
augaudit explain HorizontalFlip Zebra; echo $?
augaudit explain rotate:; echo $?
augaudit explain --json Zebra; echo $?
