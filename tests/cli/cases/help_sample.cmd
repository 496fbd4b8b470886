augaudit help sample
