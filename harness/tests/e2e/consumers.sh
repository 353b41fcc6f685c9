#!/bin/sh
# consumers.sh CASE: reports as the programs that read them do.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
broken=$SOURCE/harness/tests/package/consumer/broken

sarif() {
	run 0 python3 "$SOURCE/harness/tests/e2e/sarif.py" "$@"
}

# sarif_says FILE EXPRESSION WANTED WHAT: of the one run in it
sarif_says() {
	got=$(python3 -c 'import json, sys
run = json.load(open(sys.argv[1], encoding="utf-8"))["runs"][0]
told = run["invocations"][0]
print(eval(sys.argv[2]))' "$1" "$2")
	same "$got" "$3" "$4"
}

case $1 in
sarif)
	# a line of the configuration, below a folder that is no plain URI
	mkdir 'my proxies'
	cp -R "$broken" 'my proxies/open'
	printf 'directives:\n  - {decides: verification, find: --defects}\n' >>'my proxies/open/target.yaml'
	set -- client-certificate/expired client-certificate/good --tls 1.3 --mode RequireAndVerifyClientCert
	run 1 "$MTLSPEC" run --target 'my proxies/open' "$@" --events line.jsonl --sarif line.sarif
	sarif line.sarif line.jsonl
	sarif_says line.sarif 'run["results"][0]["locations"][0]["physicalLocation"]' \
		"{'artifactLocation': {'uri': 'my%20proxies/open/target.yaml', 'uriBaseId': '%SRCROOT%'}, 'region': {'startLine': 12}}" \
		"place"
	sarif_says line.sarif 'told["exitCode"], told["executionSuccessful"], told["toolExecutionNotifications"]' \
		"(1, True, [])" "invocation"
	# without one: the scenario's; every failure has a result
	run 1 "$MTLSPEC" run --target "$broken" --target reference client-certificate/ revocation/ \
		--defect ignore-expiry --mode RequireAndVerifyClientCert --events all.jsonl --sarif all.sarif
	sarif all.sarif all.jsonl
	file_says all.sarif 'scenarios/client-certificate/expired.yaml"'
	file_says all.sarif '"helpUri": "https://www.rfc-editor.org/rfc/rfc'
	sarif_says all.sarif 'sorted({each["level"] for each in told["toolExecutionNotifications"]})' "['note']" \
		"what was skipped"
	# where the tree is somewhere above, and known by a link
	mkdir tree tree/sub
	ln -s tree link
	mv 'my proxies' 'tree/sub/my own'
	(cd tree/sub && GITHUB_WORKSPACE=$work/link run 1 "$MTLSPEC" run --target './my own/open' "$@" --github \
		--sarif ../../tree.sarif && file_says output ',file=sub/my own/open/target.yaml,line=12::') || exit 1
	sarif tree.sarif
	file_says tree.sarif '"uri": "sub/my%20own/open/target.yaml"'
	# trouble, and an end before its time
	sed 's/^program:.*/program: "false"/' "$broken/target.yaml" >dead.yaml
	run 3 "$MTLSPEC" run --target ./dead.yaml "$@" --events dead.jsonl --sarif dead.sarif
	sarif dead.sarif dead.jsonl
	sarif_says dead.sarif 'told["exitCode"], told["executionSuccessful"], len(run["results"])' "(3, False, 0)" dead
	sarif_says dead.sarif 'told["toolExecutionNotifications"][0]["level"]' error "level of an error"
	sed '$d' all.jsonl >torn.jsonl
	run 0 "$MTLSPEC" report torn.jsonl --sarif torn.sarif
	sarif torn.sarif
	sarif_says torn.sarif 'told["exitCode"], told["executionSuccessful"]' "(130, False)" torn
	;;
client)
	# what has no configuration at all
	need curl
	run 1 "$MTLSPEC" run --client 'curl -sk --fail ${url}' server-certificate/expired --tls 1.3 \
		--events events.jsonl --sarif run.sarif
	sarif run.sarif events.jsonl
	sarif_says run.sarif 'len(run["results"])' "$(events count events.jsonl verdict=fail)" results
	;;
tap)
	need prove
	run 0 "$MTLSPEC" run chain/ --tls 1.3 --tap ok.tap --mode RequireAndVerifyClientCert --mode NoClientCert
	run 1 "$MTLSPEC" run chain/ revocation/ --defect trust-by-name,ignore-expiry --tap bad.tap \
		--events events.jsonl
	total=$(grep -c '^\(not \)\{0,1\}ok ' bad.tap)
	failed=$(grep -c '^not ok ' bad.tap)
	run 0 env LC_ALL=C prove -e cat ok.tap
	says '^Result: PASS$'
	run 1 env LC_ALL=C prove -e cat bad.tap
	says_not 'Parse errors\|Badly\|Bad plan\|Tests out of sequence'
	says "Failed $failed/$total subtests"
	# expected failures and skips are none of its failures
	run 0 "$MTLSPEC" baseline update expected.yaml events.jsonl --reason later
	run 0 "$MTLSPEC" run chain/ revocation/ --defect trust-by-name,ignore-expiry --expected expected.yaml \
		--tap bad.tap
	run 0 env LC_ALL=C prove -e cat bad.tap
	says '^Result: PASS$'
	;;
untested)
	# green, and four of five cells were skipped
	run 0 "$MTLSPEC" run client-certificate/good --tls 1.3 --target "$broken" --events events.jsonl
	says '^mtlspec: 5 cells: 1 pass, .* 4 skip, .*; 80% of it untested; exit 0$'
	says '^not tested: 80% of the cells, of which a green run says nothing'
	run_as_is 0 "$MTLSPEC" report events.jsonl
	says '; 80% of it untested; exit 0$'
	says '^not tested: 80% of the cells'
	run 1 "$MTLSPEC" report events.jsonl --no-skip
	says_not '% of it untested'
	run 0 "$MTLSPEC" run client-certificate/good --tls 1.3
	says_not 'untested\|not tested'
	;;
*) exit 1 ;;
esac
finish
