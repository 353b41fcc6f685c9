#include "alpn.h"

#include <string.h>

#include "scoped.h"
#include "tls_recorder.h"
#include "wire.h"

/* The first that is offered. */
static const struct {
	const char *name;
	bool is_said; /* HTTP/2: an answer of its own */
} spoken[] = {{"http/1.1", false}, {"http/1.0", false}, {"h2", true}};

static int choose(SSL *ssl, const unsigned char **out, unsigned char *out_len,
	const unsigned char *in, unsigned in_len, void *unused)
{
	struct tls_recorder *recorder = tls_recorder_of(ssl);

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(spoken); i++) {
		struct wire list = wire_of(in, in_len);

		while (!list.bad && list.left) {
			struct wire name = wire_vector(&list, 1);

			if (name.left != strlen(spoken[i].name) ||
				memcmp(name.at, spoken[i].name, name.left) != 0)
				continue;
			*out = name.at;
			*out_len = (unsigned char)name.left;
			recorder->facts->http2 = spoken[i].is_said;
			return spoken[i].is_said ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
		}
	}
	return SSL_TLSEXT_ERR_ALERT_FATAL;
}

void alpn_hook_server(SSL_CTX *ctx)
{
	SSL_CTX_set_alpn_select_cb(ctx, choose, NULL);
}
