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

/* What is to be said if the credential does not go out: one sentence, in the arena. `no_twin`: why
 * none goes in its place, or NULL. */
const char *unsent_explain(const struct certificate_request *request,
	const struct credential *credential, enum tls_version version, const char *no_twin,
	struct arena *arena);
#endif
