augaudit sample signs --images 12 -q
run() { printf "$1" > intent.yaml; augaudit audit --data signs --only-classes arrow_left,arrow_right,disc -t hflip --intent intent.yaml -q > out; echo $?; }
run 'transforms:\n  hflip:\n    arrow_lft: swap(arrow_left,arrow_right)\n'
run 'transforms:\n  hflop: invariant\n'
run 'transforms:\n  hflip:\n    arrow_left: swap(arrow_left,arrow_left)\n'
run 'transforms:\n  hflip:\n    arrow_left: swap(arrow_right)\n    arrow_right: invariant\n'
run 'transforms:\n  hflip: { *: invariant }\n'
run 'hflip: invariant\n'
run 'transforms:\n  hflip: { arrow_left: swap(arrow_left,arrow_right), "*": invariant }\n'
cat out
augaudit audit --data signs -t hflip --intent nowhere.yaml
