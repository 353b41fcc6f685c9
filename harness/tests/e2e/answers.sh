#!/bin/sh
# answers.sh CASE: an application's answer, whatever it is, is what the good client's answer is measured by:
# 401 or 500 to him is no refusal, and whoever else gets the same was let in.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
. "$SOURCE/harness/tests/e2e/behind_nginx.sh"
mode=RequireAndVerifyClientCert
# the good one, and who must stay out
scenarios="client-certificate/good client-certificate/none client-certificate/expired
client-certificate/server-eku-only chain/wrong-ca chain/self-signed"

run 0 "$MTLSPEC" pki pki

# named KIND|NAME...: ./answers, with the name of an answer and a port of its own in each line
named() {
	case $1 in
	through | direct) run 0 python3 "$APP" --names "$1" && cp stdout names ;;
	*) printf '%s\n' "$@" >names ;;
	esac
	free_ports "$(count_lines names)" | paste -d ' ' names - >answers
	port=$(sed -n '$s/.* //p' answers)
}

# behind VERIFY: an nginx with that `ssl_verify_client`, which has a port for each of ./answers
behind() {
	app=$(free_port)
	start python3 "$APP" "$app"
	started_listening "$app"
	while read -r name its_port; do
		cat <<-END
			server {
			    listen 127.0.0.1:$its_port ssl;
			    ssl_verify_client $1;
			    location / { proxy_pass http://127.0.0.1:$app/$name/; }
			}
		END
	done <answers >servers
	nginx_up "$port" <servers
}

# directly VERIFY: the application with a TLS of its own, at the ports of ./answers
directly() {
	# shellcheck disable=SC2046
	start python3 "$APP" --verify "$1" pki/server.pem pki/server.key pki/client-ca.pem \
		$(sed 's/\(.*\) \(.*\)/\2=\1/' answers)
	started_listening "$port"
}

# judged STATUS OPTION...: one run of all that listens by ./answers
judged() {
	wanted_status=$1
	shift
	# shellcheck disable=SC2046,SC2086
	run "$wanted_status" "$MTLSPEC" run $(sed 's/.* /--target 127.0.0.1:/' answers) --mode $mode --pki pki \
		--events events.jsonl "$@" $scenarios
	cp output console
	run 0 python3 "$EVENTS" complete events.jsonl
	cp console output
}

# each WHAT: of ./answers was judged so: kept-out, let-in, untold
each() {
	run 0 python3 "$SOURCE/harness/tests/e2e/answers/judged.py" events.jsonl answers "$1"
	cp console output
}

case $1 in
closed)
	# a right nginx keeps them out, whatever the application answers to whom it lets in
	named through
	[ "$(count_lines answers)" -ge 35 ] || flunk "few answers"
	behind on
	judged 0
	says ' 0 fail, 0 error,.* 0 skip,'
	each kept-out
	;;
closed-direct)
	# and so does the application itself, however it goes on behind a head
	named direct
	directly on
	judged 0 --driver both --timeout 60000
	says ' 0 fail, 0 error,.* 0 skip,'
	each kept-out
	# which is not waited for
	run 0 python3 "$EVENTS" quick events.jsonl 40
	;;
both-drivers)
	# our engine and libcurl measure alike
	named 200 302 401 404 500 big streamed until-close changing no-route
	behind on
	judged 0 --driver both
	each kept-out
	end_started
	behind off
	judged 1 --driver both --path /
	each let-in
	;;
open)
	# the same with its verification off: whoever comes gets what the good one gets
	named through
	grep -v -x -e '4[02][013] .*' -e '49[56] .*' answers >told
	printf '401 %s\n' "$(sed -n 's/^401 //p' answers)" >>told
	mv told answers
	behind off
	judged 1 --path /
	each let-in
	says ' 0 error,.* 0 skip,'
	;;
open-direct)
	named direct
	directly off
	judged 1 --path /
	says ' 0 error,.* 0 skip,'
	each let-in
	;;
untold)
	# these could be refusals themselves: what the good one gets tells nothing of who else gets it
	named 400 403 421 495 496
	behind off
	judged 3 --path /
	each untold
	events show events.jsonl reason verdict=error >output
	for name in $(cut -d ' ' -f 1 answers); do
		says "good client gets HTTP $name.*--path.*--accepted"
	done
	# by what it says
	judged 1 --path / --accepted "the application's"
	says ' 0 error,.* 0 skip,'
	each let-in
	# or by its status
	named 403
	behind off
	judged 1 --path / --accepted 403
	each let-in
	judged 1 --path / --accepted 'http 403'
	each let-in
	;;
unsettled)
	# where the good one's own answers have nothing to hold on to there may be errors, but no wrong word
	named flaky growing noise
	for verify in on off; do
		end_started
		behind $verify
		# shellcheck disable=SC2016,SC2046,SC2086
		run 0 sh -c '"$@"; case $? in 0 | 1 | 3) ;; *) exit 1 ;; esac' sh "$MTLSPEC" run \
			$(sed 's/.* /--target 127.0.0.1:/' answers) --mode $mode --pki pki --path / \
			--events events.jsonl $scenarios
		wrong=$([ $verify = on ] && echo fail || echo pass)
		same "$(events count events.jsonl expected=reject verdict="$wrong")" 0 "wrong words with $verify"
	done
	;;
greeting)
	# it greets by name whoever comes: what nobody gets is neither the good one's answer nor a refusal
	named greeting
	behind optional
	judged 3
	says ' 0 fail, 2 error,'
	same "$(events show events.jsonl verdict scenario=client-certificate/none)" error "nobody"
	events show events.jsonl reason verdict=error >output
	says 'hello anonymous.*hello CN=client.mtlspec.test\|hello CN=client.mtlspec.test.*hello anonymous'
	says '--accepted.*--refused\|--refused.*--accepted'
	judged 1 --accepted hello
	says ' 2 fail, 0 error,'
	same "$(events where events.jsonl verdict=fail)" "client-certificate/none@$mode" "who was let in"
	judged 0 --refused 'hello anonymous'
	says ' 0 fail, 0 error,'
	same "$(events show events.jsonl verdict scenario=client-certificate/none)" pass "nobody"
	;;
own-words)
	# each is told what he showed himself: two certificates of one name are greeted alike, not by serial
	named greeting serial
	behind optional_no_ca
	judged 1
	events show events.jsonl verdict "target=127.0.0.1:$(sed -n 's/^greeting //p' answers)" \
		scenario=chain/wrong-ca >output
	same "$(cat output)" fail "who has the good one's name"
	events show events.jsonl verdict "target=127.0.0.1:$port" scenario=chain/wrong-ca >output
	same "$(cat output)" error "who has another serial number"
	same "$(events count events.jsonl scenario=client-certificate/none verdict=error)" 4 "nobody"
	judged 1 --accepted 'the certificate' --accepted hello
	same "$(events show events.jsonl verdict scenario=chain/wrong-ca)" fail "who shows a strange one"
	same "$(events show events.jsonl verdict scenario=client-certificate/expired)" pass "whom nginx refuses"
	;;
sent-away)
	# a refusal by any status that the good one does not get; 5xx is trouble until it is said to be meant
	free_ports 4 >ports
	port=$(sed -n 4p ports)
	i=0
	for answer in '302 /login' 404 444 500; do
		i=$((i + 1))
		cat <<-END
			server {
			    listen 127.0.0.1:$(sed -n ${i}p ports) ssl;
			    ssl_verify_client on;
			    error_page 495 496 = @away;
			    location / { return 200 "ok\n"; }
			    location @away { return $answer; }
			}
		END
	done >servers
	nginx_up "$port" <servers
	paste -d ' ' - ports >answers <<-END
		302
		404
		444
		500
	END
	cp answers all
	sed -i '$d' answers
	judged 0
	each kept-out
	tail -n 1 all >answers
	judged 3
	same "$(events count events.jsonl expected=reject verdict=error)" 10 "not told"
	events show events.jsonl reason verdict=error >output
	says '--refused 500'
	judged 0 --refused 500
	each kept-out
	;;
help-page)
	# a page that says what is missing, as a success: never a pass, but by its words
	port=$(free_port)
	printf 'refused %s\n' "$port" >answers
	nginx_up "$port" <<-END
		server {
		    listen 127.0.0.1:$port ssl;
		    ssl_verify_client on;
		    error_page 495 496 =200 @help;
		    location / { return 200 "the records\n"; }
		    location @help { return 200 "ask for a certificate\n"; }
		}
	END
	judged 3
	same "$(events count events.jsonl expected=reject verdict=error)" 10 "not told"
	events show events.jsonl reason verdict=error >output
	says 'ask for a certificate'
	says 'the records'
	judged 0 --refused 'ask for a certificate'
	each kept-out
	judged 1 --accepted 'the records' --accepted 'a certificate'
	each let-in
	;;
two-ways)
	# the good one is sent home, the others to the log-in page: one status, two answers
	port=$(free_port)
	printf 'sent %s\n' "$port" >answers
	nginx_up "$port" <<-END
		server {
		    listen 127.0.0.1:$port ssl;
		    ssl_verify_client on;
		    error_page 495 496 = @login;
		    location / { return 302 /home; }
		    location @login { return 302 /login; }
		}
	END
	judged 3
	same "$(events count events.jsonl expected=reject verdict=error)" 10 "not told"
	events show events.jsonl reason verdict=error >output
	says '--accepted.*--refused'
	judged 0 --refused /login
	each kept-out
	;;
*) exit 1 ;;
esac
finish
