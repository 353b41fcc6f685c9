#!/bin/sh
# known_bad.sh TARGET WRONG: one row of known-bad/table.txt, where it is said what must happen.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
lists=$SOURCE/harness/tests/e2e/known-bad

# field NUMBER: of the row
field() {
	awk -F ' [|] ' -v target="$target" -v wrong="$wrong" -v number="$1" \
		'$1 == target && $2 == wrong { print $number }' "$lists/table.txt"
}
target=$1 wrong=$2
kind=$(field 3) file=$(field 4) change=$(field 5) words=$(field 6) gets_in=$(field 7)
[ -n "$gets_in" ] || flunk "no row $target | $wrong with seven fields"
need_target "$target"

cp -R "$SOURCE/harness/targets/$target" spoilt
chmod -R u+w spoilt
sed -i -e "$change" "spoilt/$file"
! cmp -s "$SOURCE/harness/targets/$target/$file" "spoilt/$file" || flunk "nothing is changed"
if ! grep -q '^client:' spoilt/target.yaml; then
	set -- RequireAndVerifyClientCert client-certificate/ chain/ possession/ protocol/ \
		revocation/revoked revocation/not-revoked identity/forged-presented
elif [ "$kind" = certificate ]; then
	set -- RequireAndVerifyClientCert server-certificate/good client-presents/configured
elif [ "$gets_in" != - ]; then
	set -- NoClientCert server-certificate/
else
	# each connection may cost the start of an interpreter
	set -- NoClientCert
	for scenario in good wrong-ca self-signed expired bad-name revoked-crl tls1.0-only tls1.1-only; do
		set -- "$@" "server-certificate/$scenario"
	done
fi

run 1 "$MTLSPEC" run --target spoilt --events events.jsonl --mode "$@"
cp output said
run 0 python3 "$EVENTS" complete events.jsonl

# Its directive explains it; without line breaks and with "..." for whatever stands there.
tr -s ' \n' ' ' <said | sed 's/ fix /\n&/g' >output
pattern=$(printf '%s\n' "$words" | sed 's/[][\\.*^$]/\\&/g; s/\\\.\\\.\\\./[^`]*/g')
case $words in
'there is no '*) says " fix $pattern " ;;
*)
	places=$(diff --unchanged-line-format= --old-line-format= --new-line-format='\|%dn' \
		"$SOURCE/harness/targets/$target/$file" "spoilt/$file")
	says " fix $pattern, $file:\\(x$places\\)[ :;]"
	;;
esac
[ "$(events count events.jsonl "directive.decides=$kind")" -gt 0 ] || flunk "nobody blames $kind"

[ "$gets_in" = - ] || {
	for verdict in fail xfail; do
		events where events.jsonl verdict=$verdict expected=reject observed=accept
	done | sed '/^$/d; s/@.*//' | sort -u >caught
	sort -u "$lists/$gets_in" | diff - caught >output || flunk "others get in than $gets_in says"
}
finish
