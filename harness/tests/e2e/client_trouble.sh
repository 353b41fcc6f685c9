#!/bin/sh
# client_trouble.sh CASE: a client that does not do what clients do. It is never a pass, and nothing
# of it is left behind.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
need curl

# client STATUS SCENARIO... [-- OPTION...]: the shell script in ./script is the client; its arguments
# are name, port, address, CA and URL.
client() {
	wanted_status=$1
	shift
	run "$wanted_status" "$MTLSPEC" run --mode NoClientCert --events events.jsonl \
		--client "sh $work/script \${name} \${port} \${host} \${server_ca} \${url}" "$@"
	mv output said
	run 0 python3 "$EVENTS" complete events.jsonl
}

# With $get in the script a certificate is verified, with $blind it is not.
script() {
	cat >script <<-'END'
		get="curl -q --silent --noproxy * --connect-to ::$3:$2 --cacert $4 $5"
		blind="curl -q --silent --noproxy * --connect-to ::$3:$2 --insecure $5"
		set -f
	END
	cat >>script
}

# verdicts SCENARIO VERDICT...: of its cells, each once
verdicts() {
	scenario=$1
	shift
	same "$(events show events.jsonl verdict scenario="$scenario" | tr '\n' ' ')" "$* " "$scenario"
}

# none_left MARK: no process has it on its command line
none_left() {
	steps=$((steps + 1))
	for process in /proc/[0-9]*; do
		! cat "$process/cmdline" 2>/dev/null | tr '\0' ' ' | grep -q -e "$1" ||
			flunk "still there: $1"
	done
}

good=server-certificate/good
bad=server-certificate/expired

case $1 in
well) # the script itself is a client like any other
	script <<-'END'
		exec $get
	END
	client 0 $good $bad
	verdicts $good pass
	verdicts $bad pass
	;;
idle) # ends well without having asked anybody
	script <<-'END'
		exit 0
	END
	client 3 $good $bad
	verdicts $good error
	verdicts $bad error
	;;
elsewhere) # fails without having asked anybody: no refusal
	script <<-'END'
		exit 1
	END
	client 3 $good $bad
	verdicts $good error
	verdicts $bad error
	;;
hangs) # with a child of its own, which must go too
	script <<-END
		sleep 7654.$$ &
		wait
	END
	client 3 $good $bad --timeout 500
	verdicts $good error
	verdicts $bad error
	none_left "sleep 7654.$$"
	none_left "$work/script"
	;;
starved) # shares the processors with so many that the deadline comes before its turn
	script <<-END
		for i in $(seq $(($(nproc) * 6)) | tr '\n' ' '); do
			while :; do :; done &
			others="\$others \$!"
		done
		sleep 1.5
		kill \$others
		exec \$get
	END
	client 0 $good --tls 1.3 --timeout 1000
	verdicts $good pass
	;;
hangs-refused) # refuses, and then does not end
	script <<-END
		\$get || exec sleep 7655.$$
	END
	client 3 $good $bad --timeout 5000
	verdicts $good pass
	verdicts $bad error
	none_left "sleep 7655.$$"
	;;
stays) # leaves something behind in the background
	script <<-END
		sleep 7656.$$ >/dev/null 2>&1 &
		exec \$get
	END
	client 0 $good $bad
	verdicts $good pass
	verdicts $bad pass
	none_left "sleep 7656.$$"
	;;
dies) # of the bad certificate
	script <<-'END'
		$get || kill -SEGV $$
	END
	client 1 $good $bad
	verdicts $good pass
	verdicts $bad fail
	file_says said 'SIGSEGV\|signal 11'
	;;
killed) # always, so it says nothing about certificates
	script <<-'END'
		kill -KILL $$
	END
	client 3 $good $bad
	verdicts $good error
	verdicts $bad error
	;;
twice) # both times properly
	script <<-'END'
		$get
		exec $get
	END
	client 0 $good $bad
	verdicts $good pass
	verdicts $bad pass
	;;
falls-back) # the second time without verifying
	script <<-'END'
		$get || exec $blind
	END
	client 1 $good $bad
	verdicts $good pass
	verdicts $bad fail
	;;
denies) # sends its request to the bad server, and then says that it failed
	script <<-'END'
		$get && exit 0
		$blind
		exit 1
	END
	client 1 $good $bad
	verdicts $bad fail
	;;
boasts) # refuses, and says that all went well
	script <<-'END'
		$get
		exit 0
	END
	client 1 $good $bad
	verdicts $good pass
	verdicts $bad fail
	file_says said 'it refused the server (alert .*), but reports success (exit status 0)'
	;;
talks) # asks in many words, and then in more than our server takes
	cat >talk.py <<-'END'
		import socket, ssl, sys
		name, port, host, ca, url, size = sys.argv[1:]
		context = ssl.create_default_context(cafile=ca)
		try:
		    with socket.create_connection((host, int(port))) as plain:
		        with context.wrap_socket(plain, server_hostname=name) as tls:
		            tls.sendall(("GET /" + url.split("/", 3)[3] + " HTTP/1.1\r\nHost: x\r\nX: "
		                         + "x" * int(size) + "\r\n\r\n").encode())
		            sys.exit(not tls.recv(65536).startswith(b"HTTP/1.1 200 "))
		except OSError:
		    sys.exit(1)
	END
	script <<-END
		exec python3 $work/talk.py "\$1" "\$2" "\$3" "\$4" "\$5" 1000000
	END
	client 0 $good $bad
	verdicts $good pass
	verdicts $bad pass
	sed -i 's/1000000/1100000/' script
	client 3 $good
	verdicts $good error
	file_says events.jsonl 'a request larger than our server takes'
	;;
sulks) # gets its answer, and says that it failed
	script <<-'END'
		$get
		exit 1
	END
	client 3 $good $bad
	verdicts $good error
	verdicts $bad error
	;;
*) exit 1 ;;
esac
finish
