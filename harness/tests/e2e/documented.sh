#!/bin/sh
# documented.sh FILE: runs the commands of that Markdown file in their order, in a folder that has
# what they name. One that is not known here fails the test: write down how it is to be run.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3
need curl

mkdir bin build my-proxy path path/to
ln -s "$MTLSPEC" build/mtlspec
ln -s "$MTLSPEC" bin/mtlspec
ln -s "$SOURCE/harness" harness
PATH=$work/bin:$PATH
export PATH

# my-proxy has a defect, the others are good
cp "$SOURCE/harness/targets/reference/target.yaml" my-proxy/debug.yaml
sed 's/^  - --defects=.*/  - --defects=ignore-expiry/' my-proxy/debug.yaml >my-proxy/target.yaml
cp -R "$SOURCE/harness/targets/reference" path/to/folder
cp "$SOURCE/scenarios/client-certificate/expired.yaml" my.yaml
cat >bin/mycli <<'END'
#!/bin/sh
exec curl --silent --fail --cacert "$2" --cert "$4" --key "$6" "$7"
END
cp bin/mycli bin/my-client
chmod 755 bin/mycli bin/my-client

# served ADDRESS: the command, with that address replaced by the one of a server that runs
served() {
	[ -d my-pki ] || run 0 mtlspec pki my-pki
	port=$(free_port)
	start mtlspec serve server --listen "127.0.0.1:$port" --cert my-pki/server.pem \
		--key my-pki/server.key --client-ca my-pki/client-ca.pem --crl my-pki/client-ca.crl.pem
	started_listening "$port"
	command=$(printf '%s\n' "$command" | sed "s/$1/127.0.0.1:$port/")
}

# if_there NAME...: exit status of a run against shipped targets, of which none may be installed
if_there() {
	mtlspec list targets >targets
	for name; do
		! grep -q "^$name .*(not installed)\$" targets && echo 0 && return
	done
	echo 77
}

# The status that $command must have. Sets or changes it where it can't be run as it stands.
expected_status() {
	status=0
	case $command in
	'sh harness/quickstart.sh' | 'sh harness/check.sh' | 'sh harness/check.sh --all')
		# they install and build; here it is asked that they are there and take the options
		command="sh harness/$(expr "$command" : 'sh harness/\([a-z]*.sh\)') --help" ;;
	'sh harness/targets/traefik/install'*)
		# gets it from afar; setup/install tries the script with stand-ins
		command="sh -n ${command#sh }" ;;
	'mtlspec run --target traefik '*) status=$(if_there traefik) ;;
	'mtlspec run --target nginx') status=$(if_there nginx) ;;
	*'mtlspec run --target 127.0.0.1:8443 '*) served 127.0.0.1:8443 ;;
	*'mtlspec run --target 192.0.2.7:8443 '*) served 192.0.2.7:8443 ;;
	*"mtlspec run --client 'mycli "* | *"mtlspec run --client 'my-client "*) ;;
	*'mtlspec run --defect trust-by-name') status=1 ;;
	*'mtlspec run --target my-proxy --report-dir out') status=1 ;;
	*'mtlspec run --target my-proxy --expected expected.yaml') ;;
	*'mtlspec run --target ./my-proxy' | *'mtlspec run --target edge=./my-proxy') status=1 ;;
	*'mtlspec run --target ./my-proxy/debug.yaml') ;;
	*'mtlspec run --target ./my-proxy --shard 2/4 --events shard2.jsonl')
		for i in 1 3 4; do
			mtlspec run --target ./my-proxy --shard $i/4 --events shard$i.jsonl >shard$i.out
		done
		mtlspec run --target ./my-proxy --shard 2/4 >shard2.out
		status=$? ;;
	*'mtlspec report --exit-code shard*.jsonl --report-dir out') status=1 ;;
	*'mtlspec run --target path/to/folder' | *'mtlspec check path/to/folder' | *'mtlspec run my.yaml' | *'mtlspec check my.yaml') ;;
	*'mtlspec pki my-pki' | *'mtlspec list defects' | *'mtlspec list targets' | *'mtlspec list --rules') ;;
	*'mtlspec doctor') ;;
	*'mtlspec help scenario' | *'mtlspec schema scenario >scenario.schema.json') ;;
	*'mtlspec run --target nginx-vhosts') status=$(if_there nginx-vhosts) ;;
	*'mtlspec run --target caddy reload/both-cas') status=$(if_there caddy) ;;
	*'mtlspec run --target reference-vhosts+route-by-host-alone routing/names/') status=1 ;;
	*'mtlspec run --target trafficserver-vhosts')
		# run/vhosts does that
		command=$(printf '%s\n' "$command" | sed 's/mtlspec run/mtlspec list cells/') ;;
	# these releases are not everybody's; releases.sh runs them where they are
	*'mtlspec run --target traefik-vhosts@3.7.1 routing/' | *'mtlspec run --target go-vhosts@1.25.6 routing/' | \
		*'mtlspec run --target traefik@3.6.10 hello/')
		command=$(printf '%s\n' "$command" | sed 's/@[0-9.]*//; s/mtlspec run/mtlspec list cells/') ;;
	*'mtlspec selftest')
		# what all of it says is run/selftest's
		command="$command --defect ignore-eku --defect tell-cut" ;;
	*'mtlspec run --target all' | *'mtlspec run --target tutorial-'*)
		# every product, one after the other, is what other tests are for
		command=$(printf '%s\n' "$command" | sed 's/mtlspec run/mtlspec list cells/') ;;
	'mtlspec report events.jsonl --html page.html --junit junit.xml')
		run 0 mtlspec run my.yaml --events events.jsonl ;;
	*'mtlspec run --target my-proxy --expected expected.yaml --events new.jsonl') ;;
	*'mtlspec diff out/events.jsonl new.jsonl') ;;
	'sh DIR/cells/ID/reproduce.sh')
		need openssl
		run 1 mtlspec run --target my-proxy --mode RequireAndVerifyClientCert --tls 1.3 --keep DIR
		script=$(find DIR/cells -name reproduce.sh | head -n 1)
		command="sh '${script:?}'" ;;
	*'mtlspec baseline update expected.yaml '* | *'mtlspec baseline check expected.yaml '*) ;;
	*) flunk "how is this to be run? $command" ;;
	esac
}

run 0 python3 "$SOURCE/harness/tests/e2e/documented.py" "$SOURCE/$1"
cp stdout commands
[ -s commands ] || flunk "no commands in $1"
while read -r command <&3; do
	expected_status
	printf '%s  %s\n' "$status" "$command"
	run "$status" sh -c "$command"
done 3<commands

# What README.md shows of the first command is what that run says, apart from times and versions.
if [ "$1" = README.md ] && [ "$(if_there nginx)" = 0 ]; then
	sed -n '/^    nginx [0-9]/,/^    mtlspec: /s/^    //p' "$SOURCE/README.md" | grep -v '^\.\.\.$' |
		sed 's/^nginx [^ ]* */nginx /; s/[0-9]* connections in .* s;/N connections;/' >shown
	[ -s shown ] || flunk "README.md shows no table"
	run 0 mtlspec run --target reference --target nginx
	sed 's/^nginx [0-9][^ ]* */nginx /; s/[0-9]* connections in .* s;/N connections;/' output >told
	while read -r line <&3; do
		grep -qF -e "$line" told || flunk "README.md shows what the run does not say: $line"
	done 3<shown
fi
finish
