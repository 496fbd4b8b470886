augaudit sample signs --images 1 --seed 7 --json
