#!/bin/sh
# ci.sh CASE: the commands in the examples of harness/ci, run with what that CI would set.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3
ci=$SOURCE/harness/ci

mkdir bin checkout
ln -s "$MTLSPEC" bin/mtlspec
PATH=$work/bin:$PATH
export PATH

# holds FILE N: so many blocks of commands, each of which a case below runs or looks at
holds() {
	run 0 python3 "$SOURCE/harness/tests/e2e/ci_blocks.py" "$ci/$1"
	same "$(cat stdout)" "$2" "blocks of $1"
	case $1 in
	*.yml | *.yaml)
		# wrong keys it must say, since it is no scenario, but that it is no YAML it must not
		run 2 mtlspec check "$ci/$1"
		says_not 'not valid YAML'
		says_not 'duplicate'
		;;
	esac
}

# block FILE WORD [NAME=VALUE...]: the block that holds WORD, as ./script
block() {
	file=$ci/$1
	shift
	run 0 python3 "$SOURCE/harness/tests/e2e/ci_blocks.py" "$file" "$@"
	cp stdout script
}

# step STATUS [NAME=VALUE...]: runs ./script in the checkout
step() {
	wanted=$1
	shift
	run "$wanted" env --chdir=checkout "$@" sh -e "$work/script"
}

# my_proxy [DEFECT]: the target that the examples name, with a defect
my_proxy() {
	rm -rf checkout/my-proxy
	cp -R "$SOURCE/harness/targets/reference" checkout/my-proxy
	chmod -R u+w checkout/my-proxy
	[ -z "${1:-}" ] || sed -i "s/^  - --defects=.*/  - --defects=$1/" checkout/my-proxy/target.yaml
}

# merged: the report of all shards has the cells of the undivided plan
all_cells=$(mtlspec list cells --target reference | wc -l)
merged() {
	says "^mtlspec: $all_cells cells:.* 0 error, .* 0 not-run.*"
	[ -s checkout/mtlspec-report/index.html ] || flunk "no report"
	rm -rf checkout/shard*.jsonl checkout/mtlspec-report
}

# what each example is tried with, and how the merged report must then end
outcomes="0: 1:ignore-expiry"

case $1 in
github)
	holds github/workflow.yml 4
	for outcome in $outcomes; do
		my_proxy "${outcome#*:}"
		for shard in 1 2 3 4; do
			block github/workflow.yml --shard "matrix.shard=$shard"
			step 0 CI=true GITHUB_ACTIONS=true
		done
		: >summary
		block github/workflow.yml 'mtlspec report'
		step "${outcome%:*}" CI=true GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY="$work/summary"
		[ "${outcome%:*}" = 0 ] || says '^::error .*expired'
		file_says summary "$all_cells"
		[ -s checkout/mtlspec.sarif ] || flunk "no mtlspec.sarif"
		merged
	done
	# a mistake in a file is no verdict: the shard itself is red
	my_proxy
	echo 'titel: x' >>checkout/my-proxy/target.yaml
	block github/workflow.yml --shard matrix.shard=1
	step 1
	says "did you mean 'title'"
	;;
action)
	holds github/action.yml 2
	pki="pki pki-file pki-variant client-ca client-crl credential key-passphrase-file server-ca server-name"
	sed -n '/^inputs:/,/^runs:/s/^  \([a-z-]*\):$/\1/p' "$ci/github/action.yml" >inputs
	same "$(tr '\n' ' ' <inputs)" "target version modes scenarios expected $pki report-dir " inputs
	while read -r input; do
		file_says "$ci/github/action.yml" "^        [A-Z_]*: \${{ inputs.$input }}$"
	done <inputs
	mkdir -p actions/harness/ci/github actions/harness/targets/other
	printf '#!/bin/sh\necho "got other $1"\n' >actions/harness/targets/other/install
	set -- CI=true GITHUB_ACTIONS=true "GITHUB_STEP_SUMMARY=$work/summary" \
		"GITHUB_ACTION_PATH=$work/actions/harness/ci/github"
	block github/action.yml install.sh
	step 0 "$@"
	says "^$work/bin/mtlspec$"
	# where it is not there yet
	mkdir without
	for tool in sh env; do
		ln -s "$(command -v $tool)" "without/$tool"
	done
	printf '#!/bin/sh\necho "as root: $*"\n' >without/sudo
	chmod 755 without/sudo
	step 0 "$@" PATH="$work/without"
	says "^as root: sh $work/actions/harness/ci/github/../install.sh$"
	# in a container: root already, and no sudo
	printf '#!/bin/sh\necho 0\n' >without/id
	chmod 755 without/id
	rm without/sudo
	printf 'echo installing\n' >actions/harness/ci/install.sh
	step 0 "$@" PATH="$work/without"
	says '^installing$'
	# the inputs' defaults, then all of them
	block github/action.yml 'mtlspec run'
	step 0 "$@" TARGET=reference TARGET_VERSION= MODES= SCENARIOS= EXPECTED= \
		REPORT_DIR=mtlspec-report
	file_says summary "$all_cells"
	merged
	my_proxy ignore-expiry
	set -- "$@" TARGET=./my-proxy "MODES=RequireAndVerifyClientCert VerifyClientCertIfGiven" \
		"SCENARIOS=client-certificate/expired client-certificate/good" TARGET_VERSION= REPORT_DIR=out
	step 1 "$@" EXPECTED=
	says '^::error .*expired'
	says '^mtlspec: 8 cells: '
	[ -s checkout/out/index.html ] || flunk "no report"
	run 0 mtlspec baseline update checkout/expected.yaml checkout/out/events.jsonl --reason known
	step 0 "$@" EXPECTED=expected.yaml
	says ' 4 xfail'
	# a version is got by the target's own script, and asked for by name
	mkdir said
	printf '#!/bin/sh\necho "mtlspec $*"\n' >said/mtlspec
	chmod 755 said/mtlspec
	step 0 "$@" TARGET=other TARGET_VERSION=9.9 EXPECTED= PATH="$work/said:$PATH"
	says '^got other 9.9$'
	says '^mtlspec run --target other@9.9 --github '
	# each option of a PKI of one's own, one a line, and with blanks in it
	for option in $pki; do
		name=$(printf '%s' "$option" | tr a-z- A-Z_)
		step 0 "$@" TARGET=host:1 EXPECTED= PATH="$work/said:$PATH" "$name=one $option,b
*.two"
		says "^mtlspec run --target host:1 --github .* --$option one $option,b --$option \*\.two\$"
		mtlspec run --help | grep -q -e "--$option=" || flunk "there is no --$option"
	done
	;;
install)
	# what Docker and the action run, with a cmake that has built already
	: "${BUILD:?the build folder}"
	run 2 sh "$ci/install.sh" here
	says "'here' is no absolute path"
	mkdir tree
	for part in "$SOURCE"/* "$SOURCE"/.ci; do
		case ${part##*/} in
		harness | build*) ;;
		*) ln -s "$part" tree/ ;;
		esac
	done
	mkdir tree/harness tree/harness/ci
	cp "$SOURCE/harness/setup.sh" tree/harness
	cp "$ci/install.sh" tree/harness/ci
	cmake=$(command -v cmake)
	cat >bin/cmake <<-END
		#!/bin/sh
		echo "cmake \$*" >>"$work/calls"
		[ "\$1" != --install ] || exec "$cmake" --install "$BUILD" --prefix "\$4"
	END
	chmod 755 bin/cmake
	run 0 sh tree/harness/ci/install.sh --no-install "$work/prefix"
	says "^installed  $work/prefix/bin/mtlspec$"
	same "$(cat calls)" "cmake -S $work/tree --preset release
cmake --build $work/tree/build --target mtlspec -j $(nproc)
cmake --install $work/tree/build --prefix $work/prefix" "what was built"
	run 0 env -i PATH="$PATH" prefix/bin/mtlspec run client-certificate/good --tls 1.3
	says '^mtlspec: 5 cells: 5 pass'
	;;
docker)
	# no engine here: what can be told without one
	need dpkg
	holds Dockerfile 2
	block Dockerfile install.sh
	file_says script '^sh /src/harness/ci/install.sh /opt/mtlspec$'
	for line in 'COPY . /src' 'COPY --from=build /opt/mtlspec /opt/mtlspec' 'USER mtlspec' \
		'ENTRYPOINT \["mtlspec"\]' 'ENV PATH=/opt/mtlspec/bin:'; do
		file_says "$ci/Dockerfile" "^$line"
	done
	same "$(grep -c '^FROM debian:12' "$ci/Dockerfile")" 2 stages
	# the second stage installs the packages of the libraries that the program is linked to
	block Dockerfile PRODUCTS
	run 0 sh -n script
	objdump -p "$MTLSPEC" | sed -n 's/^ *NEEDED *//p' | grep -v '^lib[cm]\.so\|asan\|ubsan' >libraries
	[ -s libraries ] || flunk "no libraries"
	while read -r library; do
		path=$(ldd "$MTLSPEC" | sed -n "s,^[[:space:]]*$library => \([^ ]*\) .*,\1,p")
		package=$(dpkg -S "$(basename "$(readlink -f "$path")")" | sed -n '1s/:.*//p')
		[ "$package" ] && grep -q "[[:space:]]${package}[[:space:]]" script || flunk "$library: $package is not installed"
		steps=$((steps + 1))
	done <libraries
	;;
gitlab)
	holds gitlab.yml 2
	for outcome in $outcomes; do
		my_proxy "${outcome#*:}"
		for shard in 1 2 3 4; do
			block gitlab.yml --shard
			step 0 CI=true MTLSPEC_TARGET=./my-proxy CI_NODE_INDEX=$shard CI_NODE_TOTAL=4
		done
		block gitlab.yml 'mtlspec report'
		step "${outcome%:*}" CI=true
		junit=$(sed -n 's/^ *junit: //p' "$ci/gitlab.yml")
		file_says "checkout/$junit" '<testsuites'
		merged
	done
	;;
kubernetes)
	need openssl
	holds kubernetes-shards.yaml 1
	holds kubernetes-report.yaml 1
	# what the pod security standard `restricted` asks for
	for job in shards report; do
		for line in '        runAsNonRoot: true' '        seccompProfile: {type: RuntimeDefault}' \
			'            allowPrivilegeEscalation: false' '            capabilities: {drop: \[ALL\]}'; do
			file_says "$ci/kubernetes-$job.yaml" "^$line$"
		done
	done
	run 0 mtlspec pki checkout/pki
	port=$(free_port)
	start mtlspec serve server --listen "127.0.0.1:$port" --cert checkout/pki/server.pem \
		--key checkout/pki/server.key --client-ca checkout/pki/client-ca.pem \
		--crl checkout/pki/client-ca.crl.pem
	started_listening "$port"
	for index in 0 1 2 3; do
		block kubernetes-shards.yaml --shard
		step 0 TARGET="127.0.0.1:$port" JOB_COMPLETION_INDEX=$index
	done
	all_cells=$(mtlspec list cells --target "127.0.0.1:$port" --mode RequireAndVerifyClientCert |
		wc -l)
	block kubernetes-report.yaml 'mtlspec report'
	step 0
	merged
	;;
jenkins)
	need xmllint
	holds Jenkinsfile 1
	for outcome in $outcomes; do
		my_proxy "${outcome#*:}"
		block Jenkinsfile 'mtlspec run'
		step "${outcome%:*}" BUILD_NUMBER=1 JOB_NAME=mtls
		for shown in junit reportDir; do
			path=$(sed -n "s/.*$shown\(: \| \)'\([^']*\)'.*/\2/p" "$ci/Jenkinsfile")
			[ -e "checkout/$path" ] || flunk "$shown: there is no $path"
		done
		[ -s checkout/mtlspec-report/report.css ] || flunk "no report.css"
		run 0 xmllint --noout --schema "$SOURCE/reports/schema/junit-strict.xsd" \
			checkout/mtlspec-report/junit-strict.xml
	done
	;;
*) exit 1 ;;
esac
finish
