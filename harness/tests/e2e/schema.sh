#!/bin/sh
# schema.sh CASE: what editors are told of our files is what `mtlspec check` takes.
. "$SOURCE/harness/tests/e2e/expect.sh"

kinds="scenario pki target expected rules"
for kind in $kinds; do
	run_as_is 0 "$MTLSPEC" schema "$kind"
	cp stdout "$kind.schema.json"
done

# judge taken|refused KIND FILE...: the schema says so of each
judge() {
	wanted=$1 kind=$2
	shift 2
	python3 "$SOURCE/harness/tests/e2e/schema.py" "$kind.schema.json" "$@" >judged 2>&1
	status=$?
	[ $status -eq 0 ] || {
		cat judged
		exit $status
	}
	same "$(grep -c "^$wanted: " judged)" $# "files of kind $kind that are $wanted ($(cat judged))"
}

# judge_listed KIND: those whose paths stand in ./files are taken
judge_listed() {
	listed=$1
	set --
	while IFS= read -r file; do
		set -- "$@" "$file"
	done <files
	judge taken "$listed" "$@"
}

# bad KIND, good KIND: `check` refuses or takes the file on standard input; settle asks the schema
count=0
bad() {
	count=$((count + 1))
	cat >"refused-$1-$count.yaml"
	run_as_is 2 "$MTLSPEC" check "refused-$1-$count.yaml"
}
good() {
	count=$((count + 1))
	cat >"taken-$1-$count.yaml"
	run_as_is 0 "$MTLSPEC" check "taken-$1-$count.yaml"
}
# spoil SED: a scenario that is not right any more
expired=$SOURCE/scenarios/client-certificate/expired.yaml
spoil() {
	sed "$1" "$expired" >edited
	cmp -s edited "$expired" && flunk "$1 changes nothing"
	bad scenario <edited
}
settle() {
	for kind in $kinds; do
		for wanted in taken refused; do
			set -- "$wanted-$kind"-*.yaml
			[ ! -e "$1" ] || judge $wanted "$kind" "$@"
		done
	done
}

case $1 in
shipped)
	find "$SOURCE/scenarios" -name '*.yaml' ! -name rules.yaml >files
	[ "$(count_lines files)" -gt 100 ] || flunk "where are the scenarios?"
	judge_listed scenario
	# (other YAML beside them belongs to the products)
	grep -l '^title:\|^like:' "$SOURCE"/harness/targets/*/*.yaml >files
	[ "$(count_lines files)" -gt 50 ] || flunk "where are the targets?"
	judge_listed target
	judge taken pki "$SOURCE/ca-fixtures/pki.yaml"
	judge taken rules "$SOURCE/scenarios/rules.yaml"
	# what the pages show
	for kind in $kinds; do
		run_as_is 0 "$MTLSPEC" completion man "$kind"
		sed -n '/^\.nf$/,/^\.fi$/p' stdout | sed '/^\.[nf]/d; s/\\-/-/g; s/\\&//g' >example
		judge taken "$kind" example
	done
	# one is not the other
	judge refused target "$SOURCE/ca-fixtures/pki.yaml"
	;;
bad)
	spoil 's/^target:/targt:/'
	spoil 's/^target: server/target: proxy/'
	spoil '/^title:/d'
	spoil '/^expect:/,$d'
	spoil 's/present: client-expired/presents: client-expired/'
	spoil 's/present: client-expired/trust: root/'
	spoil 's/: accept$/: acept/'
	spoil 's/NoClientCert:/NoClientCrt:/'
	spoil 's/level: should/level: perhaps/; s/certificate_expired}/certificate_expired, level: perhaps}/'
	spoil 's/^target:/tls: [tls1.4]\ntarget:/'
	spoil 's/^target:/plain: yes\ntarget:/'
	spoil 's/^target:/request: {times: 900}\ntarget:/'
	spoil 's/^target:/bundle:\ntarget:/'
	spoil 's/^client:.*/client: client-expired/'
	bad pki <<-'END'
		extend: builtins
	END
	bad pki <<-'END'
		credentials: {a: {}}
	END
	bad pki <<-'END'
		extend: builtin
		credentials: {a: {like: client, eku: [clientauth]}}
	END
	bad pki <<-'END'
		extend: builtin
		credentials: {a: {like: client, kee: p256}}
	END
	bad pki <<-'END'
		extend: builtin
		authorities: {a: {chain: [client-root]}}
	END
	for line in 'titel: x' 'stop_signal: KILL' 'expects_proxy_protocol: 3' 'takes_defects: "true"' \
		'listeners: {name: x}' 'client: {kind: browser}' 'identity: {subject: {header: X, form: rfc}}' \
		'args: {a: b}' 'environment: [a]'; do
		bad target <<-END
			title: x
			connect: 127.0.0.1:1
			modes: {NoClientCert: {setting: y}}
			$line
		END
	done
	bad target <<-'END'
		title: x
		connect: 127.0.0.1:1
		modes: {Optional: {}}
	END
	bad expected <<-'END'
		expected: [{cells: [], reason: x}]
	END
	bad expected <<-'END'
		expected: [{cells: ["*"]}]
	END
	bad expected <<-'END'
		expected: [{cells: ["*"], reason: x, verdict: pass}]
	END
	bad rules <<-'END'
		sources: [{id: A, title: x, kind: law}]
		rules: []
	END
	bad rules <<-'END'
		sources: [{id: A, title: x, kind: standard}]
		rules: [{id: A 1}]
	END
	settle
	;;
good)
	# what looks odd to one must not be refused by the other
	sed 's/^title:.*/title: 12/; s/^client:/tls: tls1.3\nclient:/' "$expired" >edited
	good scenario <edited
	sed '/^client:/,$d; s/^title:.*/title: ${sni} ${flag}/' "$expired" >edited
	cat >>edited <<-'END'
		for: {sni: [a.test, none], flag: [true, false]}
		sni: ${sni}
		client:
		  present: client
		  post_handshake_auth: ${flag}
		expect: {RequireAndVerifyClientCert: accept}
	END
	good scenario <edited
	good pki <<-'END'
		extend: builtin
		credentials: {a: {like: client, version: 3, ca: true, pathlen: 0, subject: {CN: 7}}}
	END
	good expected <<-'END'
		expected: [{cells: "chain/*", reason: true, until: 2999-12-31}]
	END
	settle
	;;
editor)
	# as README says it; npm has that server
	need yaml-language-server
	for file in "$SOURCE"/scenarios/client-certificate/*.yaml "$SOURCE"/scenarios/reload/*.yaml \
		"$SOURCE"/scenarios/routing/*.yaml "$SOURCE"/harness/targets/*/target.yaml; do
		case $file in */target.yaml) kind=target ;; *) kind=scenario ;; esac
		count=$((count + 1))
		{
			echo "# yaml-language-server: \$schema=$kind.schema.json"
			cat "$file"
		} >"taken-$count.yaml"
	done
	spoiled=0
	for edit in 's/^target:/targt:/' 's/: accept$/: acept/' '/^target:/d' 's/NoClientCert:/NoClientCrt:/'; do
		spoiled=$((spoiled + 1))
		sed "$edit; 1i # yaml-language-server: \$schema=scenario.schema.json" "$expired" >"refused-$spoiled.yaml"
	done
	run_as_is 0 python3 "$SOURCE/harness/tests/e2e/editor.py" taken-*.yaml refused-*.yaml
	same "$(grep -c '^taken: taken-' stdout)" $count "files without a mark"
	same "$(grep -c '^refused: refused-' stdout)" $spoiled "files with marks"
	says '^    [0-9]*: Property targt is not allowed'
	;;
words)
	run_as_is 0 "$MTLSPEC" schema
	same "$(count_lines stdout)" 5 kinds
	for kind in $kinds; do
		says "^$kind  *[a-z]"
	done
	run_as_is 2 "$MTLSPEC" schema scenaro
	says 'no such kind of file; did you mean scenario?'
	run_as_is 2 "$MTLSPEC" schema scenario target
	# each map that is referred to is there
	for kind in $kinds; do
		sed -n 's/^ *"$ref": "#\/definitions\/\([a-z0-9_-]*\)"$/\1/p' "$kind.schema.json" | sort -u >wanted
		same "$(grep -c '"$ref"' "$kind.schema.json")" "$(grep -c '"$ref": "#/definitions/[a-z0-9_-]*"$' \
			"$kind.schema.json")" "references of $kind"
		while read -r name; do
			grep -q "^  \"$name\": {$" "$kind.schema.json" || flunk "$kind: $name is described nowhere"
		done <wanted
	done
	;;
*) exit 1 ;;
esac
finish
