augaudit explain "hflip|rotate:180" | grep -v "^ "
