touch signs; augaudit sample signs --images 1
