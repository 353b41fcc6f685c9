#ifndef DISTINGUISHED_NAME_H
#define DISTINGUISHED_NAME_H
/*
 * A distinguished name as it stands in a certificate (RFC 5280 4.1.2.4): what a text that a backend
 * was told is compared with. Everything lives in the arena that it was read into.
 */
#include <stddef.h>
#include <stdint.h>

struct arena;
struct X509_name_st; /* OpenSSL's X509_NAME */

struct dn_value {
	const uint8_t *data; /* NULL: can't be said so */
	size_t len;
};

struct dn_attribute {
	const char **types; /* what its type may be called, in any case; NULL-terminated, never empty */
	struct dn_value utf8;
	struct dn_value latin1; /* the same in ISO 8859-1, if it is there and reads otherwise */
	struct dn_value bytes; /* of the ASN.1 string, in whatever character set that has */
	size_t rdn; /* which of the relative names it belongs to; those with several are sets */
};

struct dn {
	struct dn_attribute *items; /* in the certificate's order */
	size_t count;
	size_t rdn_count;
};

/* `name` NULL: an empty one. */
void dn_read(struct dn *out, const struct X509_name_st *name, struct arena *arena);
/* The common name that says the most, which is the last; NULL where there is none. */
const struct dn_attribute *dn_common_name(const struct dn *dn);

/* For messages: RFC 2253; with slashes. */
const char *dn_text(const struct X509_name_st *name, struct arena *arena);
const char *dn_slash_text(const struct dn *dn, struct arena *arena);
#endif
