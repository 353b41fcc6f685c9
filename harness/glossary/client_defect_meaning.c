#include "client_defect.h"
#include "defect_meaning.h"

const char *const client_defect_meanings[CLIENT_DEFECT_COUNT] = {
	[CLIENT_DEFECT_ACCEPT_ANY_SERVER] = "verifies neither the server's chain nor its name",
	[CLIENT_DEFECT_ACCEPT_ANY_SERVER_CA] = "takes a chain that leads to any root, trusted or not",
	[CLIENT_DEFECT_TRUST_SERVER_BY_NAME] = "takes a root that has the right name, whatever its key",
	[CLIENT_DEFECT_ACCEPT_SELF_SIGNED_SERVER] = "takes certificates that are signed by themselves",
	[CLIENT_DEFECT_ACCEPT_SERVER_MISSING_ISSUER] =
		"takes a chain that ends at an issuer whom it does not know",
	[CLIENT_DEFECT_IGNORE_SERVER_SIGNATURE] =
		"does not check who signed a certificate, as long as the names fit",
	[CLIENT_DEFECT_IGNORE_SERVER_EXPIRY] = "looks neither at notBefore nor at notAfter",
	[CLIENT_DEFECT_IGNORE_SERVER_NOT_BEFORE] = "takes a certificate that is not valid yet",
	[CLIENT_DEFECT_IGNORE_SERVER_NOT_AFTER] = "takes a certificate that has expired",
	[CLIENT_DEFECT_IGNORE_SERVER_EKU] =
		"takes from a server a certificate that is for clients only",
	[CLIENT_DEFECT_IGNORE_SERVER_CA_FLAG] =
		"takes certificates that were issued by one which is no CA",
	[CLIENT_DEFECT_IGNORE_SERVER_NAME_CONSTRAINTS] =
		"takes names that the CA may not issue certificates for",
	[CLIENT_DEFECT_IGNORE_SERVER_REVOCATION] = "does not look at the revocation list",
	[CLIENT_DEFECT_SERVER_CRL_OF_LEAF_ALONE] =
		"looks for the leaf on the list, and not for the CAs above it",
	[CLIENT_DEFECT_IGNORE_SERVER_CRL_EXPIRY] = "takes a list that is too old, or from the future",
	[CLIENT_DEFECT_SERVER_CRL_OF_ANY_SIGNER] = "takes a list whoever signed it",
	[CLIENT_DEFECT_IGNORE_SERVER_CRL_EXTENSION] =
		"takes a list with a critical extension that it does not know",
	[CLIENT_DEFECT_IGNORE_MISSING_SERVER_CRL] =
		"trusts a server that is on no list because there is none of its CA",
	[CLIENT_DEFECT_FIRST_SERVER_CRL_ALONE] = "reads only the first of several lists in a file",
	[CLIENT_DEFECT_IGNORE_STAPLE] = "ignores a stapled OCSP response, whatever it says",
	[CLIENT_DEFECT_IGNORE_MUST_STAPLE] =
		"takes a certificate that demands a stapled response, without one",
	[CLIENT_DEFECT_SKIP_SERVER_PROOF] =
		"does not check that the server has the key of its certificate",
	[CLIENT_DEFECT_CLIENT_SPEAKS_TLS10] = "speaks TLS 1.0",
	[CLIENT_DEFECT_CLIENT_SPEAKS_TLS11] = "speaks TLS 1.1",
	[CLIENT_DEFECT_IGNORE_NAME] =
		"does not look whether the certificate is for the server that it asked for",
	[CLIENT_DEFECT_NAME_FROM_CN] =
		"takes the common name for the server's where the certificate has no other name",
	[CLIENT_DEFECT_CN_BESIDE_SAN] =
		"takes the common name for the server's although the certificate has other names",
	[CLIENT_DEFECT_WILDCARD_FOR_ALL] = "takes a lone star for every name",
	[CLIENT_DEFECT_WILDCARD_TWO_LABELS] = "lets a star stand for more than one label of a name",
	[CLIENT_DEFECT_WILDCARD_IN_LABEL] = "lets a star stand for a part of a label",
	[CLIENT_DEFECT_NAME_BY_START] = "takes a name that only begins as the right one does",
	[CLIENT_DEFECT_NAME_BY_END] = "takes a name that only ends as the right one does",
	[CLIENT_DEFECT_NAME_BY_DOMAIN] = "takes a domain's certificate for all names below it",
	[CLIENT_DEFECT_NAME_UNTIL_NUL] = "reads a name up to its first NUL byte",
	[CLIENT_DEFECT_NAME_UNREAD_FITS] = "takes a name that it can't read for the right one",
	[CLIENT_DEFECT_IGNORE_ADDRESS] =
		"looks for no name where the server is addressed by its IP address",
	[CLIENT_DEFECT_ADDRESS_AS_NAME] =
		"takes a DNS name that is written as an IP address for that address",
	[CLIENT_DEFECT_REFUSE_SERVER_WILDCARD] = "refuses good servers that have a wildcard name",
	[CLIENT_DEFECT_INSIST_ON_BEING_ASKED] = "refuses servers that do not ask for its certificate",
	[CLIENT_DEFECT_CRASH_ON_SERVER_SHA1] = "dies when it is shown a certificate signed with SHA-1",
	[CLIENT_DEFECT_CRASH_ON_SERVER_SMALL_RSA] = "dies when it is shown a short RSA key",
	[CLIENT_DEFECT_CRASH_ON_TRAILING_DOT] = "dies of a server name with a dot at its end",
	[CLIENT_DEFECT_TELL_NO_NAME] = "sends no server name (SNI)",
	[CLIENT_DEFECT_TELL_ADDRESS] = "sends an IP address as if it were a server name",
	[CLIENT_DEFECT_TELL_DOT] = "sends the server name with the dot at its end",
	[CLIENT_DEFECT_OFFER_ODD_PROTOCOL] = "offers another protocol than HTTP (ALPN)",
	[CLIENT_DEFECT_SIGN_WITH_SHA1] = "signs its proof of possession with SHA-1",
	[CLIENT_DEFECT_SIGN_WITH_SHA256_ALONE] =
		"signs with SHA-256 alone, whatever the server asks for",
	[CLIENT_DEFECT_PRESENT_LEAF_ALONE] = "shows its own certificate without the intermediate",
	[CLIENT_DEFECT_PRESENT_NOBODY] = "shows no certificate, whoever asks",
	[CLIENT_DEFECT_FORGET_ENCRYPTED_KEY] =
		"shows no certificate where its key is under a passphrase",
	[CLIENT_DEFECT_PRESENT_TO_ANY_NAMES] =
		"shows its certificate also where the server names other CAs",
	[CLIENT_DEFECT_PRESENT_BEFORE_VERIFY] =
		"shows its certificate, and verifies the server when the handshake is over",
	[CLIENT_DEFECT_LEAVE_WHEN_ASKED] =
		"breaks off where it is asked for a certificate and has none",
	[CLIENT_DEFECT_IGNORE_REFUSAL] =
		"reports success once its request went out, though it was refused",
	[CLIENT_DEFECT_KEEP_CONNECTION_UNVERIFIED] =
		"uses for a request that verifies a connection on which nobody was verified",
	[CLIENT_DEFECT_KEEP_CONNECTION_OF_NOBODY] =
		"uses for a request with a certificate a connection that was made without one",
	[CLIENT_DEFECT_KEEP_CONNECTION_OF_ANOTHER] =
		"uses for a request with a certificate a connection that was made with another",
	[CLIENT_DEFECT_KEEP_SESSION_UNVERIFIED] =
		"resumes for a request that verifies a session in which nobody was verified",
	[CLIENT_DEFECT_KEEP_SESSION_OF_NOBODY] =
		"resumes for a request with a certificate a session that was made without one",
	[CLIENT_DEFECT_KEEP_SESSION_OF_ANOTHER] =
		"resumes for a request with a certificate a session that was made with another",
	[CLIENT_DEFECT_WITHHOLD_AFTER_REDIRECT] =
		"shows no certificate after a redirect, also where the host stays the same",
	[CLIENT_DEFECT_TRUST_REDIRECTED] = "verifies the first server, and not where it redirects to",
	[CLIENT_DEFECT_VERIFY_FIRST_NAME] =
		"looks for the first server's name where it was redirected to another",
	[CLIENT_DEFECT_PRESENT_TO_STRANGERS] =
		"shows its certificate to whatever host it is redirected to",
	[CLIENT_DEFECT_KEEP_OLD_CERTIFICATE] =
		"goes on with its old certificate after the file was renewed",
	[CLIENT_DEFECT_KEEP_OLD_CA] = "trusts the old CA beside the new one after the file was renewed",
	[CLIENT_DEFECT_FETCH_ISSUER_EARLY] =
		"fetches the issuer from the address in a certificate that it has not verified",
	[CLIENT_DEFECT_FETCH_STATUS_EARLY] =
		"asks by OCSP at the address in a certificate that it has not verified",
	[CLIENT_DEFECT_FETCH_CRL_EARLY] =
		"fetches a revocation list from the address in a certificate that it has not verified",
};
