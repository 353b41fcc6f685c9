#ifndef CONDUCT_H
#define CONDUCT_H
/*
 * What the peers of a connection do, and what must be seen of them, beside the credentials: the
 * words of scenario files that their reader, the plan, the engine and the verdict share.
 */

/* Which servers our client takes for good ones. */
enum trust {
	TRUST_ROOT, /* whose chain leads to the root */
	TRUST_NOTHING, /* none: as curl without --cacert */
	TRUST_ANYBODY, /* all: as curl --insecure; what was wrong is not recorded as an error */
	TRUST_COUNT,
};

/* What the backend must have been told of the client, where the request was accepted. */
enum identity_rule {
	IDENTITY_UNCHECKED,
	IDENTITY_PRESENTED, /* exactly the presented leaf (in a mode that asks), nothing else */
	IDENTITY_NOBODY, /* no certificate, and no word of success */
	/* let in without having been verified: nothing or what is true, and no word of success */
	IDENTITY_UNVERIFIED,
	IDENTITY_RULE_COUNT,
};

/* Identity headers of the target's that our client sends itself, with values that name an admin. */
enum forge {
	FORGE_NONE,
	FORGE_SAME_NAME,
	FORGE_OTHER_CASE, /* x-ssl-cLIENT for X-SSL-Client */
	FORGE_UNDERSCORE, /* X_SSL_Client: the same where names become variables (RFC 3875 4.1.18) */
	FORGE_CONNECTION, /* none; but "Connection: X-SSL-Client", which asks to remove it on the way */
	FORGE_SPACE, /* "X-SSL-Client : ", which a server must refuse (RFC 9112 5.1) */
	FORGE_COUNT,
};

/* What a client that is the target must have shown to our server. */
enum presents_rule {
	PRESENTS_UNCHECKED,
	PRESENTS_CONFIGURED, /* exactly the chain of client.present */
	PRESENTS_NOTHING, /* no certificate, or an empty list */
	PRESENTS_RULE_COUNT,
};

/* What our OCSP responder says of the certificate of a connection (RFC 6960). */
enum ocsp_answer {
	OCSP_ANSWER_GOOD,
	OCSP_ANSWER_REVOKED,
	OCSP_ANSWER_UNKNOWN,
	OCSP_ANSWER_SILENT, /* nothing, ever */
	OCSP_ANSWER_LATE, /* revoked, after half a second */
	OCSP_ANSWER_OTHER, /* good, of another certificate of that CA */
	OCSP_ANSWER_STRANGER, /* good, signed by a CA that nobody trusts */
	OCSP_ANSWER_EXPIRED, /* good, as long as it counted */
	OCSP_ANSWER_TRY_LATER,
	OCSP_ANSWER_COUNT,
};

/* The OCSP response (RFC 6066 section 8) that our server staples. */
enum staple { STAPLE_NONE, STAPLE_GOOD, STAPLE_REVOKED, STAPLE_COUNT };

extern const char *const trust_words[]; /* root nothing insecure */
extern const char *const identity_rule_words[]; /* unchecked presented nobody unverified */
/* none same-name other-case underscore connection space-before-colon */
extern const char *const forge_words[];
extern const char *const presents_rule_words[]; /* unchecked configured nothing */
extern const char *const ocsp_answer_words[];
extern const char *const staple_words[]; /* none good revoked */
#endif
