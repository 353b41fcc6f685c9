#ifndef UNSENT_H
#define UNSENT_H
/*
 * Why an empty list goes out in the place of a credential. libssl presents nothing, and says
 * nothing of it, where the CertificateRequest offers no signature scheme for the key (RFC 8446
 * section 4.4.2.3, RFC 5246 section 7.4.8) or wants certificates that are signed otherwise (RFC
 * 8446 section 4.2.3).
 */
#include "credential.h"
#include "handshake.h"
#include "tls_version.h"

struct arena;

/* The names of what it offers to sign with, in its order; `count` of them, in the arena. */
const char **unsent_schemes(
	size_t *count, const struct certificate_request *request, struct arena *arena);
/* What is to be said if the credential does not go out: one sentence, in the arena. */
const char *unsent_explain(const struct certificate_request *request,
	const struct credential *credential, enum tls_version version, struct arena *arena);
#endif
