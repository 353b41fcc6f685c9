#include "verifying_hello.h"

#include <string.h>

#include "arena.h"
#include "client_defect.h"
#include "fatal.h"
#include "host_address.h"
#include "text.h"

static void choose_schemes(SSL_CTX *ctx, const char *schemes)
{
	if (SSL_CTX_set1_client_sigalgs_list(ctx, schemes) != 1)
		FATAL("libssl refuses the schemes %s", schemes);
}

void verifying_hello_prepare(SSL_CTX *ctx, const bool *defects)
{
	static const unsigned char usual[] = "\x08http/1.1", odd[] = "\x06spdy/1\x08http/1.1";
	bool is_odd = defects[CLIENT_DEFECT_OFFER_ODD_PROTOCOL];

	if (SSL_CTX_set_alpn_protos(ctx, is_odd ? odd : usual,
			is_odd ? (unsigned)sizeof(odd) - 1 : (unsigned)sizeof(usual) - 1) != 0)
		FATAL("out of memory");
	if (defects[CLIENT_DEFECT_SIGN_WITH_SHA1]) {
		SSL_CTX_set_security_level(ctx, 0);
		choose_schemes(ctx, "RSA+SHA1:ECDSA+SHA1");
	}
	if (defects[CLIENT_DEFECT_SIGN_WITH_SHA256_ALONE])
		choose_schemes(ctx, "RSA-PSS+SHA256:RSA+SHA256:ECDSA+SHA256");
}

void verifying_hello_name(SSL *ssl, const char *name, const bool *defects, struct arena *arena)
{
	size_t len = strlen(name);

	if (defects[CLIENT_DEFECT_TELL_NO_NAME] ||
		(host_is_address(name) && !defects[CLIENT_DEFECT_TELL_ADDRESS]))
		return;
	if (!defects[CLIENT_DEFECT_TELL_DOT])
		len -= text_ends_with(name, ".");
	if (!SSL_set_tlsext_host_name(ssl, arena_strndup(arena, name, len)))
		FATAL("libssl refuses the name %s", name);
}
