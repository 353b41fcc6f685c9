# Sourced after expect.sh by tests with a CA of somebody else, which openssl makes in the test's folder.
new_key() {
	run 0 openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"
}

# own_ca NAME DAYS: NAME.pem and NAME.key
own_ca() {
	new_key "$1.key"
	run 0 openssl req -x509 -new -key "$1.key" -out "$1.pem" -days "$2" -subj "/O=ours/CN=$1"
}

# own_client NAME CA: NAME.pem and NAME.key
own_client() {
	new_key "$1.key"
	run 0 openssl req -new -key "$1.key" -out "$1.csr" -subj "/O=ours/CN=$1"
	printf 'extendedKeyUsage=clientAuth\nkeyUsage=digitalSignature\n' >client.ext
	run 0 openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial \
		-out "$1.pem" -days 2 -extfile client.ext
}

# own_ca_below NAME CA PATHLEN: NAME.pem and NAME.key
own_ca_below() {
	new_key "$1.key"
	run 0 openssl req -new -key "$1.key" -out "$1.csr" -subj "/O=ours/CN=$1"
	printf 'basicConstraints=critical,CA:TRUE,pathlen:%s\nkeyUsage=critical,keyCertSign,cRLSign\n' \
		"$3" >ca.ext
	run 0 openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial \
		-out "$1.pem" -days 4 -extfile ca.ext
}
