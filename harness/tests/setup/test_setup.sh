#!/bin/sh
# test_setup.sh REPOSITORY CASE: runs harness/setup.sh where `missing` names the packages that
# dpkg-query does not know; what would have been run lands in `calls`.
set -u
source=$1
chosen=$2
. "$source/harness/tests/setup/stand_ins.sh"

# a and nginx-light bring what an init system starts by itself; old, which was there before, does too
stand_in dpkg-query 'for p; do :; done
case $* in
*"{Package}"*) cat "$WORK/installed" ;;
-L*)
	shift
	for p; do
		printf "/usr/share/%s.service\n/lib/systemd/system/%s.service\n" $p $p
		printf "/usr/lib/systemd/system/%s.timer\n/etc/init.d/%s\n" $p $p
	done ;;
*) case " $(cat "$WORK/missing") " in *" $p "*) exit 1 ;; *) printf installed ;; esac ;;
esac'
# what it was asked for, whether the policy is in force, and what was said before
stand_in apt-get 'printf "apt-get %s\n" "$*" >>"$WORK/calls"
cp "$WORK/output" "$WORK/said-before"
[ -x "$WORK/policy-rc.d" ] && ! "$WORK/policy-rc.d" x start && echo "policy denies" >>"$WORK/calls"
case " $* " in *" install "*)
	for p; do
		case $p in -* | DPkg* | install) continue ;; esac
		echo "installed $p" >>"$WORK/installed"
		ln -sf "/lib/systemd/system/$p.service" "$WORK/units/multi-user.target.wants/"
		ln -sf "/usr/lib/systemd/system/$p.timer" "$WORK/units/timers.target.wants/"
	done
	[ ! -e "$WORK/meanwhile" ] || . "$WORK/meanwhile" ;;
esac
[ ! -e "$WORK/apt-fails" ]'
stand_in update-rc.d 'printf "update-rc.d %s\n" "$*" >>"$WORK/calls"
[ ! -e "$WORK/cannot-disable" ]'
mkdir -p "$work/units/multi-user.target.wants" "$work/units/timers.target.wants"

# new_machine: with a service of its own
new_machine() {
	: >"$work/calls"
	printf 'installed old\ndeinstall gone\n' >"$work/installed"
	ln -sf /lib/systemd/system/old.service "$work/units/multi-user.target.wants/"
}
new_machine
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
		UNITS=$work/units
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

calls_not() {
	! grep -qF -e "$1" "$work/calls" || flunk "was called: $1"
}

no_policy() {
	[ ! -e "$work/policy-rc.d" ] || flunk "the policy was left behind"
}

# of all that is enabled for the next boot
only_old_starts() {
	started=$(find "$work/units" -type l)
	[ "$started" = "$work/units/multi-user.target.wants/old.service" ] ||
		flunk "starts at the next boot: $started"
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
	no_policy
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
	no_policy
	;;
said) # before anything is installed: which packages, and that they start nothing
	enter "b c" 0 yes
	exits 0
	for text in "installing b c" "none that comes with them is started, now or at the next boot"; do
		grep -qF -e "$text" "$work/said-before" || flunk "was not said before: $text"
	done
	;;
boot) # what has come is enabled for no later boot either; what was there stays as it was
	enter "a" 0 yes
	exits 0
	calls "update-rc.d a disable"
	calls_not "update-rc.d old"
	calls_not "update-rc.d gone"
	only_old_starts
	# also of a set-up that fails half-way
	new_machine
	echo exit 1 >"$work/meanwhile"
	enter "a" 0 yes
	exits 2
	calls "update-rc.d a disable"
	only_old_starts
	rm "$work/meanwhile"
	new_machine
	: >"$work/cannot-disable"
	enter "a" 0 yes
	exits 0
	says "a could not be disabled"
	;;
ended) # by a signal while apt-get runs: the policy goes, and what has come stays disabled
	while read -r signal wanted; do
		new_machine
		echo "kill -$signal \$PPID" >"$work/meanwhile"
		enter "a" 0 yes
		exits "$wanted"
		calls "policy denies"
		only_old_starts
		no_policy
	done <<-'END'
		HUP 129
		INT 130
		TERM 143
	END
	;;
killed) # no chance to clear away: the next one does, and its own policy is in force meanwhile
	echo 'kill -KILL $PPID' >"$work/meanwhile"
	enter "a" 0 yes
	exits 137
	[ -e "$work/policy-rc.d" ] || flunk "it was not killed in between"
	rm "$work/meanwhile"
	: >"$work/calls"
	enter "b" 0 yes
	exits 0
	calls "policy denies"
	no_policy
	# the same words in somebody else's are not ours
	printf '#!/bin/sh\n# see: by mtlspec\nexit 101\n' >"$work/policy-rc.d"
	chmod +x "$work/policy-rc.d"
	enter "c" 0 yes
	exits 0
	[ -e "$work/policy-rc.d" ] || flunk "somebody else's policy was removed"
	;;
turns) # a set-up beside another one waits, and does not take that one's policy away
	cat >"$work/meanwhile" <<-END
		rm "$work/meanwhile"
		(
			log="$work/log" TURN_SECONDS=1
			. "$source/harness/setup.sh"
			POLICY="$work/policy-rc.d"
			install_packages b
		) >"$work/beside" 2>&1
		cp "$work/policy-rc.d" "$work/policy-then"
	END
	enter "a" 0 yes
	exits 0
	no_policy
	[ -s "$work/policy-then" ] || flunk "the policy was taken away"
	cat "$work/beside" >>"$work/output"
	grep -q "another set-up is installing" "$work/beside" || flunk "it did not wait"
	calls_not "recommends b"
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
