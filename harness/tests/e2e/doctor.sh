#!/bin/sh
# doctor.sh CASE: what `mtlspec doctor` says of this machine, and of poorer ones.
. "$SOURCE/harness/tests/e2e/expect.sh"

# Programs that are there and nothing else: a folder for PATH. The sbin folders are always looked at.
mkdir bin
put() {
	printf '#!/bin/sh\n%s\n' "$2" >"bin/$1"
	chmod 755 "bin/$1"
}

# a target whose program is only ever on PATH
mkdir proxy
cat >proxy/target.yaml <<-'END'
	title: A proxy
	program: no-such-proxy
	install: apt-get install no-such-proxy
	version: {args: [--version], after: "no-such-proxy "}
	modes:
	  NoClientCert: {setting: off}
	  RequestClientCert: {unsupported: it has no word for it}
	  RequireAndVerifyClientCert: {setting: on, approximates: it verifies on weekdays}
END

case $1 in
here)
	run 0 "$MTLSPEC" doctor
	same "$(tail -n 1 stdout | sed 's/: .*//')" "mtlspec doctor" "the last line"
	says '^openssl  *ok  *OpenSSL 3.*, headers OpenSSL 3'
	says '^handshakes  *ok '
	says '^libcurl  *ok .*TLS by OpenSSL/.*, HTTP/2$'
	says '^loopback  *ok'
	says '^open-files  *ok  *limit [0-9]*, a run needs [0-9]*$'
	says '^clock  *ok  *20[0-9-]*T[0-9:]*Z$'
	says '^work-folder  *ok  */.* MB free$'
	"$MTLSPEC" list targets | sed 's/ .*//' >names
	while read -r name; do
		grep -q "^$name  *\(ready\|missing\) " stdout || flunk "does not name $name"
	done <names
	# a limit that it calls enough is enough
	needed=$(sed -n 's/^open-files .* a run needs //p' stdout)
	run 0 sh -c "ulimit -n $needed && exec '$MTLSPEC' run"
	says ' 0 error, '
	;;
missing)
	run 3 "$MTLSPEC" doctor ./proxy
	says '^proxy .*missing  A proxy$'
	says 'install   apt-get install no-such-proxy$'
	says ' [0-9]* of [0-9]* cells: no-such-proxy is not installed (apt-get install no-such-proxy)$'
	says '; 1 targets: 0 ready, 1 missing; exit 3$'
	# beside one that is there it is no obstacle
	run 0 "$MTLSPEC" doctor ./proxy reference
	says '; 2 targets: 1 ready, 1 missing; exit 0$'
	;;
needs)
	# the program is there; of what it needs beside, one thing is not
	mkdir module
	cat >module/target.yaml <<-'END'
		title: A module
		program: sh
		install: apt-get install no-such-module
		needs:
		  - {what: a shell, args: [-c, "true"]}
		  - {what: no-such-module, args: [-c, "false"]}
		modes:
		  NoClientCert: {setting: off}
	END
	run 3 "$MTLSPEC" doctor ./module
	says '^module .*missing  A module$'
	says ' needs     no-such-module$'
	says ' [0-9]* of [0-9]* cells: module needs no-such-module (apt-get install no-such-module)$'
	run 77 "$MTLSPEC" run --target ./module client-certificate/good
	says '^not installed:$'
	says 'module needs no-such-module (apt-get install no-such-module)'
	run 0 "$MTLSPEC" check ./module
	says 'module needs no-such-module (apt-get install no-such-module): its cells are skips'
	run 0 "$MTLSPEC" list targets --target ./module
	says '^module  *server  *A module (needs no-such-module)$'
	sed -i 's/"false"/"true"/' module/target.yaml
	run 0 "$MTLSPEC" list targets --target ./module
	says '^module  *server  *A module$'
	;;
path)
	put no-such-proxy 'echo "no-such-proxy 4.2 (fake)"'
	run 0 env PATH="$work/bin:$PATH" "$MTLSPEC" doctor ./proxy
	says '^proxy .*ready    A proxy 4.2$'
	says "place     $work/bin/no-such-proxy$"
	says 'modes     NoClientCert  *supported$'
	says ' RequestClientCert  *unsupported: it has no word for it$'
	says ' RequireAnyClientCert  *unsupported: the target file does not mention it$'
	says ' RequireAndVerifyClientCert  *approximated: it verifies on weekdays$'
	says 'cells: proxy can.t express this mode: it has no word for it$'
	;;
files)
	run 3 sh -c "ulimit -n 40 && exec '$MTLSPEC' doctor reference"
	says '^open-files  *bad  *limit 40, a run needs [0-9]*$'
	says 'raise it: ulimit -n [0-9]*$'
	says ' 1 bad; .* exit 3$'
	;;
folder)
	run 3 env TMPDIR="$work/absent" "$MTLSPEC" doctor reference
	says '^work-folder  *bad .*absent'
	;;
loopback)
	# a network of its own, whose loopback interface is down
	unshare -rn true 2>/dev/null || {
		echo "skipped: no network namespace can be made here"
		exit 77
	}
	run 3 unshare -rn "$MTLSPEC" doctor reference
	says '^loopback  *bad'
	;;
json)
	need python3
	run 0 "$MTLSPEC" doctor --json ./proxy reference
	cp stdout report.json
	run 0 python3 -c 'import json, sys
report = json.load(open(sys.argv[1], encoding="utf-8"))
proxy, reference = report["targets"]
assert report["can_run"] and report["exit_code"] == 0
assert {check["state"] for check in report["checks"]} == {"ok"}, report["checks"]
assert not proxy["ready"] and proxy["install"].startswith("apt-get"), proxy
assert reference["ready"] and reference["modes"]["NoClientCert"]["state"] == "supported"
assert sum(skip["cells"] for skip in proxy["skips"]) == proxy["cells"] > 100, proxy' report.json
	;;
usage)
	run 2 "$MTLSPEC" doctor no-such-target
	says "unknown target 'no-such-target'"
	run 2 "$MTLSPEC" doctor --jason
	run 0 "$MTLSPEC" doctor 127.0.0.1:1
	says 'place     runs already at 127.0.0.1:1$'
	# what says which files count is as for run
	run 0 "$MTLSPEC" doctor --target reference --scenarios "$SOURCE/scenarios/chain"
	says '^reference '
	says_not '^nginx '
	run 2 "$MTLSPEC" doctor --pki-variant nope
	says "no PKI variant 'nope'"
	run 2 "$MTLSPEC" doctor --pki-file absent.yaml
	says absent.yaml
	;;
*) exit 1 ;;
esac
finish
