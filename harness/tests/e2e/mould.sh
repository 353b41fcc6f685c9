#!/bin/sh
# mould.sh CASE: a service knows its clients by name, and the bad ones bear the good one's name.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
. "$SOURCE/harness/tests/e2e/own_ca.sh"
need openssl
need python3
mode=RequireAndVerifyClientCert

# serve_allow_list VERIFY: an nginx that lets in alice alone, whom it knows by her common name.
serve_allow_list() {
	. "$SOURCE/harness/tests/e2e/behind_nginx.sh"
	port=$(free_port)
	nginx_up "$port" <<-CONF
		map \$ssl_client_s_dn \$known { default 0; "CN=alice,O=ours" 1; }
		server {
			listen 127.0.0.1:$port ssl;
			ssl_client_certificate $work/root.pem;
			ssl_verify_client $1;
			ssl_verify_depth 5;
			location / {
				if (\$known = 0) { return 403; }
				return 200 "in\n";
			}
		}
	CONF
	set_run
}

set_run() {
	target="127.0.0.1:$port"
	to="--target $target --mode $mode --server-ca pki/server-ca.pem --events events.jsonl"
}

verdict() {
	events show events.jsonl verdict "scenario=$1"
}

run 0 "$MTLSPEC" pki pki
own_ca root 5
own_client alice root

case $1 in
open)
	# nobody's chain is verified, so whoever writes alice's name upon his own certificate gets in
	serve_allow_list optional_no_ca
	run 1 "$MTLSPEC" run $to --client-ca root.pem --credential client=alice.pem,alice.key
	for scenario in chain/wrong-ca chain/self-signed chain/impostor-ca; do
		same "$(verdict $scenario)" fail "$scenario"
	done
	for scenario in client-certificate/good client-certificate/none possession/wrong-key \
		chain/tampered-signature; do
		same "$(verdict $scenario)" pass "$scenario"
	done
	same "$(verdict chain/missing-intermediate)" skip "the intermediate that she has not"
	same "$(events show events.jsonl reason scenario=chain/missing-intermediate)" \
		"the given client comes without an intermediate that could be left out" "why"
	says '^not tested: [0-9]* of [0-9]* scenarios; [0-9]* would be with --client-ca CERT,KEY'
	run 1 "$MTLSPEC" run $to --client-ca root.pem,root.key --credential client=alice.pem,alice.key
	for scenario in chain/wrong-ca chain/self-signed chain/impostor-ca; do
		same "$(verdict $scenario)" fail "$scenario"
	done
	same "$(verdict client-certificate/expired)" pass "an expired alice"
	;;
right)
	# everybody is verified, and alice alone is let in, with whichever of her keys
	serve_allow_list on
	run 0 "$MTLSPEC" run $to --client-ca root.pem,root.key --credential client=alice.pem,alice.key
	says ' 0 fail, 0 error'
	for scenario in key-types/rsa-2048 key-types/p384 key-types/ed25519 chain/wrong-ca \
		client-certificate/expired possession/wrong-key chain/impostor-ca; do
		same "$(verdict $scenario)" pass "$scenario"
	done
	# and with nothing but her certificate
	run 0 "$MTLSPEC" run $to --credential client=alice.pem,alice.key
	says ' 0 fail, 0 error'
	for scenario in chain/wrong-ca chain/impostor-ca chain/self-signed chain/tampered-signature \
		possession/wrong-key client-certificate/good client-certificate/none; do
		same "$(verdict $scenario)" pass "$scenario"
	done
	same "$(verdict client-certificate/expired)" skip "an expired one"
	;;
intermediate)
	# the whole chain is hers, and an impostor's has the same names
	own_ca_below issuing root 0
	own_client alice issuing
	cat alice.pem issuing.pem >chain.pem
	serve_allow_list on
	run 0 "$MTLSPEC" run $to --client-ca root.pem --credential client=chain.pem,alice.key
	says ' 0 fail, 0 error'
	same "$(verdict chain/missing-intermediate)" pass "without her intermediate"
	same "$(verdict chain/impostor-ca)" pass "an impostor of both CAs"
	same "$(verdict key-types/rsa-2048)" skip "another key of hers"
	;;
rsa)
	# a wrong key and a flipped signature of the kind that she has
	run 0 openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out alice.key
	run 0 openssl req -new -key alice.key -out alice.csr -subj /O=ours/CN=alice
	run 0 openssl x509 -req -in alice.csr -CA root.pem -CAkey root.key -CAcreateserial \
		-out alice.pem -days 2 -extfile client.ext
	serve_allow_list on
	run 0 "$MTLSPEC" run $to --credential client=alice.pem,alice.key possession/ chain/
	says ' 0 fail, 0 error'
	same "$(verdict possession/wrong-key)" pass "a wrong key"
	same "$(verdict chain/tampered-signature)" pass "a flipped bit"
	# what is written out for other programs is the same
	run 0 "$MTLSPEC" pki mine --credential client=alice.pem,alice.key --client-ca root.pem
	run 0 "$MTLSPEC" run $to --pki mine possession/ chain/
	same "$(verdict possession/wrong-key)" pass "a wrong key, read back"
	;;
control)
	# the target's own file names its good client, and a recipe of one's own has her
	need nginx
	cat >pki.yaml <<-RECIPE
		extend: builtin
		credentials:
		  client-alice: {like: client, subject: {CN: alice}, san: [dns:alice.test]}
	RECIPE
	cp -r "$SOURCE/harness/targets/nginx" mine
	sed -i 's/^modes:/control: {client: client-alice}\nmodes:/' mine/target.yaml
	sed -i -e 's/^http {/&\n\tmap $ssl_client_s_dn $known { default 0; "CN=alice" 1; }/' \
		-e 's/^\t\tlocation .*/&\n\t\t\tif ($known = 0) { return 403; }/' mine/nginx.conf
	set -- run --target ./mine --mode $mode --pki-file pki.yaml --events events.jsonl
	run 0 "$MTLSPEC" "$@"
	says ' 0 fail, 0 error'
	for scenario in key-types/rsa-2048 chain/wrong-ca revocation/revoked chain/pathlen-exceeded; do
		same "$(verdict $scenario)" pass "$scenario"
	done
	sed -i 's/verify: "on"/verify: optional_no_ca/' mine/target.yaml
	run 1 "$MTLSPEC" "$@" chain/
	for scenario in chain/wrong-ca chain/self-signed chain/impostor-ca; do
		same "$(verdict $scenario)" fail "$scenario"
	done
	;;
no-skip)
	set -- run --target reference --mode $mode client-certificate/ --events events.jsonl
	run 0 "$MTLSPEC" "$@" --client-ca root.pem --credential client=alice.pem,alice.key
	says '^not tested: .* with --client-ca CERT,KEY$'
	run 1 "$MTLSPEC" "$@" --client-ca root.pem --credential client=alice.pem,alice.key --no-skip
	says '^skipped, which --no-skip counts as failures:'
	says 'it needs the key of the client CA (--client-ca CERT,KEY)'
	says ' 0 fail, 0 error, .*; exit 1$'
	run 1 "$MTLSPEC" report events.jsonl --exit-code
	run 0 "$MTLSPEC" "$@" --client-ca root.pem,root.key --credential client=alice.pem,alice.key \
		--no-skip
	says_not 'not tested:'
	;;
*) exit 1 ;;
esac
finish
