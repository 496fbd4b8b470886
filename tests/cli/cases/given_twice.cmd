augaudit audit --data a --data b -t hflip
