augaudit sample signs --images 2; ls signs; ls signs/disc; augaudit sample signs --images 2 --quiet
