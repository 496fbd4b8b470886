augaudit --version
