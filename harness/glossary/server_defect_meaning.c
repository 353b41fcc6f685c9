#include "defect.h"
#include "defect_meaning.h"

const char *const server_defect_meanings[DEFECT_COUNT] = {
	[DEFECT_ACCEPT_ANY_CA] = "takes a chain that leads to any root, trusted or not",
	[DEFECT_TRUST_BY_NAME] = "takes a root that has the right name, whatever its key",
	[DEFECT_ACCEPT_SELF_SIGNED] = "takes certificates that are signed by themselves",
	[DEFECT_ACCEPT_MISSING_ISSUER] = "takes a chain that ends at an issuer whom it does not know",
	[DEFECT_IGNORE_SIGNATURE] = "does not check who signed a certificate, as long as the names fit",
	[DEFECT_IGNORE_EXPIRY] = "looks neither at notBefore nor at notAfter",
	[DEFECT_IGNORE_NOT_BEFORE] = "takes a certificate that is not valid yet",
	[DEFECT_IGNORE_NOT_AFTER] = "takes a certificate that has expired",
	[DEFECT_IGNORE_EKU] = "takes from a client a certificate that is for servers only",
	[DEFECT_IGNORE_CA_FLAG] =
		"takes certificates that were issued by one which is no CA, and longer chains than allowed",
	[DEFECT_IGNORE_PATHLEN] = "takes a chain that is longer than a CA's path length allows",
	[DEFECT_IGNORE_NAME_CONSTRAINTS] = "takes names that the CA may not issue certificates for",
	[DEFECT_IGNORE_CRITICAL_EXTENSION] =
		"takes a certificate with a critical extension that it does not know",
	[DEFECT_IGNORE_REVOCATION] = "does not look at the revocation list",
	[DEFECT_CRL_OF_LEAF_ALONE] = "looks for the leaf on the list, and not for the CAs above it",
	[DEFECT_IGNORE_CRL_EXPIRY] = "takes a list that is too old, or from the future",
	[DEFECT_CRL_OF_ANY_SIGNER] = "takes a list whoever signed it",
	[DEFECT_IGNORE_CRL_EXTENSION] = "takes a list with a critical extension that it does not know",
	[DEFECT_IGNORE_MISSING_CRL] = "lets in who is on no list because there is none of his CA",
	[DEFECT_FIRST_CRL_ALONE] = "reads only the first of several lists in a file",
	[DEFECT_OCSP_IGNORED] = "asks the OCSP responder, and lets in whatever it is told",
	[DEFECT_OCSP_SOFT_FAIL] = "lets in as if it had not asked where OCSP gives no usable answer",
	[DEFECT_OCSP_SILENCE_IS_GOOD] = "lets in where the OCSP responder does not answer in time",
	[DEFECT_OCSP_ERROR_IS_GOOD] = "lets in where OCSP answers with an error, which nobody signs",
	[DEFECT_OCSP_REVOKED_IS_GOOD] =
		"looks how an OCSP answer is signed, and not whether it says revoked",
	[DEFECT_OCSP_UNKNOWN_IS_GOOD] = "lets in whom the OCSP responder calls unknown",
	[DEFECT_OCSP_SIGNER_UNCHECKED] = "takes an OCSP answer whoever signed it",
	[DEFECT_OCSP_WRONG_CERTIFICATE] = "takes an OCSP answer about another certificate",
	[DEFECT_OCSP_STALE_ACCEPTED] = "takes an OCSP answer that is too old, or from the future",
	[DEFECT_REFUSE_RSA] = "refuses good clients with RSA keys",
	[DEFECT_REFUSE_P384] = "refuses good clients with P-384 keys",
	[DEFECT_REFUSE_NO_EKU] = "refuses good certificates that have no extended key usage",
	[DEFECT_REFUSE_NO_SIGNATURE_USAGE] =
		"refuses certificates whose key usage does not name signatures, where nobody verifies them",
	[DEFECT_REFUSE_WILDCARD] = "refuses good clients that have a wildcard among their names",
	[DEFECT_REFUSE_OWN_ISSUER] =
		"refuses who has the same name as his issuer, as if he had signed himself",
	[DEFECT_CRASH_ON_EXPIRED] = "dies when it is shown an expired certificate",
	[DEFECT_CRASH_ON_ED25519] = "dies when it is shown an Ed25519 key",
	[DEFECT_CRASH_ON_PSS] = "dies when it is shown an RSA-PSS key",
	[DEFECT_CRASH_ON_SMALL_RSA] = "dies when it is shown a short RSA key",
	[DEFECT_CRASH_ON_SHA1] = "dies when it is shown a certificate signed with SHA-1",
	[DEFECT_NONE_MEANS_REQUEST] = "asks for a certificate though it should ask nobody",
	[DEFECT_REQUEST_MEANS_NONE] = "asks for no certificate though it should",
	[DEFECT_REQUEST_MEANS_IF_GIVEN] = "verifies certificates though it should take any",
	[DEFECT_ANY_MEANS_REQUEST] = "lets in who shows no certificate though one is required",
	[DEFECT_ANY_MEANS_VERIFY] = "verifies certificates though any should do",
	[DEFECT_OPTIONAL_MEANS_OFF] = "takes any certificate, and calls it verified",
	[DEFECT_OPTIONAL_MEANS_REQUIRED] = "refuses who shows none though a certificate is optional",
	[DEFECT_REQUIRE_MEANS_OPTIONAL] = "lets in who shows none though a certificate is required",
	[DEFECT_REQUIRE_MEANS_ANY] = "lets in any certificate though it should be verified",
	[DEFECT_SKIP_POSSESSION_PROOF] =
		"does not check CertificateVerify: somebody else's certificate will do, without its key",
	[DEFECT_SKIP_PROOF_TLS12] = "does not check CertificateVerify in TLS 1.2",
	[DEFECT_SKIP_PROOF_TLS13] = "does not check CertificateVerify in TLS 1.3",
	[DEFECT_NAME_OTHER_CA] = "names a CA in its CertificateRequest that it does not trust",
	[DEFECT_SPEAK_TLS10] = "speaks TLS 1.0",
	[DEFECT_SPEAK_TLS11] = "speaks TLS 1.1",
	[DEFECT_WHOLE_HELLO_ONLY] = "lets in anybody whose ClientHello does not fit in one record",
	[DEFECT_ANSWER_PLAIN_HTTP] = "answers HTTP without TLS at the same port",
	[DEFECT_RENEGOTIATE_UNASKED] =
		"takes a second handshake that the client begins, and asks for no certificate in it",
	[DEFECT_RENEGOTIATE_OPTIONAL] = "needs no certificate in a second handshake",
	[DEFECT_RENEGOTIATE_UNVERIFIED] = "takes any certificate in a second handshake",
	[DEFECT_RENEGOTIATE_UNPROVED] = "asks for no proof of the key in a second handshake",
	[DEFECT_RENEGOTIATE_AS_FIRST] =
		"tells the backend of the client of the first handshake, after a second one",
	[DEFECT_FORWARD_BEFORE_VERIFY] = "hands the request to the backend, and refuses it then",
	[DEFECT_SECOND_TIME_LUCKY] = "refuses a certificate once, and takes it the next time",
	[DEFECT_RESUME_AS_NOBODY] = "tells the backend of no client where a session is resumed",
	[DEFECT_RESUME_AS_UNVERIFIED] = "calls who resumes a session unverified",
	[DEFECT_RESUME_AS_VERIFIED] = "calls who resumes a session verified, whoever made it",
	[DEFECT_RESUME_AS_LAST] = "takes who resumes a session for whoever showed a certificate last",
	[DEFECT_RESUME_NAMELESS] = "takes who resumes without a server name for nobody",
	[DEFECT_FORGET_IN_NEW_TICKET] =
		"forgets in the ticket of a resumed session who made the first one",
	[DEFECT_EARLY_IS_NOBODYS] =
		"hands on early data before it has looked whose session they belong to",
	[DEFECT_TICKET_TWICE_FATAL] = "breaks off where a ticket is offered a second time",
	[DEFECT_FORGET_REFUSAL] =
		"refuses a client over HTTP, and lets him in once his session comes back",
	[DEFECT_FORGET_MISSING] =
		"refuses who shows no certificate, and lets him in once his session comes back",
	[DEFECT_RELOAD_IS_NONE] = "says that it has read its files again, and goes on as before",
	[DEFECT_RELOAD_FORGETS_NOTHING] = "trusts the old CAs beside the new ones after a reload",
	[DEFECT_RELOAD_KEEPS_CRL] = "reads the revocation list at its start alone",
	[DEFECT_FIRST_CA_ALONE] = "reads only the first of several CAs in a file",
	[DEFECT_BAD_CA_OPENS] = "verifies nobody any more where its CA file can't be read",
	[DEFECT_EMPTY_CA_OPENS] = "verifies nobody any more where its CA file is empty",
	[DEFECT_BAD_CRL_OPENS] = "revokes nobody any more where its revocation list can't be read",
	[DEFECT_RESUME_AFTER_RELOAD] =
		"takes up old sessions after a reload, without looking whether the client is still good",
	[DEFECT_RESUME_AFTER_RESTART] =
		"takes up old sessions after a restart, without looking whether the client is still good",
	[DEFECT_PATH_UNPROTECTED] = "protects no path, though one is to be protected",
	[DEFECT_PATH_AS_WRITTEN] =
		"compares a path byte by byte as it is written: encoded otherwise it is free",
	[DEFECT_PATH_CASE_BLIND] = "compares a path as it is written, and hands it on in lower case",
	[DEFECT_PATH_CLEANED_LATE] =
		"decodes and tidies a path for the backend alone, after judging it",
	[DEFECT_FIRST_REQUEST_DECIDES] =
		"judges the first request of a connection, and lets all behind it through",
	[DEFECT_SESSION_IS_ENOUGH] =
		"takes a resumed session for enough at a protected path, whoever made it",
	[DEFECT_GET_ALONE_IS_PROTECTED] = "protects a path against GET, and against no other method",
	[DEFECT_PRESENTED_IS_VERIFIED] = "calls every certificate that it lets in verified",
	[DEFECT_TELL_EXPIRED_VERIFIED] = "calls an expired certificate verified where none is verified",
	[DEFECT_TELL_SELF_SIGNED_VERIFIED] =
		"calls a self-signed certificate verified where none is verified",
	[DEFECT_TELL_STRANGER_VERIFIED] =
		"calls a certificate of another CA verified where none is verified",
	[DEFECT_TELL_IMPOSTOR_VERIFIED] =
		"calls a certificate of a CA with the right name and another key verified where none is",
	[DEFECT_NOBODY_IS_VERIFIED] = "tells the backend of a success where no certificate was shown",
	[DEFECT_TELL_NOBODY] = "tells the backend nothing of the client",
	[DEFECT_TELL_LAST] =
		"tells the backend of whoever showed a certificate last, where none was shown",
	[DEFECT_TELL_ISSUER] = "tells the backend the issuer's name in place of the client's",
	[DEFECT_TELL_INTERMEDIATE] =
		"tells the backend of an intermediate certificate in place of the client's",
	[DEFECT_TELL_CN_ALONE] = "tells the backend the common name alone",
	[DEFECT_TELL_CUT] = "cuts the certificate that it tells the backend at 1024 bytes",
	[DEFECT_TRUST_FORGED_IDENTITY] =
		"passes on what clients write of themselves, in place of what it knows",
	[DEFECT_TRUST_FORGED_OF_NOBODY] =
		"passes on what clients write of themselves where they showed no certificate",
	[DEFECT_TRUST_FORGED_BESIDE] =
		"passes on what clients write of themselves beside what it knows",
	[DEFECT_STRIP_EXACT_NAMES] =
		"takes out forged headers only where they are written in the very same letters",
	[DEFECT_FOLD_UNDERSCORE] =
		"makes '-' of '_' in the names of headers after the forged ones are taken out",
	[DEFECT_SPACE_BEFORE_COLON] =
		"does not take out a forged header that has a blank before its colon",
	[DEFECT_CONNECTION_STRIPS_OURS] =
		"takes out its own identity headers where the client's Connection header names them",
	/* where it has virtual hosts */
	[DEFECT_ROUTE_BY_HOST_ALONE] =
		"leads a request wherever Host says, whatever name the handshake was for",
	[DEFECT_CASE_SENSITIVE_POLICY] =
		"finds no policy where Host is written in other letters, and lets everybody in",
	[DEFECT_DOT_IS_ANOTHER_NAME] =
		"finds no policy where Host ends in a dot, and lets everybody in",
	[DEFECT_PORT_IS_ANOTHER_NAME] = "finds no policy where Host has a port, and lets everybody in",
	[DEFECT_PREFIX_IS_ENOUGH] =
		"finds no policy where Host only begins as a host's name, and leads the request there",
	[DEFECT_ADDRESS_IS_DEFAULT] =
		"does not judge a request to its address, and leads it to the first host",
	[DEFECT_ABSOLUTE_FORM_UNJUDGED] =
		"judges Host, and leads the request where its absolute target says",
	[DEFECT_ABSOLUTE_FORM_IGNORED] =
		"judges the absolute target, and leads the request where Host says",
	[DEFECT_PLAIN_SCHEME_UNJUDGED] =
		"does not judge an absolute target with http://, as if it had come to another port",
	[DEFECT_USERINFO_IS_HOST] =
		"judges the user of \"user@host\" in a target, and leads the request to the host",
	[DEFECT_FORWARDED_HOST_WINS] = "judges Host, and leads the request where X-Forwarded-Host says",
	[DEFECT_OPEN_HOST_TAKES_ALL] =
		"lets who has shaken hands with a host that asks nobody go to every other",
	[DEFECT_WILDCARD_TAKES_ALL] =
		"lets who has shaken hands with a wildcard host go to every other",
	[DEFECT_LATER_REQUESTS_UNJUDGED] = "judges only the first request of a connection",
	[DEFECT_RESUMED_UNJUDGED] =
		"does not judge who resumes a session, for whatever host it was made",
	[DEFECT_UNKNOWN_NAME_IS_OPEN] =
		"needs no certificate of who asks for a name that is no host's, and leads him anywhere",
	[DEFECT_NO_NAME_IS_OPEN] =
		"needs no certificate of who asks for no name, and leads him anywhere",
	[DEFECT_SNI_CASE_SENSITIVE] =
		"needs no certificate of who writes the server name in other letters",
	[DEFECT_SNI_DOT_IS_ANOTHER_NAME] =
		"needs no certificate of who writes the server name with a dot at its end",
	[DEFECT_WILDCARD_HAS_NO_POLICY] =
		"needs no certificate of who asks for a name that a wildcard stands for",
	[DEFECT_TRUST_CAS_OF_ALL_HOSTS] = "takes a certificate of any host's CA at all hosts",
	[DEFECT_SESSION_ACROSS_HOSTS] = "takes up a session of one host at all others",
	[DEFECT_SESSION_ACROSS_CAS] =
		"takes up a session of one host at another that asks for certificates of another CA",
	[DEFECT_PATH_OF_FIRST_HOST_ALONE] =
		"protects a path at its first host, and leaves it open at the others",
};
