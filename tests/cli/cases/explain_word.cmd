augaudit explain rotate
