augaudit help adit; augaudit help Rotate
