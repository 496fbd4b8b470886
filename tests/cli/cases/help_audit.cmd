augaudit help audit
