#ifndef DEFECT_H
#define DEFECT_H
/*
 * Named defects of the reference server, one at least for each thing that the catalogue is there to
 * find: `mtlspec selftest` proves that each is caught. Each is a mistake that servers make. A row
 * here gives the name; what it does stands in one place beside: a row of tls_defect.c where it
 * is about certificates, else where `defects[DEFECT_...]` is asked for. The letters are the modes
 * (auth_mode_letters) in which the self-test looks for it: the fewest in which all scenarios that
 * catch it do. An L says that something must be done to the server first: only these are tried by
 * scenarios that do. An O says that it is about the answers of an OCSP responder: only these are
 * tried by scenarios that have one, and by no others. A 2 says that it can show itself in TLS 1.2
 * alone: what has none is tried in the newest version that a scenario is for.
 */
#define DEFECT_OF_DEEDS 'L'
#define DEFECT_OF_OCSP 'O'
#define DEFECT_OF_OLDER_TLS '2'

#include <stdbool.h>

#include "defect_hosts.h"

/* clang-format off */
#define OWN_DEFECT_TABLE(ROW) \
	/* which chains are taken */ \
	ROW(ACCEPT_ANY_CA, "accept-any-ca", "GV") /* to any root */ \
	/* whose root has the right name, whatever its key */ \
	ROW(TRUST_BY_NAME, "trust-by-name", "GV") \
	ROW(ACCEPT_SELF_SIGNED, "accept-self-signed", "GV") \
	ROW(ACCEPT_MISSING_ISSUER, "accept-missing-issuer", "GV") /* that end where nobody is known */ \
	ROW(IGNORE_SIGNATURE, "ignore-signature", "GV") /* whoever signed it, if the names fit */ \
	ROW(IGNORE_EXPIRY, "ignore-expiry", "GV") /* does not look at notBefore and notAfter */ \
	ROW(IGNORE_NOT_BEFORE, "ignore-not-before", "GV") \
	ROW(IGNORE_NOT_AFTER, "ignore-not-after", "GV") \
	ROW(IGNORE_EKU, "ignore-eku", "GV") /* takes a serverAuth-only certificate from a client */ \
	/* neither CA:TRUE nor pathlen of an intermediate */ \
	ROW(IGNORE_CA_FLAG, "ignore-ca-flag", "GV") \
	ROW(IGNORE_PATHLEN, "ignore-pathlen", "GV") \
	ROW(IGNORE_NAME_CONSTRAINTS, "ignore-name-constraints", "GV") \
	ROW(IGNORE_CRITICAL_EXTENSION, "ignore-critical-extension", "GV") \
	ROW(IGNORE_REVOCATION, "ignore-revocation", "GV") /* does not look at the CRL */ \
	ROW(CRL_OF_LEAF_ALONE, "crl-of-leaf-alone", "GV") /* its CAs may be revoked */ \
	ROW(IGNORE_CRL_EXPIRY, "ignore-crl-expiry", "GV") /* neither thisUpdate nor nextUpdate */ \
	ROW(CRL_OF_ANY_SIGNER, "crl-of-any-signer", "GV") \
	ROW(IGNORE_CRL_EXTENSION, "ignore-crl-extension", "GV") /* a critical one */ \
	ROW(IGNORE_MISSING_CRL, "ignore-missing-crl", "GV") \
	ROW(FIRST_CRL_ALONE, "first-crl-alone", "GV") /* of those in the file */ \
	/* what an OCSP responder is asked, and its answer */ \
	ROW(OCSP_IGNORED, "ocsp-ignored", "GVO") /* asks, and lets in whatever it is told */ \
	ROW(OCSP_SOFT_FAIL, "ocsp-soft-fail", "GVO") /* as if it had not asked: the next two */ \
	ROW(OCSP_SILENCE_IS_GOOD, "ocsp-silence-is-good", "GVO") /* no answer in time */ \
	ROW(OCSP_ERROR_IS_GOOD, "ocsp-error-is-good", "GVO") /* an answer without a signature */ \
	ROW(OCSP_REVOKED_IS_GOOD, "ocsp-revoked-is-good", "GVO") /* looks how it is signed alone */ \
	ROW(OCSP_UNKNOWN_IS_GOOD, "ocsp-unknown-is-good", "GVO") /* as long as it is not "revoked" */ \
	ROW(OCSP_SIGNER_UNCHECKED, "ocsp-signer-unchecked", "GVO") \
	ROW(OCSP_WRONG_CERTIFICATE, "ocsp-wrong-certificate", "GVO") /* whomever it is about */ \
	ROW(OCSP_STALE_ACCEPTED, "ocsp-stale-accepted", "GVO") /* neither thisUpdate nor nextUpdate */ \
	/* who is refused, though he is good or nobody asked how good he is */ \
	ROW(REFUSE_RSA, "refuse-rsa", "RV") \
	ROW(REFUSE_P384, "refuse-p384", "RV") \
	ROW(REFUSE_NO_EKU, "refuse-no-eku", "RV") /* in each mode that asks; as are the next */ \
	ROW(REFUSE_NO_SIGNATURE_USAGE, "refuse-no-signature-usage", "RV") \
	ROW(REFUSE_WILDCARD, "refuse-wildcard", "RV") \
	ROW(REFUSE_OWN_ISSUER, "refuse-own-issuer", "RV") /* taken for signed by itself */ \
	/* what a process dies of (abort) */ \
	ROW(CRASH_ON_EXPIRED, "crash-on-expired", "RGL") \
	ROW(CRASH_ON_ED25519, "crash-on-ed25519", "RV") \
	ROW(CRASH_ON_PSS, "crash-on-pss", "RV") \
	ROW(CRASH_ON_SMALL_RSA, "crash-on-small-rsa", "RV") \
	ROW(CRASH_ON_SHA1, "crash-on-sha1", "RV") \
	/* a mode that is another one */ \
	ROW(NONE_MEANS_REQUEST, "none-means-request", "N") \
	ROW(REQUEST_MEANS_NONE, "request-means-none", "R") \
	ROW(REQUEST_MEANS_IF_GIVEN, "request-means-if-given", "R") \
	ROW(ANY_MEANS_REQUEST, "any-means-request", "A") \
	ROW(ANY_MEANS_VERIFY, "any-means-verify", "A") \
	ROW(OPTIONAL_MEANS_OFF, "optional-means-off", "G") /* takes any, and calls it verified */ \
	ROW(OPTIONAL_MEANS_REQUIRED, "optional-means-required", "G") \
	ROW(REQUIRE_MEANS_OPTIONAL, "require-means-optional", "V") \
	ROW(REQUIRE_MEANS_ANY, "require-means-any", "V") \
	/* the handshake */ \
	/* does not check CertificateVerify */ \
	ROW(SKIP_POSSESSION_PROOF, "skip-possession-proof", "RV") \
	ROW(SKIP_PROOF_TLS12, "skip-proof-tls1.2", "RV2") \
	ROW(SKIP_PROOF_TLS13, "skip-proof-tls1.3", "RV") \
	ROW(NAME_OTHER_CA, "name-other-ca", "RV") /* in the CertificateRequest */ \
	ROW(SPEAK_TLS10, "speak-tls1.0", "RV") \
	ROW(SPEAK_TLS11, "speak-tls1.1", "RV") \
	/* takes anybody whose ClientHello does not fit in one record */ \
	ROW(WHOLE_HELLO_ONLY, "whole-hello-only", "AV") \
	ROW(ANSWER_PLAIN_HTTP, "answer-plain-http", "AV") /* at the same port */ \
	/* a handshake that the client begins (TLS 1.2), which is refused but by these */ \
	ROW(RENEGOTIATE_UNASKED, "renegotiate-unasked", "RV") /* asks for nothing in it */ \
	ROW(RENEGOTIATE_OPTIONAL, "renegotiate-optional", "AV") /* or needs none */ \
	ROW(RENEGOTIATE_UNVERIFIED, "renegotiate-unverified", "GV") /* or takes any */ \
	ROW(RENEGOTIATE_UNPROVED, "renegotiate-unproved", "RV") /* or asks for no key of it */ \
	ROW(RENEGOTIATE_AS_FIRST, "renegotiate-as-first", "RV") /* tells who came in the first */ \
	/* when it is refused */ \
	/* to the backend, and refuses then */ \
	ROW(FORWARD_BEFORE_VERIFY, "forward-before-verify", "GV") \
	/* refuses a certificate once, then takes it */ \
	ROW(SECOND_TIME_LUCKY, "second-time-lucky", "GV") \
	/* sessions */ \
	ROW(RESUME_AS_NOBODY, "resume-as-nobody", "RV") /* the backend is told of none */ \
	ROW(RESUME_AS_UNVERIFIED, "resume-as-unverified", "GV") \
	ROW(RESUME_AS_VERIFIED, "resume-as-verified", "GV") \
	ROW(RESUME_AS_LAST, "resume-as-last", "RV") /* whoever showed a certificate last */ \
	ROW(RESUME_NAMELESS, "resume-nameless", "RV") /* without SNI: as nobody */ \
	ROW(FORGET_IN_NEW_TICKET, "forget-in-new-ticket", "RV") /* who made the first session */ \
	/* tells of early data before it has looked whose session it is */ \
	ROW(EARLY_IS_NOBODYS, "early-is-nobodys", "RV") \
	ROW(TICKET_TWICE_FATAL, "ticket-twice-fatal", "RV") \
	ROW(FORGET_REFUSAL, "forget-refusal", "GV") /* over HTTP, once his session comes back */ \
	ROW(FORGET_MISSING, "forget-missing", "AV") /* the same of who showed no certificate */ \
	/* what becomes of it when its files are replaced, and it reads them again or is restarted */ \
	ROW(RELOAD_IS_NONE, "reload-is-none", "GVL") /* says that it has, and goes on as before */ \
	ROW(RELOAD_FORGETS_NOTHING, "reload-forgets-nothing", "GVL") /* the old CAs beside the new */ \
	ROW(RELOAD_KEEPS_CRL, "reload-keeps-crl", "GVL") /* reads it at its start alone */ \
	ROW(FIRST_CA_ALONE, "first-ca-alone", "GVL") /* of several in a file */ \
	ROW(BAD_CA_OPENS, "bad-ca-opens", "GVL") /* a file that can't be read: verifies nobody */ \
	ROW(EMPTY_CA_OPENS, "empty-ca-opens", "GVL") \
	ROW(BAD_CRL_OPENS, "bad-crl-opens", "GVL") /* a list that can't be read: lists nobody */ \
	ROW(RESUME_AFTER_RELOAD, "resume-after-reload", "GVL") /* without looking again */ \
	ROW(RESUME_AFTER_RESTART, "resume-after-restart", "GVL") \
	/* a path that is protected */ \
	ROW(PATH_UNPROTECTED, "path-unprotected", "G") \
	ROW(PATH_AS_WRITTEN, "path-as-written", "G") /* compared byte by byte */ \
	/* compared as it is written, and in lower case for the backend */ \
	ROW(PATH_CASE_BLIND, "path-case-blind", "G") \
	/* decoded and tidied for the backend alone */ \
	ROW(PATH_CLEANED_LATE, "path-cleaned-late", "G") \
	/* of a connection, also for those behind it */ \
	ROW(FIRST_REQUEST_DECIDES, "first-request-decides", "G") \
	ROW(SESSION_IS_ENOUGH, "session-is-enough", "G") /* whoever made it */ \
	ROW(GET_ALONE_IS_PROTECTED, "get-alone-is-protected", "G") \
	/* what the backend is told */ \
	ROW(PRESENTED_IS_VERIFIED, "presented-is-verified", "RA") /* every one that is let in */ \
	/* where nothing is verified; as the next */ \
	ROW(TELL_EXPIRED_VERIFIED, "tell-expired-verified", "RA") \
	ROW(TELL_SELF_SIGNED_VERIFIED, "tell-self-signed-verified", "RA") \
	ROW(TELL_STRANGER_VERIFIED, "tell-stranger-verified", "RA") /* of a CA of another name */ \
	ROW(TELL_IMPOSTOR_VERIFIED, "tell-impostor-verified", "RA") /* of a CA of the same name */ \
	ROW(NOBODY_IS_VERIFIED, "nobody-is-verified", "NG") \
	ROW(TELL_NOBODY, "tell-nobody", "GV") \
	ROW(TELL_LAST, "tell-last", "GV") /* of nobody: whoever showed a certificate last */ \
	ROW(TELL_ISSUER, "tell-issuer", "RG") \
	ROW(TELL_INTERMEDIATE, "tell-intermediate", "RG") \
	ROW(TELL_CN_ALONE, "tell-cn-alone", "RG") \
	ROW(TELL_CUT, "tell-cut", "RV") /* the certificate, at 1024 bytes */ \
	/* what clients write of themselves */ \
	ROW(TRUST_FORGED_IDENTITY, "trust-forged-identity", "RV") /* in place of what is known */ \
	/* where no certificate was shown */ \
	ROW(TRUST_FORGED_OF_NOBODY, "trust-forged-of-nobody", "NV") \
	/* beside what is known, where one was */ \
	ROW(TRUST_FORGED_BESIDE, "trust-forged-beside", "RV") \
	ROW(STRIP_EXACT_NAMES, "strip-exact-names", "RV") /* other case stays */ \
	ROW(FOLD_UNDERSCORE, "fold-underscore", "RV") /* to '-', once all with '-' are out */ \
	ROW(SPACE_BEFORE_COLON, "space-before-colon", "RV") /* is taken for no part of the name */ \
	/* RFC 9110 section 7.6.1, too late */ \
	ROW(CONNECTION_STRIPS_OURS, "connection-strips-ours", "RV")
/* clang-format on */
#define DEFECT_TABLE(ROW) OWN_DEFECT_TABLE(ROW) HOST_DEFECT_TABLE(ROW)

#define DEFECT_CONSTANT(name, word, modes) DEFECT_##name,
enum tls_defect { DEFECT_TABLE(DEFECT_CONSTANT) DEFECT_COUNT };
#undef DEFECT_CONSTANT

extern const char *const tls_defect_words[]; /* "accept-any-ca", ..., NULL */
extern const char *const tls_defect_modes[]; /* "GV", ..., NULL */
/* By its word; DEFECT_COUNT: there is none. */
enum tls_defect tls_defect_find(const char *word);
/* It is one of defect_hosts.h. */
bool tls_defect_is_of_hosts(enum tls_defect defect);
#endif
