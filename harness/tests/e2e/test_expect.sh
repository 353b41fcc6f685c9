#!/bin/sh
# test_expect.sh REPOSITORY VERB: each verb of expect.sh passes on what is right and fails on what
# is wrong, with a word of why.
source=$1

# gives STATUS TEXT SCRIPT: the script, as a whole-run test, must end with STATUS and say TEXT.
gives() {
	said=$(printf '. "$SOURCE/harness/tests/e2e/expect.sh"\n%s\n' "$3" |
		SOURCE=$source MTLSPEC=sh sh 2>&1)
	status=$?
	if [ $status -ne "$1" ]; then
		printf 'FAILED: status %s instead of %s for:\n%s\n%s\n' $status "$1" "$3" "$said"
		exit 1
	fi
	case $said in
	*"$2"*) ;;
	*)
		printf 'FAILED: says "%s" instead of "%s" for:\n%s\n' "$said" "$2" "$3"
		exit 1
		;;
	esac
}

case $2 in
run)
	gives 0 "1 steps" 'run 3 "$MTLSPEC" -c "exit 3"; finish'
	gives 1 "exit status 3 instead of 0" 'run 0 "$MTLSPEC" -c "echo text; exit 3"; finish'
	gives 1 "text" 'run 0 "$MTLSPEC" -c "echo text >&2; exit 3"; finish'
	gives 1 "no end after 1 s" 'RUN_SECONDS=1; run 0 "$MTLSPEC" -c "exec tail -f /dev/null"; finish'
	gives 0 "" 'run 0 "$MTLSPEC" -c "! read -r line"; finish'
	;;
says)
	gives 0 "3 steps" 'run 0 echo abc; says "a.c"; says "^abc$"; finish'
	gives 1 "does not say: abd" 'run 0 echo abc; says abd; finish'
	gives 0 "" 'run 0 "$MTLSPEC" -c "echo -x >&2"; says -x; finish'
	;;
says_not)
	gives 0 "2 steps" 'run 0 echo abc; says_not abd; finish'
	gives 1 "says: abc" 'run 0 echo abc; says_not a.c; finish'
	;;
same)
	gives 0 "1 steps" 'printf "1\n2\n" >f; same "$(count_lines f)" 2 lines; finish'
	gives 1 "lines: '2' instead of '3'" 'same 2 3 lines; finish'
	;;
file_says)
	gives 0 "1 steps" 'echo abc >f; file_says f abc; finish'
	gives 1 "f does not say: abd" 'echo abc >f; file_says f abd; finish'
	gives 1 "absent does not say" 'file_says absent abd; finish'
	;;
need)
	gives 0 "" 'need sh; run 0 true; finish'
	gives 77 "skipped: no-such-program" 'need no-such-program; finish'
	list='MTLSPEC=list; list() { echo "$4 client It$is"; }'
	gives 0 "" "is=; $list; need_target a; run 0 true; finish"
	gives 77 "skipped: b client It (not installed)" "is=' (not installed)'; $list; need_target b; finish"
	gives 77 "skipped: b client It (needs X)" "is=' (needs X)'; $list; need_target b; finish"
	;;
finish)
	gives 1 "no step was made" 'finish'
	gives 0 "" 'run 0 true; cd /; finish'
	;;
*) exit 1 ;;
esac
