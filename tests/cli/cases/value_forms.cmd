augaudit sample -n1 a -q; augaudit sample -n 1 -q b; augaudit sample c --images=1 --quiet; augaudit sample -qn1 d; ls
