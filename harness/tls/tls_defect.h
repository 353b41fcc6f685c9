#ifndef TLS_DEFECT_H
#define TLS_DEFECT_H
/* What each named defect of the reference server (tls_server.h) changes, as tables. */
#include <stdbool.h>

#include <openssl/x509_vfy.h>

#include "tls_server.h"

/* Changes beyond forgiven verification errors; a bit each. */
enum tls_defect_effect {
	EFFECT_ANY_ISSUER_USAGE = 1 << 0, /* an issuer need not be allowed to sign certificates */
	EFFECT_NO_CRL = 1 << 1,
	EFFECT_NO_POSSESSION_PROOF = 1 << 2,
	EFFECT_OPTIONAL_OFF = 1 << 3,
	EFFECT_FORWARD_FIRST = 1 << 4,
	EFFECT_SECOND_TIME = 1 << 5,
	EFFECT_CRASH_ON_EXPIRED = 1 << 6,
	EFFECT_TRUST_FORGED = 1 << 7,
	EFFECT_CALL_VERIFIED = 1 << 8,
};

unsigned tls_defect_effects(const bool defects[DEFECT_COUNT]);
/* In a verify callback with an error: would a server with these defects overlook it? */
bool tls_defect_forgives(const bool defects[DEFECT_COUNT], X509_STORE_CTX *store);
#endif
