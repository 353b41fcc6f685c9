#ifndef TARGET_IDENTITY_H
#define TARGET_IDENTITY_H
/*
 * The `identity:` block of a target file: how the backend is told who the client is.
 *
 *   identity:
 *     verified: {header: X-SSL-Client-Verify, value: SUCCESS, none: NONE}
 *     subject: {header: X-SSL-Client-Subject, form: rfc2253}
 *     certificate: {header: X-Forwarded-Client-Cert, part: Cert, form: pem-url}
 *     fingerprint: {header: X-Forwarded-Client-Cert, part: Hash, form: sha256-hex}
 *     uri: {header: X-Forwarded-Client-Cert, part: URI, form: all}
 *     chain: {header: Client-Cert-Chain, form: rfc9440}
 *
 * With `proxy_protocol: true` a fact may stand in a TLV of that protocol's header instead:
 *
 *     subject: {tlv: ssl-cn, form: cn}
 *
 * What each word means stands in harness/targets/README.md; identity/ compares by them.
 */
#include <stdbool.h>

#include "schema.h"

enum identity_fact {
	FACT_VERIFIED, /* how verification went */
	FACT_SUBJECT,
	FACT_CERTIFICATE,
	FACT_FINGERPRINT,
	FACT_ISSUER,
	FACT_SERIAL,
	FACT_URI, /* names in the certificate, RFC 5280 4.2.1.6 */
	FACT_DNS,
	FACT_SAN, /* all kinds of them */
	FACT_CHAIN, /* what came with the certificate */
	IDENTITY_FACT_COUNT,
};
extern const char *const identity_fact_words[];

/* Of FACT_ISSUER as well. */
enum subject_form {
	SUBJECT_RFC2253, /* CN=a,O=b: the last RDN first (RFC 2253, RFC 4514) */
	SUBJECT_ONELINE, /* O = b, CN = a: in the certificate's order */
	SUBJECT_SLASH, /* /O=b/CN=a */
	SUBJECT_CN, /* the common name alone */
	SUBJECT_ANY_ORDER, /* as RFC 4514, in an order of the product's own (Go) */
	SUBJECT_INFO, /* some types only, no escapes, in an order of its own (Traefik) */
	SUBJECT_FORM_COUNT,
};
/* Of FACT_CHAIN as well. */
enum certificate_form {
	CERTIFICATE_PEM_URL, /* percent-encoded PEM */
	CERTIFICATE_PEM_SPACES, /* PEM; its line ends may have become blanks */
	CERTIFICATE_PEM_TRUSTED, /* the same with OpenSSL's marker TRUSTED CERTIFICATE */
	CERTIFICATE_BASE64_DER, /* base64 without markers */
	CERTIFICATE_RFC9440, /* :base64: */
	CERTIFICATE_FORM_COUNT,
};
enum fingerprint_form {
	FINGERPRINT_SHA1_HEX,
	FINGERPRINT_SHA256_HEX,
	FINGERPRINT_FORM_COUNT,
};
enum serial_form {
	SERIAL_HEX, /* any case, with or without colons and leading zeros */
	SERIAL_DECIMAL,
	SERIAL_FORM_COUNT,
};
/* Of FACT_URI and FACT_DNS. */
enum names_form {
	NAMES_ALL, /* in any order, with commas between them, or a part for each */
	NAMES_FIRST, /* the first of that kind */
	NAMES_FORM_COUNT,
};
enum san_form {
	SAN_VALUES, /* a.test,spiffe://b */
	SAN_TYPED, /* DNS:a.test, URI:spiffe://b (OpenSSL, Node) */
	SAN_FORM_COUNT,
};
extern const char *const subject_form_words[]; /* rfc2253 oneline slash cn any-order info */
extern const char
	*const certificate_form_words[]; /* pem-url pem-spaces pem-trusted base64-der rfc9440 */
extern const char *const fingerprint_form_words[]; /* sha1-hex sha256-hex */
extern const char *const serial_form_words[]; /* hex decimal */
extern const char *const names_form_words[]; /* all first */
extern const char *const san_form_words[]; /* values typed */

/* TLVs of PROXY version 2 that tell a fact. */
enum identity_tlv {
	TLV_NONE,
	TLV_SSL_VERIFY, /* of PP2_TYPE_SSL: a certificate came, and verification's result is 0 */
	TLV_SSL_CN, /* PP2_SUBTYPE_SSL_CN */
	TLV_SSL_CERT, /* PP2_SUBTYPE_SSL_CLIENT_CERT: DER */
	TLV_APPLICATION, /* tlv_type, 0xe0 to 0xef: as it is */
};
#define IDENTITY_TLV_VERIFIED "verified" /* what TLV_SSL_VERIFY says, or else "not verified" */

enum identity_encoding { ENCODING_PLAIN, ENCODING_URL, ENCODING_COUNT };
extern const char *const identity_encoding_words[]; /* plain url */

/* Where one fact stands, and in which form. */
struct identity_source {
	const char *where; /* for messages: "X-Subject", "PROXY TLV ssl-cn"; NULL: it is not told */
	const char *header; /* as written; NULL: in no header */
	const char *lower_header;
	const char *tlv; /* as written, or NULL */
	enum identity_tlv tlv_kind;
	unsigned tlv_type; /* TLV_APPLICATION */
	const char *part; /* the key whose value it is, in a header of key=value; NULL: all of it */
	int encoding; /* enum identity_encoding: of the whole header */
	bool chain; /* one element for each certificate of the chain; the leaf's comes first */
	int form; /* of the fact's words above */
	const char *value; /* FACT_VERIFIED: what it says for a verified certificate */
	struct text_list none; /* what it may say without certificate, beside nothing at all */
	struct place place;
	struct place header_place;
	struct place tlv_place;
	struct place form_place;
	struct place part_place;
};

struct target_identity {
	struct identity_source facts[IDENTITY_FACT_COUNT];
};

extern const struct schema target_identity_schema;

/* Is the backend told anything at all? By a header? By one with a dash in its name? */
bool target_identity_is_told(const struct target_identity *identity);
bool target_identity_has_header(const struct target_identity *identity, bool with_dash);

/*
 * After reading: fills in what follows from the rest, and reports what contradicts itself.
 * `proxy_protocol`: the target sends such a header.
 */
void target_identity_take(
	struct target_identity *identity, bool proxy_protocol, struct arena *arena, struct diag *diag);
#endif
