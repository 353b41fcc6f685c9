#!/bin/sh
# fresh.sh [FOLDER]: both commands of the README on a minimal Debian 12, which is made in a temporary
# folder from the package archive that this machine uses itself, gets a clone of HEAD, and is removed
# again. Ends well only if both do, no test was skipped for want of something that a Debian package
# has, and nothing is enabled for the next boot that was not before. What they printed is kept in
# FOLDER/fresh.log and FOLDER/fresh-ctest.log.
#
# Needs root, debootstrap and the network, and takes about half an hour. ctest has it as `fresh` with
# -DMTLSPEC_FRESH=ON. Exit status 77, with the reason, where it can't be done.
set -u
source=${SOURCE:-$(CDPATH="" cd -- "$(dirname -- "$0")/../.." && pwd -P)} || exit 1
SUITE=bookworm
# guards against hanging, in seconds
BOOTSTRAP_LIMIT=1800
COMMAND_LIMIT=7200
# What skips in check.sh without being missing from it: `check.sh --all` gets these.
LATER='[ -]\(traefik\|envoy\|go\)\(-[a-z]*\)* is not installed'

skip() {
	printf 'skipped: %s\n' "$*"
	exit 77
}

flunk() {
	printf 'FAILED: %s\n' "$*"
	exit 1
}

# archives: this machine's own for that Debian, as lines for sources.list
archives() {
	apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
		sed -n "/ $SUITE\\(-[a-z]*\\)\\{0,1\\} main\$/p" | sort -u
}

# carry_over ROOT: how this machine reaches its archives is how that one will
carry_over() {
	archives >"$1/etc/apt/sources.list"
	apt-config dump | grep '^Acquire::' | grep -v '^Acquire::IndexTargets' \
		>"$1/etc/apt/apt.conf.d/90here"
	for file in /etc/apt/auth.conf /etc/apt/auth.conf.d /etc/resolv.conf /etc/hosts; do
		[ ! -e "$file" ] || cp -RL "$file" "$1${file%/*}/" || return 1
	done
	if grep -q '^deb https' "$1/etc/apt/sources.list"; then
		# for apt alone: the machine has no certificates of its own
		cp /etc/ssl/certs/ca-certificates.crt "$1/etc/apt/archives.pem" &&
			echo 'Acquire::https::CaInfo "/etc/apt/archives.pem";' >>"$1/etc/apt/apt.conf.d/90here"
	fi
}

# within COMMAND...: without anything of this machine's environment but the proxies
within() {
	timeout -k 60 "$COMMAND_LIMIT" env -i HOME=/root LANG=C.UTF-8 \
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
		${no_proxy:+no_proxy="$no_proxy"} "$@" </dev/null
}

# enabled: all that an init system would start at the next boot, apart from what systemd itself brings
enabled() {
	own=$(dpkg-query -L systemd 2>/dev/null)
	find /etc/systemd/system -type l | while read -r link; do
		printf '%s\n' "$own" | grep -qxF -e "$(readlink "$link")" || printf '%s\n' "$link"
	done
	find /etc/rc?.d -name 'S*'
}

# enter ROOT: it becomes /. A chroot would not do: no namespaces can be made in one.
enter() {
	mount --bind "$1" "$1" && mount -t proc proc "$1/proc" && mount -t tmpfs shm "$1/dev/shm" &&
		mount -t devpts -o newinstance,ptmxmode=0666 devpts "$1/dev/pts" &&
		cd "$1" && mkdir before && pivot_root . before && cd / && umount -l before && rmdir before
}

# What is run in namespaces of its own: whatever ends it, its mounts and processes are gone with it.
if [ "${1-}" = --inside ]; then
	PATH=/usr/sbin:/usr/bin:/sbin:/bin
	enter "$2" || flunk "its file systems can't be mounted"
	enabled >/enabled-before 2>&1
	for command in quickstart check; do
		printf '== sh harness/%s.sh\n' "$command"
		within sh "/mtlspec/harness/$command.sh"
		printf '== %s.sh ended with %s\n' "$command" $?
	done
	enabled | grep -vxF -f /enabled-before >/enabled-now
	exit 0
fi

[ "$(id -u)" -eq 0 ] || skip "only root can make a machine of its own"
for program in debootstrap unshare chroot git apt-get; do
	command -v "$program" >/dev/null || skip "$program is not installed"
done
unshare --mount --pid --fork true 2>/dev/null || skip "no namespaces can be made here"
git -c safe.directory='*' -C "$source" rev-parse -q --verify HEAD >/dev/null ||
	skip "this is no clone"
mirror=$(archives | sed -n "s/^deb \\([^ ]*\\) $SUITE main\$/\\1/p" | head -n 1)
[ "$mirror" ] || skip "apt knows no archive of Debian's $SUITE here"

work=$(mktemp -d "${TMPDIR:-/tmp}/mtlspec-fresh-XXXXXX") || exit 1
inside=
clear_away() {
	trap - EXIT
	if [ "$inside" ]; then
		kill -KILL "$inside" 2>/dev/null
		wait "$inside" 2>/dev/null
	fi
	rm -rf --one-file-system "$work"
}
trap clear_away EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# in_background COMMAND...: as a signal is taken only between commands and in `wait`
in_background() {
	"$@" &
	inside=$!
	wait "$inside"
	ended=$?
	inside=
	return $ended
}

# tests WORD: those that ctest calls so
tests() {
	sed -n "s/^ *[0-9]*\\/[0-9]* Test *#[0-9]*: \\([^ ]*\\) [.]*\\*\\*\\*$1.*/\\1/p" "$work/log"
}

# skips: the reasons, as NAME: REASON
skips() {
	tests Skipped >"$work/skipped"
	awk 'NR == FNR { skipped[$1] = 1; next }
		$2 == "Test:" { name = $3 }
		/^skipped: / && skipped[name] { print name ": " substr($0, 10); delete skipped[name] }' \
		"$work/skipped" "$root/mtlspec/build/Testing/Temporary/LastTest.log"
}

# tell WHAT: with the lines of standard input below it, which are all wrong; nothing, if there are none
tell() {
	cat >"$work/told"
	[ -s "$work/told" ] || return 0
	printf '%s:\n' "$1"
	sed 's/^/  /' "$work/told"
	: >"$work/red"
}

judge() {
	grep '^== .* ended with [^0]' "$work/log" | tell 'ended badly'
	for word in Failed Timeout Exception 'Not Run'; do
		tests "$word" | tell "$word"
	done
	skips >"$work/skips"
	grep -e 'not installed' -e 'there is no' "$work/skips" | grep -v "$LATER" |
		tell 'skipped for want of a package'
	sort "$root/enabled-now" | tell 'enabled for the next boot'
	printf 'other skips:\n'
	grep -v -e 'not installed' -e 'there is no' "$work/skips"
	grep "$LATER" "$work/skips"
	grep '^[0-9]*% tests passed' "$work/log" || : >"$work/red"
	[ ! -e "$work/red" ]
}

root=$work/root
printf 'making a %s in %s\n' "$SUITE" "$root"
in_background unshare --mount --pid --fork --kill-child timeout -k 60 "$BOOTSTRAP_LIMIT" \
	debootstrap --variant=minbase "$SUITE" "$root" "$mirror" >"$work/log" 2>&1 ||
	flunk "debootstrap: $(tail -n 5 "$work/log")"
carry_over "$root" || flunk "what apt needs could not be copied"
git -c safe.directory='*' clone -q --no-hardlinks "$source" "$root/mtlspec" || flunk "no clone"
in_background unshare --mount --pid --fork --kill-child sh "$0" --inside "$root" >"$work/log" 2>&1
[ -f "$root/enabled-now" ] || flunk "$(tail -n 20 "$work/log")"
[ $# -eq 0 ] || {
	cp "$work/log" "$1/fresh.log"
	cp "$root/mtlspec/build/Testing/Temporary/LastTest.log" "$1/fresh-ctest.log"
}
judge || flunk "this machine is not as it should be"
