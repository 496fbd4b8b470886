augaudit sample --images=1 --quiet -- -signs; ls
