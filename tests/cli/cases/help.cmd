augaudit help
