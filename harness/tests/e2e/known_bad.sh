#!/bin/sh
# known_bad.sh NAME: a shipped client, spoilt by known-bad/NAME.sed, whose first line says which folder
# and file it changes. It must let in what known-bad/NAME.txt lists, and be caught at each of them.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
bad=$SOURCE/harness/tests/e2e/known-bad/$1
read -r _ folder file <"$bad.sed"
need "${folder%-upstream}"

cp -R "$SOURCE/harness/targets/$folder" spoilt
chmod -R u+w spoilt
sed -i -f "$bad.sed" "spoilt/$file"
! cmp -s "$SOURCE/harness/targets/$folder/$file" "spoilt/$file" || flunk "$1.sed changes nothing"

run 1 "$MTLSPEC" run --target spoilt --mode NoClientCert --events events.jsonl server-certificate/
says 'FAIL server-certificate/bad-name@spoilt:NoClientCert/tls1.3'
says 'observed   accept'
run 0 python3 "$EVENTS" complete events.jsonl
events where events.jsonl verdict=fail | sed 's/@.*//' | sort -u >caught
sort -u "$bad.txt" >wanted
diff wanted caught >output || flunk "caught otherwise than $1.txt says"
finish
