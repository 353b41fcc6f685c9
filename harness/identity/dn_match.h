#ifndef DN_MATCH_H
#define DN_MATCH_H
/*
 * Whether a text is a given distinguished name, as each product writes it. The text is read along
 * the name, not by itself: so even what was written without escapes is understood, and told apart.
 *
 * LIKE is what a reader of the form understands in one way:
 *   rfc2253, oneline, any-order: RFC 4514 section 2.4 and 3 with the quotes of RFC 2253 section 4;
 *     types by name or OID, values also as #hex; `\xHH` is a byte, too (OpenSSL, our own cleaning)
 *   slash: as X509_NAME_oneline writes it
 *   info: as it is, since no escape is known there
 *   cn: as it is
 * LIKE_LOOSELY: `,` `+` `"` `\` and the like stand there unescaped, or the text is ISO 8859-1.
 */
#include "distinguished_name.h"
#include "likeness.h"
#include "target_identity.h"

enum likeness dn_match(
	const struct dn *dn, const char *told, enum subject_form form, struct arena *arena);
#endif
