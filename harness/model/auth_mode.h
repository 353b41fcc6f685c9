#ifndef AUTH_MODE_H
#define AUTH_MODE_H
/*
 * The five client-auth modes, by the names that Go's crypto/tls (ClientAuthType) and Traefik
 * (clientAuthType) gave them. One table for parser, printer and reports.
 */
#include <stdbool.h>

struct arena;

enum auth_mode {
	AUTH_NO_CLIENT_CERT,
	AUTH_REQUEST_CLIENT_CERT,
	AUTH_REQUIRE_ANY_CLIENT_CERT,
	AUTH_VERIFY_CLIENT_CERT_IF_GIVEN,
	AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
	AUTH_MODE_COUNT,
};

const char *auth_mode_name(enum auth_mode mode);
bool auth_mode_parse(enum auth_mode *out, const char *name);
bool auth_mode_requests(enum auth_mode mode); /* sends a CertificateRequest */
bool auth_mode_requires(enum auth_mode mode); /* refuses a client without certificate */
bool auth_mode_verifies(enum auth_mode mode); /* judges the chain of a certificate that is given */
/* "RequestClientCert, RequireAnyClientCert": those that have a bit there; in the arena. */
const char *auth_mode_list(struct arena *arena, unsigned modes);
extern const char auth_mode_letters[]; /* "NRAGV": one for each */
/* NULL-terminated, index = enum value. */
extern const char *const auth_mode_words[];
#endif
