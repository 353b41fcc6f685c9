#!/bin/sh
# test_setup.sh REPOSITORY CASE: runs harness/setup.sh where `missing` names the packages that
# dpkg-query does not know; what would have been run lands in `calls`.
set -u
source=$1
chosen=$2
. "$source/harness/tests/setup/stand_ins.sh"

stand_in dpkg-query 'for p; do :; done
case " $(cat "$WORK/missing") " in *" $p "*) exit 1 ;; *) printf installed ;; esac'
stand_in apt-get 'printf "apt-get %s\n" "$*" >>"$WORK/calls"
[ -x "$WORK/policy-rc.d" ] && ! "$WORK/policy-rc.d" x start && echo "policy denies" >>"$WORK/calls"
[ ! -e "$WORK/apt-fails" ]'
stand_in id 'cat "$WORK/uid"'

# enter MISSING UID INSTALL: set_up with needed packages a b and wanted packages c d, where the
# packages in `missing_services` are missing too
missing_services=
enter() {
	printf '%s' "$1" >"$work/missing"
	printf '%s\n' "$2" >"$work/uid"
	(
		PATH=$work/bin:$PATH
		root=$work
		log=$work/log
		. "$source/harness/setup.sh"
		POLICY=$work/policy-rc.d
		service_packages() { printf %s "${missing_services:+$missing_services }"; }
		set_up "$3" "a b" "c d"
	) >"$work/output" 2>&1 </dev/null
	status=$?
}

exits() {
	[ $status -eq "$1" ] || flunk "exit status $status instead of $1"
}

calls() {
	grep -qxF -e "$1" "$work/calls" || flunk "was not called: $1"
}

calls_nothing() {
	[ ! -s "$work/calls" ] || flunk "something was called"
}

says() {
	grep -qF -e "$1" "$work/output" || flunk "does not say: $1"
}

install="apt-get -q -o DPkg::Lock::Timeout=120 install -y --no-install-recommends"
case $chosen in
complete) # nothing is missing: apt-get is not touched, so it works offline
	enter "" 0 yes
	exits 0
	calls_nothing
	;;
root) # only what is missing is installed, and no policy stays behind
	enter "b c" 0 yes
	exits 0
	calls "$install b c"
	calls "policy denies"
	[ ! -e "$work/policy-rc.d" ] || flunk "the policy was left behind"
	;;
order) # update comes first
	enter "a" 0 yes
	[ "$(head -n 1 "$work/calls")" = "apt-get -q -o DPkg::Lock::Timeout=120 update" ] ||
		flunk "no update first"
	;;
nginx) # an own policy that refuses is left as it is
	missing_services=nginx-light
	printf '#!/bin/sh\nexit 101\n' >"$work/policy-rc.d"
	chmod +x "$work/policy-rc.d"
	enter "" 0 yes
	exits 0
	calls "$install nginx-light"
	[ -e "$work/policy-rc.d" ] || flunk "somebody else's policy was removed"
	;;
permissive) # an own policy that lets services start: hands off
	missing_services=nginx-light
	printf '#!/bin/sh\nexit 0\n' >"$work/policy-rc.d"
	chmod +x "$work/policy-rc.d"
	enter "" 0 yes
	exits 0
	calls_nothing
	says "install by hand, or run with --no-install: nginx-light"
	enter "a" 0 yes
	exits 2
	calls_nothing
	missing_services=haproxy
	enter "a" 0 yes
	exits 2
	calls_nothing
	;;
sudoless) # neither root nor somebody to ask: one line to type
	enter "a d" 1000 yes
	exits 2
	calls_nothing
	says "as root run: apt-get install -y --no-install-recommends a d"
	;;
refusing) # sudo is there, but nobody at a terminal to agree
	stand_in sudo 'printf "sudo %s\n" "$*" >>"$WORK/calls"'
	enter "a" 1000 yes
	exits 2
	calls_nothing
	;;
optional) # nginx alone stops nobody: not without root, not without network
	missing_services=nginx-light
	enter "" 1000 yes
	exits 0
	calls_nothing
	: >"$work/apt-fails"
	enter "" 0 yes
	exits 0
	calls "apt-get -q -o DPkg::Lock::Timeout=120 update"
	says "without nginx-light"
	enter "" 0 no
	exits 0
	says "without nginx-light (--no-install)"
	;;
needed)
	enter "a" 0 no
	exits 2
	calls_nothing
	says "as root run: apt-get install -y --no-install-recommends a"
	;;
wanted)
	enter "c" 0 no
	exits 0
	calls_nothing
	says "without c"
	;;
failing) # no network
	: >"$work/apt-fails"
	enter "a" 0 yes
	exits 2
	says "could not install"
	[ ! -e "$work/policy-rc.d" ] || flunk "the policy was left behind"
	;;
options) # of both scripts; nothing is built
	for script in quickstart check; do
		sh "$source/harness/$script.sh" --nonsense >"$work/output" 2>&1
		status=$?
		exits 2
		says "unknown option '--nonsense'"
		sh "$source/harness/$script.sh" --help >"$work/output" 2>&1
		status=$?
		exits 0
		says "--no-install"
	done
	sh "$source/harness/check.sh" -L >"$work/output" 2>&1
	status=$?
	exits 2
	;;
moved) # a build folder from another place is configured anew
	mkdir -p "$work/build/CMakeFiles"
	printf 'CMAKE_HOME_DIRECTORY:INTERNAL=%s/elsewhere\n' "$work" >"$work/build/CMakeCache.txt"
	stand_in cmake '[ -e "$WORK/build/CMakeCache.txt" ] && echo stale >>"$WORK/calls"
printf "cmake %s\n" "$*" >>"$WORK/calls"'
	(
		PATH=$work/bin:$PATH
		root=$work
		log=$work/log
		. "$source/harness/setup.sh"
		build release build all -DX=1
	) >"$work/output" 2>&1
	status=$?
	exits 0
	calls "cmake -S $work --preset release -DX=1"
	! grep -q stale "$work/calls" || flunk "the old cache was still there"
	;;
*) flunk "no such case" ;;
esac
