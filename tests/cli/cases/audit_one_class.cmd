augaudit sample signs --images 1 -q; augaudit audit --data signs -t hflip --only-classes disc; echo $?
augaudit audit --data signs -t hflip --only-classes disc,octagn; echo $?
augaudit audit --data signs -t hflip --cluster-by "("; echo $?
