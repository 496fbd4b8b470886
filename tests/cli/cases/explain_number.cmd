augaudit explain landing collision
augaudit explain --json conflict hflip | grep -c section
augaudit explain colision
