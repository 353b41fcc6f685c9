#!/bin/sh
# sessions.sh CASE: steps that keep and offer TLS sessions, against servers that do and do not give some.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

# copy TARGET SED FILE: a target that is set up otherwise, in ./ours.
copy() {
	rm -rf ours
	cp -R "$SOURCE/harness/targets/$1" ours
	chmod -R u+w ours
	sed "$2" "ours/$3" >changed
	! cmp -s changed "ours/$3" || flunk "$2 changes nothing in $3"
	mv changed "ours/$3"
}

# How a server comes to have sessions.
gives_sessions() {
	case $1 in
	tickets) copy nginx 's/_tickets off/_tickets on/' nginx.conf ;;
	cache) copy nginx 's/_cache off/_cache shared:ours:1m/' nginx.conf ;;
	reference) cp -R "$SOURCE/harness/targets/reference" ours ;;
	esac
}

# scenario STEP...: in scenarios/sessions/one.yaml, after a step that keeps the session s.
scenario() {
	mkdir -p scenarios/sessions
	printf '%s\n' 'title: a session' 'why: to be taken up' 'rules: [RFC 8446 2.2]' 'target: server' \
		'modes: [RequireAndVerifyClientCert]' 'steps:' \
		'  - {name: first, client: {present: client}, save_session: s, expect: accept}' "$@" \
		>scenarios/sessions/one.yaml
}

# ours STATUS OPTION...
ours() {
	status=$1
	shift
	run "$status" "$MTLSPEC" run --scenarios scenarios --target ./ours --events events.jsonl "$@"
}

offer='client: {present: client}, resume: s'

case $1 in
tickets | cache | reference)
	[ "$1" = reference ] || need nginx
	gives_sessions "$1"
	# as often as is asked for, in both versions
	scenario "  - {name: second, $offer, expect: {outcome: accept, resumed: true}}" \
		"  - {name: third, $offer, expect: {outcome: either, resumed: true}}" \
		"  - {name: fourth, $offer, save_session: t, expect: {outcome: accept, resumed: true}}" \
		"  - {name: fifth, client: {present: client}, resume: t, expect: {outcome: either, resumed: true}}"
	ours 0
	same "$(events count events.jsonl verdict=pass)" 2 "passes"
	# a ticket of TLS 1.3 is offered once; our server gives one, nginx two. Then its step makes more, and for
	# that of the fourth step the first one, too
	case $1 in reference) anew=5 ;; *) anew=3 ;; esac
	same "$(grep -o '"role":"keeps anew"' events.jsonl | grep -c .)" $anew "sessions made anew"
	ours 0 --tls 1.2
	same "$(grep -c '"role":"keeps anew"' events.jsonl)" 0 "sessions made anew in TLS 1.2"
	# unless the same is to be offered again
	scenario "  - {name: second, $offer, expect: {outcome: accept, resumed: true}}" \
		"  - {name: third, $offer, same_ticket: true, expect: {outcome: either, resumed: true}}"
	ours 0 --tls 1.3
	same "$(grep -c '"role":"keeps anew"' events.jsonl)" 0 "sessions made anew for the same ticket"
	# what is said of it is judged: of an accept as of either
	for outcome in accept either; do
		scenario "  - {name: second, $offer, expect: {outcome: $outcome, resumed: false}}"
		ours 1
		same "$(events show events.jsonl reason verdict=fail)" \
			"step 2 of 2 (second): the session was resumed" "the reason"
		same "$(events count events.jsonl verdict=fail)" 2 "failures"
		scenario "  - {name: second, $offer, expect: {outcome: $outcome, resumed: false, level: should}}"
		ours 0
	done
	;;
refused)
	# a second try has the same to offer as the first
	need nginx
	gives_sessions tickets
	closed="path: /closed, control: none"
	sed -i 's|^\t\tlocation / {|\t\tlocation = /closed { return 403; }\n&|' ours/nginx.conf
	scenario "  - {name: second, $offer, $closed, expect: {reject: http 403, resumed: true}}"
	ours 0
	same "$(events count events.jsonl verdict=pass)" 2 "passes"
	scenario "  - {name: second, $offer, $closed, expect: {reject: http 403, resumed: false}}"
	ours 1
	same "$(events count events.jsonl verdict=fail)" 2 "failures"
	# that it is closed to everybody says nothing of this client
	scenario "  - {name: second, $offer, path: /closed, expect: {reject: http 403, resumed: true}}"
	ours 3 --tls 1.3
	same "$(events show events.jsonl reason verdict=error)" \
		"step 2 of 2 (second): no control: the good client was not accepted first (client in tls1.3: http 403)" \
		"the reason"
	# a status that says nothing by itself is a refusal where the step names it
	sed -i 's/return 403/return 404/' ours/nginx.conf
	scenario "  - {name: second, $offer, $closed, expect: {outcome: reject, resumed: true}}"
	ours 3
	for named in 'http 404' '[http 403, http 404]'; do
		scenario "  - {name: second, $offer, $closed, expect: {reject: $named, resumed: true}}"
		ours 0
		same "$(events count events.jsonl verdict=pass)" 2 "passes"
	done
	scenario "  - {name: second, $offer, $closed, expect: {reject: [http 403, unknown_ca]}}"
	ours 3
	;;
none)
	# who gave no session can't have refused it, nor taken it up
	copy reference '/--tickets/d' target.yaml
	none="step 2 of 2 (second): the target gave no session to resume at step 1 (first)"
	for expect in accept either '{outcome: accept, resumed: false}' '{outcome: accept, resumed: true}'; do
		scenario "  - {name: second, $offer, expect: $expect}"
		ours 3
		same "$(events show events.jsonl reason verdict=error)" "$none" "the reason"
		same "$(events count events.jsonl verdict=error)" 2 "errors"
	done
	# unless the scenario is about those that give one
	sed -i 's/^modes:/needs_session: true\n&/' scenarios/sessions/one.yaml
	ours 77
	same "$(events show events.jsonl reason verdict=skip)" "the target gives no session that could be resumed" "the reason"
	# and who gives one that it does not know again did not take it up
	need nginx
	rm -r ours
	cp -R "$SOURCE/harness/targets/nginx" ours
	scenario "  - {name: second, $offer, expect: {outcome: accept, resumed: true}}"
	ours 3 --tls 1.2
	same "$(events show events.jsonl reason verdict=error)" "$none" "the reason"
	ours 1 --tls 1.3
	same "$(events show events.jsonl reason verdict=fail)" \
		"step 2 of 2 (second): the session was not resumed" "the reason"
	scenario "  - {name: second, $offer, expect: {outcome: either, resumed: false}}"
	ours 0 --tls 1.3
	;;
check)
	# offered in a mode in which nobody kept it
	scenario "  - {name: second, $offer, expect: {RequestClientCert: accept, RequireAndVerifyClientCert: accept}}"
	sed -i 's/^modes: .*/modes: [RequestClientCert, RequireAndVerifyClientCert]/
		s/save_session: s, expect: accept/save_session: s, expect: {RequestClientCert: accept}/' \
		scenarios/sessions/one.yaml
	run 2 "$MTLSPEC" check scenarios/sessions/one.yaml
	says "one.yaml:8:55: error: no earlier step keeps a session as 's' in RequireAndVerifyClientCert"
	says_not 'in RequestClientCert'
	;;
identity)
	# the backend is told of him whose session it is
	need nginx
	gives_sessions tickets
	scenario "  - {name: second, client: {present: none}, resume: s, identity: presented, expect: {outcome: accept, resumed: true}}"
	ours 0
	same "$(events count events.jsonl verdict=pass)" 2 "passes"
	scenario "  - {name: second, $offer, identity: nobody, expect: {outcome: accept, resumed: true}}"
	ours 1
	same "$(events count events.jsonl class=deceived)" 2 "deceived"
	sed -i 's/\$ssl_client_s_dn/"CN=somebody else"/' ours/nginx.conf
	scenario "  - {name: second, client: {present: none}, resume: s, identity: presented, expect: {outcome: accept, resumed: true}}"
	ours 1
	same "$(events count events.jsonl class=deceived)" 2 "deceived"
	;;
*) exit 1 ;;
esac
finish
