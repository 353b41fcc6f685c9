# Sourced by quickstart.sh and check.sh, which set `root` (the repository) first: which Debian
# packages are needed and how they are installed, and how a preset is built.

# What the build needs. libc6-dev is only recommended by gcc, and recommendations are not installed.
BUILD_PACKAGES="gcc libc6-dev cmake ninja-build pkg-config libssl-dev libcurl4-openssl-dev
	libnghttp2-dev libuv1-dev libyaml-dev libjansson-dev libxml2-dev check"
# What tests and lints use besides.
TEST_PACKAGES="libxml2-utils pmccabe clang-format curl ca-certificates openssl python3 wget gnutls-bin
	nodejs chromium shellcheck dpkg-dev file man-db mandoc python3-jsonschema python3-yaml zsh fish tshark"
# Clients that are tested: of each a few MB.
TEST_CLIENTS="php-cli php-curl ruby python3-aiohttp python3-httpx python3-requests node-undici"
# What `check.sh --all` uses besides: fuzz targets need clang, musl-tools has the headers of another libc.
# Targets that are no Debian packages come by pip, or are built by Go.
ALL_PACKAGES="clang libclang-rt-14-dev musl-tools python3-pip"
# The same, of programs that may be there without the package, as PROGRAM:PACKAGE.
ALL_PROGRAMS="go:golang-go javac:default-jdk-headless"
# Targets whose packages start a service, as PROGRAM:PACKAGE. check.sh adds TEST_SERVICES.
SERVICES="nginx:nginx-light"
TEST_SERVICES="haproxy:haproxy caddy:caddy apache2:apache2-bin nghttpx:nghttp2-proxy"
TEST_SERVICES="$TEST_SERVICES lighttpd:lighttpd-mod-openssl squid:squid-openssl"
TEST_SERVICES="$TEST_SERVICES traffic_server:trafficserver stunnel:stunnel4 hitch:hitch"
# The same, for `check.sh --all` alone: 330 MB.
ALL_SERVICES="prometheus:prometheus"

# nginx and haproxy live where users do not look
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

POLICY=/usr/sbin/policy-rc.d
UNITS=/etc/systemd/system

say() {
	printf '%s\n' "$*"
}

# refuse STATUS TEXT...
refuse() {
	status=$1
	shift
	printf '%s\n' "$*" >&2
	exit "$status"
}

# Runs a command with its output in $log; on failure shows the end of it.
quietly() {
	printf '\n$ %s\n' "$*" >>"$log"
	"$@" >>"$log" 2>&1 </dev/null && return 0
	tail -n 100 "$log" >&2
	return 1
}

# missing_packages PACKAGE...: those that are not installed. Not on Debian: none is known to be.
missing_packages() {
	command -v dpkg-query >/dev/null || return 0
	for package; do
		case $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) in
		installed) ;;
		*) printf '%s ' "$package" ;;
		esac
	done
}

# absent PROGRAM:PACKAGE...: the packages of those programs that are not there
absent() {
	for program; do
		command -v "${program%%:*}" >/dev/null || printf '%s ' "${program#*:}"
	done
}

# service_packages: those of $SERVICES that should be installed and are not. They start a service,
# which a container has nobody to do for; anywhere else installing them is the owner's decision.
service_packages() {
	[ -d /run/systemd/system ] || ! command -v dpkg-query >/dev/null && return 0
	absent $SERVICES
}

# starts_service PACKAGE...: one of them would start a service
starts_service() {
	for package; do
		case " $SERVICES $TEST_SERVICES $ALL_SERVICES " in *":$package "*) return 0 ;; esac
	done
	return 1
}

# The first words of a policy of ours. One set-up runs at a time, so what bears them before we have
# written any is left over from one that was killed.
MARK="# by mtlspec's set-up, for as long as apt-get runs"

# take_turn: waits for another set-up on this machine to end, without a file that could be left behind.
take_turn() {
	command -v flock >/dev/null || return 0
	exec 9<"${POLICY%/*}" && flock -w "${TURN_SECONDS:-600}" 9 ||
		refuse 2 "another set-up is installing packages; try again when it has ended"
}

all_installed() {
	dpkg-query -W -f='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p'
}

# what_starts PACKAGE...: the units and init scripts in them, as "unit NAME" and "script NAME"
what_starts() {
	dpkg-query -L "$@" 2>/dev/null | sed -n \
		-e 's#^\(/usr\)\{0,1\}/lib/systemd/system/\([^/]*[.][a-z]*\)$#unit \2#p' \
		-e 's#^/etc/init[.]d/\([^/]*\)$#script \1#p' | sort -u
}

# disable_units NAME...: a unit is enabled by a link to it, and stays disabled in later upgrades when
# that is gone
disable_units() {
	find "$UNITS" -type l 2>/dev/null | while read -r link; do
		to=$(readlink "$link")
		case " $* " in *" ${to##*/} "*) quietly $elevate rm -f "$link" </dev/null ;; esac
	done
}

# Packages enable what they bring for the next boot, even where no systemd runs. What has come since
# `before` was filled is disabled again, apart from the init system itself, if that has come too.
disable_new() {
	new=$(all_installed | grep -vxF -e "$before" | grep -v '^\(systemd\|udev\|init\)')
	[ "$new" ] || return 0
	starts=$(what_starts $new)
	for name in $(printf '%s\n' "$starts" | sed -n 's/^script //p'); do
		quietly $elevate update-rc.d "$name" disable ||
			say "services   $name could not be disabled: see $log"
	done
	# shellcheck disable=SC2046
	disable_units $(printf '%s\n' "$starts" | sed -n 's/^unit //p')
}

# written once, run at every end but kill -9
after_apt() {
	trap - EXIT HUP INT TERM
	disable_new
	[ -z "$ours" ] || $elevate rm -f "$POLICY"
	exec 9<&-
}

# Nothing may be started by being installed: a policy of ours for as long as apt-get runs, unless
# the machine has its own, which then has to refuse.
install_as_root() {
	elevate=$1
	shift
	take_turn
	if [ -f "$POLICY" ] && grep -qxF -e "$MARK" "$POLICY"; then
		$elevate rm -f "$POLICY" || return 1
	fi
	ours=
	if [ -e "$POLICY" ]; then
		if starts_service "$@"; then
			"$POLICY" nginx start >/dev/null 2>&1
			[ $? -eq 101 ] || refuse 2 "$POLICY lets packages start services;" \
				"install by hand, or run with --no-install: $*"
		fi
	else
		ours=yes
	fi
	before=$(all_installed)
	trap after_apt EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
	if [ "$ours" ]; then
		$elevate sh -c 'printf "#!/bin/sh\n%s\nexit 101\n" "$2" >"$1" && chmod 755 "$1"' \
			sh "$POLICY" "$MARK" || return 1
	fi
	quietly $elevate env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 update &&
		quietly $elevate env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 \
			install -y --no-install-recommends "$@"
	result=$?
	after_apt
	return $result
}

# install_packages PACKAGE...: as root, or through sudo if somebody at the terminal agrees;
# otherwise says what to type and ends with 2.
install_packages() {
	line="apt-get install -y --no-install-recommends $*"
	elevate=
	if [ "$(id -u)" -ne 0 ]; then
		if ! command -v sudo >/dev/null || ! [ -t 0 ]; then
			refuse 2 "missing packages; as root run: $line"
		fi
		printf 'missing packages; run this with sudo? [y/N]\n  %s\n' "$line"
		read -r answer || answer=
		case $answer in
		y | Y | yes) elevate=sudo ;;
		*) refuse 2 "nothing installed; as root run: $line" ;;
		esac
	fi
	say "packages   installing $* (and what they depend on)"
	say "services   none that comes with them is started, now or at the next boot"
	install_as_root "$elevate" "$@" || refuse 2 "could not install; as root run: $line"
}

may_install() {
	[ "$(id -u)" -eq 0 ] || { command -v sudo >/dev/null && [ -t 0 ]; }
}

# set_up INSTALL(yes|no) NEEDED WANTED: all of them are there in the end, or NEEDED ones with
# --no-install; what depends on a WANTED one that is missing is skipped later. Services alone stop
# nothing: without them there is still the reference server.
set_up() {
	needed=$(missing_packages $2)
	wanted=$(missing_packages $3)
	services=$(service_packages)
	if [ "$1" = no ]; then
		[ -z "$needed" ] ||
			refuse 2 "missing packages; as root run: apt-get install -y --no-install-recommends $needed"
		wanted=$wanted$services
		[ -z "$wanted" ] || say "packages   without $wanted(--no-install): what needs them is skipped"
	elif [ "$needed$wanted" ]; then
		install_packages $needed $wanted $services
	elif [ "$services" ] && may_install; then
		(install_packages $services) || say "packages   without $services"
	fi
	say "packages   ready"
}

# get_targets: what the `install` scripts of target folders get; one that can't is said, and its cells
# are skips.
get_targets() {
	for script in "$root"/harness/targets/*/install; do
		printf '\n$ sh %s\n' "$script" >>"$log"
		if said=$(sh "$script" 2>&1 </dev/null); then
			outcome=
		else
			outcome=" (its cells are skips)"
		fi
		printf '%s\n' "$said" >>"$log"
		say "target     $(printf '%s\n' "$said" | tail -n 1)$outcome"
	done
}

# build PRESET FOLDER TARGET [CMAKE-OPTION...]. A folder that was configured for another place (the
# repository was moved or copied) is configured anew.
build() {
	preset=$1
	folder=$2
	target=$3
	shift 3
	cache=$root/$folder/CMakeCache.txt
	if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
		rm -rf "$root/$folder/CMakeCache.txt" "$root/$folder/CMakeFiles"
	fi
	say "build      $preset in $folder"
	quietly cmake -S "$root" --preset "$preset" "$@" &&
		quietly cmake --build "$root/$folder" --target "$target" -j "$(nproc)" ||
		refuse 3 "the build failed; the whole log is $log"
}
