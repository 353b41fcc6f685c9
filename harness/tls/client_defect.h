#ifndef CLIENT_DEFECT_H
#define CLIENT_DEFECT_H
/*
 * Named defects of the reference client, as defect.h has those of the server. A row gives the name,
 * the target that shows it in a self-test (the same client, run for each connection or as a daemon,
 * which is cheaper), the modes of our server in which it can, and in which scenarios. What it does
 * stands in a row of client_defect_rules.c where it is about certificates, else where
 * `defects[CLIENT_DEFECT_...]` is asked for.
 */
#define CLIENT_REFERENCE "reference-client"
#define CLIENT_DAEMON_REFERENCE "reference-daemon"

/* clang-format off */
#define CLIENT_DEFECT_TABLE(PROGRAM, DAEMON) \
	/* which chains are taken */ \
	DAEMON(ACCEPT_ANY_SERVER, "accept-any-server", "NR", "*") /* verifies no chain and no name */ \
	DAEMON(ACCEPT_ANY_SERVER_CA, "accept-any-server-ca", "N", "*") /* to any root */ \
	/* whose root has the right name, whatever its key */ \
	DAEMON(TRUST_SERVER_BY_NAME, "trust-server-by-name", "N", "server-certificate/*") \
	DAEMON(ACCEPT_SELF_SIGNED_SERVER, "accept-self-signed-server", "N", "server-certificate/*") \
	/* that end where nobody is known */ \
	DAEMON(ACCEPT_SERVER_MISSING_ISSUER, "accept-server-missing-issuer", "N", \
		"server-certificate/*") \
	/* whoever signed it, if the names fit */ \
	DAEMON(IGNORE_SERVER_SIGNATURE, "ignore-server-signature", "N", "server-certificate/*") \
	DAEMON(IGNORE_SERVER_EXPIRY, "ignore-server-expiry", "NV", "server-certificate/*") \
	DAEMON(IGNORE_SERVER_NOT_BEFORE, "ignore-server-not-before", "N", "server-certificate/*") \
	DAEMON(IGNORE_SERVER_NOT_AFTER, "ignore-server-not-after", "NV", "server-certificate/*") \
	/* takes a clientAuth-only certificate from a server */ \
	DAEMON(IGNORE_SERVER_EKU, "ignore-server-eku", "N", "server-certificate/*") \
	DAEMON(IGNORE_SERVER_CA_FLAG, "ignore-server-ca-flag", "N", "server-certificate/*") \
	DAEMON(IGNORE_SERVER_NAME_CONSTRAINTS, "ignore-server-name-constraints", "N", \
		"server-certificate/*") \
	DAEMON(IGNORE_SERVER_REVOCATION, "ignore-server-revocation", "N", "server-*/*") \
	/* what of its lists counts */ \
	DAEMON(SERVER_CRL_OF_LEAF_ALONE, "server-crl-of-leaf-alone", "N", "server-revocation/*") \
	DAEMON(IGNORE_SERVER_CRL_EXPIRY, "ignore-server-crl-expiry", "N", "server-revocation/*") \
	DAEMON(SERVER_CRL_OF_ANY_SIGNER, "server-crl-of-any-signer", "N", "server-revocation/*") \
	/* a critical one */ \
	DAEMON(IGNORE_SERVER_CRL_EXTENSION, "ignore-server-crl-extension", "N", \
		"server-revocation/*") \
	DAEMON(IGNORE_MISSING_SERVER_CRL, "ignore-missing-server-crl", "N", "server-revocation/*") \
	DAEMON(FIRST_SERVER_CRL_ALONE, "first-server-crl-alone", "N", "server-revocation/*") \
	DAEMON(IGNORE_STAPLE, "ignore-staple", "N", "server-certificate/*") /* whatever it says */ \
	DAEMON(IGNORE_MUST_STAPLE, "ignore-must-staple", "N", "server-certificate/*") \
	/* does not check the server's CertificateVerify or ServerKeyExchange */ \
	DAEMON(SKIP_SERVER_PROOF, "skip-server-proof", "N", "server-certificate/*") \
	DAEMON(CLIENT_SPEAKS_TLS10, "client-speaks-tls1.0", "N", "server-certificate/*") \
	DAEMON(CLIENT_SPEAKS_TLS11, "client-speaks-tls1.1", "N", "server-certificate/*") \
	/* which names are taken for the one that was asked for */ \
	DAEMON(IGNORE_NAME, "ignore-name", "NV", "server-certificate/*") \
	/* the common name, where there is no other name */ \
	DAEMON(NAME_FROM_CN, "name-from-cn", "N", "server-certificate/*") \
	/* and where there is */ \
	DAEMON(CN_BESIDE_SAN, "cn-beside-san", "N", "server-certificate/*") \
	DAEMON(WILDCARD_FOR_ALL, "wildcard-for-all", "N", "server-certificate/*") /* a lone star */ \
	DAEMON(WILDCARD_TWO_LABELS, "wildcard-two-labels", "N", "server-certificate/*") \
	DAEMON(WILDCARD_IN_LABEL, "wildcard-in-label", "N", "server-certificate/*") \
	DAEMON(NAME_BY_START, "name-by-start", "N", "server-certificate/*") \
	DAEMON(NAME_BY_END, "name-by-end", "N", "server-certificate/*") \
	/* as cookies: a domain counts for all below it */ \
	DAEMON(NAME_BY_DOMAIN, "name-by-domain", "N", "server-certificate/*") \
	DAEMON(NAME_UNTIL_NUL, "name-until-nul", "N", "server-certificate/*") \
	/* a name that it can't read is taken for the right one */ \
	DAEMON(NAME_UNREAD_FITS, "name-unread-fits", "N", "server-certificate/*") \
	/* of a server that is addressed by its IP address: no name at all, or one in text */ \
	DAEMON(IGNORE_ADDRESS, "ignore-address", "N", "server-certificate/*") \
	DAEMON(ADDRESS_AS_NAME, "address-as-name", "N", "server-certificate/*") \
	/* who is refused, though he is good (one that refuses the only good server under a name has no
	 * control, and is an error) */ \
	DAEMON(REFUSE_SERVER_WILDCARD, "refuse-server-wildcard", "N", "server-certificate/*") \
	/* whoever does not ask for its certificate */ \
	DAEMON(INSIST_ON_BEING_ASKED, "insist-on-being-asked", "N", "*") \
	/* what a process dies of (abort) */ \
	PROGRAM(CRASH_ON_SERVER_SHA1, "crash-on-server-sha1", "N", "server-certificate/sha1-*") \
	PROGRAM(CRASH_ON_SERVER_SMALL_RSA, "crash-on-server-small-rsa", "N", \
		"server-certificate/rsa-*") \
	PROGRAM(CRASH_ON_TRAILING_DOT, "crash-on-trailing-dot", "N", \
		"server-certificate/trailing-*") \
	/* what its ClientHello says */ \
	DAEMON(TELL_NO_NAME, "tell-no-name", "N", "client-hello/*") \
	DAEMON(TELL_ADDRESS, "tell-address", "N", "client-hello/*") /* as if it were a name */ \
	DAEMON(TELL_DOT, "tell-dot", "N", "client-hello/*") /* at the name's end */ \
	/* beside HTTP */ \
	DAEMON(OFFER_ODD_PROTOCOL, "offer-odd-protocol", "N", "client-hello/*") \
	/* what it signs with */ \
	DAEMON(SIGN_WITH_SHA1, "sign-with-sha1", "RV", "client-presents/*") \
	DAEMON(SIGN_WITH_SHA256_ALONE, "sign-with-sha256-alone", "V", "client-presents/*") \
	/* what it shows of itself */ \
	DAEMON(PRESENT_LEAF_ALONE, "present-leaf-alone", "RA", "client-presents/*") \
	DAEMON(PRESENT_NOBODY, "present-nobody", "RA", "client-presents/*") /* whoever asks */ \
	/* where its key is under a passphrase */ \
	DAEMON(FORGET_ENCRYPTED_KEY, "forget-encrypted-key", "R", "client-presents/encrypted-key") \
	/* also where the server names other CAs */ \
	DAEMON(PRESENT_TO_ANY_NAMES, "present-to-any-names", "R", "client-presents/*") \
	/* judges the server when the handshake is over */ \
	DAEMON(PRESENT_BEFORE_VERIFY, "present-before-verify", "R", "client-presents/*") \
	/* breaks off where it is asked for a certificate and has none */ \
	PROGRAM(LEAVE_WHEN_ASKED, "leave-when-asked", "R", "client-presents/none") \
	/* its request went out: it reports success, whatever comes */ \
	PROGRAM(IGNORE_REFUSAL, "ignore-refusal", "AV", "client-presents/*") \
	/* one request's connection or session for another that may not have it */ \
	PROGRAM(KEEP_CONNECTION_UNVERIFIED, "keep-connection-unverified", "N", "kept-connection/*") \
	PROGRAM(KEEP_CONNECTION_OF_NOBODY, "keep-connection-of-nobody", "RG", "kept-connection/*") \
	PROGRAM(KEEP_CONNECTION_OF_ANOTHER, "keep-connection-of-another", "R", "kept-connection/*") \
	PROGRAM(KEEP_SESSION_UNVERIFIED, "keep-session-unverified", "N", "kept-session/*") \
	PROGRAM(KEEP_SESSION_OF_NOBODY, "keep-session-of-nobody", "RG", "kept-session/*") \
	PROGRAM(KEEP_SESSION_OF_ANOTHER, "keep-session-of-another", "R", "kept-session/*") \
	/* redirects */ \
	/* also where the host stays the same */ \
	PROGRAM(WITHHOLD_AFTER_REDIRECT, "withhold-after-redirect", "V", "redirect/*") \
	/* verifies the first alone */ \
	PROGRAM(TRUST_REDIRECTED, "trust-redirected", "NR", "redirect/*") \
	/* looks for the first one's name */ \
	PROGRAM(VERIFY_FIRST_NAME, "verify-first-name", "NR", "redirect/*") \
	/* its certificate, to whomever it is led */ \
	PROGRAM(PRESENT_TO_STRANGERS, "present-to-strangers", "R", "redirect/*") \
	/* when its files are renewed */ \
	DAEMON(KEEP_OLD_CERTIFICATE, "keep-old-certificate", "V", "renewal/*") \
	DAEMON(KEEP_OLD_CA, "keep-old-ca", "V", "renewal/*") /* beside the new one */ \
	/* where it goes before it has verified: to the addresses in the server's certificate */ \
	DAEMON(FETCH_ISSUER_EARLY, "fetch-issuer-early", "N", "fetch/*") \
	DAEMON(FETCH_STATUS_EARLY, "fetch-status-early", "N", "fetch/*") /* by OCSP */ \
	DAEMON(FETCH_CRL_EARLY, "fetch-crl-early", "N", "fetch/*")
/* clang-format on */

#define CLIENT_DEFECT_CONSTANT(name, word, modes, scenarios) CLIENT_DEFECT_##name,
enum client_defect {
	CLIENT_DEFECT_TABLE(CLIENT_DEFECT_CONSTANT, CLIENT_DEFECT_CONSTANT) CLIENT_DEFECT_COUNT
};
#undef CLIENT_DEFECT_CONSTANT
#endif
