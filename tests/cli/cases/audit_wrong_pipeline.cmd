augaudit sample signs --images 1 -q
echo "{\"a\": 1}" > a.json; augaudit audit --data signs --pipeline a.json; echo $?
echo "no pipeline at all" > b.json; augaudit audit --data signs --pipeline b.json; echo $?
augaudit audit --data signs -t hflp; echo $?
augaudit audit --data signs --preset imagnet; echo $?
