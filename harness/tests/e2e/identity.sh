#!/bin/sh
# Who the backend is told that the client is, where the client says so itself.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

copy_nginx() {
	need nginx
	cp -R "$SOURCE/harness/targets/nginx" proxy
	chmod -R u+w proxy
}

# a recipe whose good client has everything in its names that needs an escape somewhere
odd_recipe() {
	awk '
	/^  client:$/ { client = 1 }
	client && /^    subject:/ {
		print "    subject: {CN: \"a, + \\\" \\\\ \\u00fc /CN=x\", C: DE,"
		print "      O: \"M\\u00fcller; S\\u00f6hne + Co, \\\"KG\\\" / \\\\ <x>=#\"}"
		next
	}
	client && /^    san:/ {
		print "    san: [dns:client.mtlspec.test, \"uri:spiffe://mtlspec.test/a,b\", \"dns:b.test\","
		print "      \"uri:urn:x\", \"ip:127.0.0.9\", \"email:a@b.test\"]"
		client = 0
		next
	}
	{ print }' "$SOURCE/ca-fixtures/pki.yaml" >odd.yaml
	[ "$(diff "$SOURCE/ca-fixtures/pki.yaml" odd.yaml | grep -c '^>')" = 4 ] || flunk "the recipe"
}

# tell LINE...: lines for `identity:` of the copy
tell() {
	for line; do
		sed -i "s|^identity:|&\\n  $line|" proxy/target.yaml
	done
}

# more_facts PRODUCT: in its copy `proxy`
more_facts() {
	case $1 in
	nginx)
		sed -i 's/\(X-SSL-Client-Subject \$ssl_client_s_dn\);/\1_legacy; proxy_set_header X-Serial $ssl_client_serial;\
			proxy_set_header X-Issuer $ssl_client_i_dn;/' proxy/nginx.conf
		sed -i 's/\(X-SSL-Client-Subject, form: \)rfc2253/\1slash/' proxy/target.yaml
		tell 'serial: {header: X-Serial, form: hex}' 'issuer: {header: X-Issuer, form: rfc2253}'
		;;
	haproxy) # as RFC 9440 has it, and the chain in one piece
		sed -i 's/^.*set-header X-SSL-Client-Verify .*/&\
			http-request del-header Client-Cert\
			http-request del-header X-Chain\
			http-request set-header Client-Cert :%[ssl_c_der,base64]: if { ssl_c_used }\
			http-request set-header X-Chain %[ssl_c_chain_der,base64] if { ssl_c_used }/' proxy/haproxy.cfg
		sed -i '/^  certificate:/d' proxy/target.yaml
		tell 'certificate: {header: Client-Cert, form: rfc9440}' 'chain: {header: X-Chain, form: base64-der}'
		;;
	apache)
		apache_chain=$(printf '%%{escape:%%{SSL_CLIENT_CERT_CHAIN_%s}}' 0 1 2 3)
		sed -i 's/^RequestHeader set X-SSL-Client-Verify.*/&\
			RequestHeader set X-Serial "expr=%{SSL_CLIENT_M_SERIAL}"\
			RequestHeader set X-Issuer "expr=%{SSL_CLIENT_I_DN}"\
			RequestHeader set X-DNS "expr=%{SSL_CLIENT_SAN_DNS_0}"\
			RequestHeader set X-Chain "expr='"$apache_chain"'"/' proxy/httpd.conf
		tell 'serial: {header: X-Serial, form: hex}' 'issuer: {header: X-Issuer, form: rfc2253}' \
			'dns: {header: X-DNS, form: first}' 'chain: {header: X-Chain, form: pem-url}'
		;;
	caddy)
		said='{http.request.tls.client'
		sed -i "s/^.*header_up X-SSL-Client-Cert .*/&\\
			header_up X-Serial $said.serial}\\
			header_up X-Issuer $said.issuer}\\
			header_up X-DNS $said.san.dns_names}\\
			header_up X-URI $said.san.uris}/" proxy/Caddyfile
		tell "serial: {header: X-Serial, form: decimal, none: '$said.serial}'}" \
			"issuer: {header: X-Issuer, form: any-order, none: '$said.issuer}'}" \
			"dns: {header: X-DNS, form: all, none: '$said.san.dns_names}'}" \
			"uri: {header: X-URI, form: all, none: '$said.san.uris}'}"
		;;
	envoy)
		sed -i 's/cert: true, uri/chain: true, &/' proxy/envoy.yaml
		tell 'chain: {header: X-Forwarded-Client-Cert, part: Chain, form: pem-url}'
		;;
	esac
}

# A good client without a subject (RFC 5280 4.1.2.6), as SPIFFE has them.
without_subject() {
	need openssl
	for name in root good; do
		run 0 openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $name.key
	done
	run 0 openssl req -x509 -new -key root.key -out root.pem -days 5 -subj /CN=root
	run 0 openssl req -new -key good.key -out good.csr -subj /
	printf 'extendedKeyUsage=clientAuth\nkeyUsage=digitalSignature\nsubjectAltName=critical,URI:urn:a\n' \
		>good.ext
	run 0 openssl x509 -req -in good.csr -CA root.pem -CAkey root.key -CAcreateserial -days 2 \
		-extfile good.ext -out good.pem
}

case $1 in
odd-names)
	# each product in its own way of writing, and with what it can tell beside the subject
	need_target "$2"
	odd_recipe
	# a header with a blank before its colon has nothing to do with names, and Node takes it or not
	# by its version
	product=$2
	set --
	for file in "$SOURCE"/scenarios/identity/*.yaml; do
		id=identity/$(basename "$file" .yaml)
		[ "$id" = identity/space-before-colon ] || set -- "$@" "$id"
	done
	run 0 "$MTLSPEC" run --target "$product" --pki-file odd.yaml \
		--mode RequireAndVerifyClientCert --events events.jsonl "$@"
	[ "$(events count events.jsonl verdict=pass)" -ge 12 ] || flunk "few passes"
	set -- odd-names "$product"
	case $2 in
	traefik) says 'which is what was presented, but' ;; # it escapes nothing
	envoy) says 'told the uri "spiffe://mtlspec.test/a,b, urn:x" in' ;; # can be read as three
	*) says_not 'which is what was presented, but' ;;
	esac
	;;
no-subject)
	need_target "$2"
	without_subject
	run 0 "$MTLSPEC" run --target "$2" --mode RequireAndVerifyClientCert --client-ca root.pem,root.key \
		--credential client=good.pem,good.key --events events.jsonl identity/presented
	same "$(events count events.jsonl verdict=pass)" 2 passes
	;;
more-facts)
	# what a product can tell if it is asked to, with names that need escapes
	need_target "$2"
	odd_recipe
	cp -R "$SOURCE/harness/targets/$2" proxy
	chmod -R u+w proxy
	more_facts "$2"
	run 0 "$MTLSPEC" run --target proxy --pki-file odd.yaml --mode RequireAndVerifyClientCert \
		--mode VerifyClientCertIfGiven --driver both --events events.jsonl identity/
	same "$(events count events.jsonl verdict=pass)" "$(events count events.jsonl)" passes
	for fact in serial issuer chain dns uri; do
		! grep -q "^  $fact:" proxy/target.yaml || file_says events.jsonl "\"$fact\":\"[^\"]"
	done
	;;
false-facts)
	# a fact of another client is found, whichever it is
	need haproxy
	for fact in serial issuer; do
		cp -R "$SOURCE/harness/targets/haproxy" $fact
		chmod -R u+w $fact
	done
	sed -i 's/%\[ssl_c_serial,hex\]/00/' serial/haproxy.cfg
	sed -i 's/%\[ssl_c_i_dn(,0,rfc2253)\]/%[ssl_c_s_dn(,0,rfc2253)]/' issuer/haproxy.cfg
	for fact in serial issuer; do
		run 1 "$MTLSPEC" run --target $fact --mode RequireAndVerifyClientCert identity/presented
		says "the backend was told the $fact \""
	done
	;;
large-heads)
	# what our backend does not take is an error, and no refusal by the target
	cp -R "$SOURCE/harness/tests/e2e/heads" heads
	chmod -R u+w heads
	run 0 "$MTLSPEC" run --target heads client-certificate/good client-certificate/none
	says ' 4 pass, 0 fail, 0 error'
	sed -i 's/900000/1900000/' heads/target.yaml
	run 3 "$MTLSPEC" run --target heads --events events.jsonl client-certificate/good \
		client-certificate/none
	says ' 0 pass, 0 fail, 4 error'
	file_says events.jsonl "the answer is our backend's own.* a head larger than the limit"
	# and what is told at length is no text of a report
	sed -i 's/1900000/900000/' heads/target.yaml
	echo 'identity: {subject: {header: X-Chain, form: cn}}' >>heads/target.yaml
	run 1 "$MTLSPEC" run --target heads --mode RequireAndVerifyClientCert identity/presented
	says '(900000 bytes)'
	[ "$(wc -c <output)" -le 20000 ] || flunk "a long output"
	;;
passed-on)
	# a proxy that sets no subject of its own, and so passes the client's on
	copy_nginx
	sed -i '/proxy_set_header X-SSL-Client-Subject/d' proxy/nginx.conf
	run 1 "$MTLSPEC" run --target proxy --driver both --mode VerifyClientCertIfGiven \
		--events events.jsonl identity/
	events where events.jsonl verdict=fail tls=tls1.3 >failed
	for scenario in connection-option forged-nobody forged-other-case forged-presented presented; do
		file_says failed "^identity/$scenario@"
	done
	same "$(grep -v '/connection-option@\|/forged-\|/presented@\|/subject-\|/many-names@\|-of-a-chain@' failed)" "" "others"
	file_says events.jsonl '"forged":"x-ssl-client-subject: CN=admin.mtlspec.test,O=mtlspec"'
	;;
look-alike)
	# nginx passes names with '_' on only if told to: a note, and with --strict a failure
	copy_nginx
	sed -i 's/ssl_verify_depth 3;/ssl_verify_depth 3; underscores_in_headers on;/' proxy/nginx.conf
	run 0 "$MTLSPEC" run --target proxy --mode VerifyClientCertIfGiven identity/
	says 'the backend was also told "x_ssl_client_subject'
	run 1 "$MTLSPEC" run --target proxy --mode VerifyClientCertIfGiven --strict \
		--events events.jsonl identity/forged-underscore
	same "$(events count events.jsonl verdict=fail)" 2 fails
	;;
not-told)
	copy_nginx
	sed -i '/^identity:/,/^  fingerprint:/d' proxy/target.yaml
	run 77 "$MTLSPEC" run --target proxy --events events.jsonl identity/
	same "$(events count events.jsonl verdict=skip)" "$(events count events.jsonl)" skips
	says 'proxy sets no identity headers that a client could forge'
	says 'proxy does not tell its backend who the client is'
	;;
both-drivers)
	run 0 "$MTLSPEC" run --driver both --events events.jsonl identity/
	same "$(events count events.jsonl verdict=pass)" "$(events count events.jsonl)" passes
	same "$(events show events.jsonl by scenario=identity/space-before-colon)" "http 400" refusals
	;;
*) exit 1 ;;
esac
finish
