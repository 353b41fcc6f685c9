#ifndef ASKED_KEYS_H
#define ASKED_KEYS_H
/* Which keys of ours a server asks for, by the signature schemes of its CertificateRequest. */
#include <stdbool.h>
#include <stddef.h>

#include "credential.h"
#include "handshake.h"
#include "signature_scheme.h"
#include "tls_version.h"

struct arena;

/* What a key of ours signs with. */
enum signing_key asked_key_of(const struct credential *credential);
/* Can a key of that kind sign with one of the schemes of the list, two bytes each? */
bool asked_schemes_take(struct der list, enum signing_key key, enum tls_version version);
/* And with one of the request's? Before TLS 1.2 there are none, and any
 * can. */
bool asked_for(
	const struct certificate_request *request, enum signing_key key, enum tls_version version);
/* "RSA, P-256, P-384": all that can; "none that we know" if none can. In the arena. */
const char *asked_kinds(
	const struct certificate_request *request, enum tls_version version, struct arena *arena);
/* The schemes by name, in the request's order; `count` of them, in the arena. */
const char **asked_schemes(size_t *count, struct der list, struct arena *arena);
/* The same as one text: "rsa_pss_rsae_sha256, ed25519". */
const char *asked_text(struct der list, struct arena *arena);
#endif
