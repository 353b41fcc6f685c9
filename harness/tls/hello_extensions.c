#include "hello_extensions.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/ssl.h>

#include "fatal.h"
#include "tls_recorder.h"

enum {
	EXTENSION_PRIVATE = 0xff6d, /* 65282 to 65535: private use (RFC 8447 section 7) */
	EXTENSION_GREASE_EMPTY = 0x2a2a,
	EXTENSION_GREASE = 0xcaca,
};

static int add(SSL *ssl, unsigned type, unsigned context, const unsigned char **out, size_t *len,
	X509 *certificate, size_t chain_index, int *alert, void *argument)
{
	const struct hello_more *more = &tls_recorder_of(ssl)->options.opening.hello;
	size_t wanted = type == EXTENSION_PRIVATE ? (size_t)more->extension : type == EXTENSION_GREASE;
	unsigned char *data;

	(void)context;
	(void)certificate;
	(void)chain_index;
	(void)alert;
	(void)argument;
	if (type == EXTENSION_PRIVATE ? !more->extension : !more->grease)
		return 0;
	data = fatal_alloc(wanted + 1);
	memset(data, 0, wanted + 1);
	*out = data;
	*len = wanted;
	return 1;
}

static void release(
	SSL *ssl, unsigned type, unsigned context, const unsigned char *data, void *argument)
{
	(void)ssl;
	(void)type;
	(void)context;
	(void)argument;
	free((unsigned char *)data);
}

void hello_extensions_prepare(SSL_CTX *ctx)
{
	static const unsigned types[] = {EXTENSION_GREASE_EMPTY, EXTENSION_PRIVATE, EXTENSION_GREASE};
	/* servers may send those of RFC 8701 themselves, in these two (section 4), and they are passed
	 * over like any other: what is registered here would be refused there */
	const unsigned context = SSL_EXT_CLIENT_HELLO | SSL_EXT_TLS1_3_NEW_SESSION_TICKET |
		SSL_EXT_TLS1_3_CERTIFICATE_REQUEST;

	for (size_t i = 0; i < COUNT_OF(types); i++) {
		if (!SSL_CTX_add_custom_ext(ctx, types[i], context, add, release, NULL, NULL, NULL))
			FATAL("libssl refuses the extension %u", types[i]);
	}
}
