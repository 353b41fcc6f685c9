#include "stranger.h"

#include <string.h>

#include <openssl/err.h>

#include "peers.h"
#include "unit.h"

enum { ROUNDS_MAX = 20 };

void stranger_begin(struct stranger *stranger, const struct tls_server_options *options)
{
	const char *why = NULL;

	memset(stranger, 0, sizeof(*stranger));
	observation_init(&stranger->facts);
	stranger->ctx = SSL_CTX_new(TLS_client_method());
	SSL_CTX_set_security_level(stranger->ctx, 0);
	SSL_CTX_set_min_proto_version(stranger->ctx, TLS1_2_VERSION);
	SSL_CTX_set_verify(stranger->ctx, SSL_VERIFY_PEER, NULL);
	ck_assert(X509_STORE_add_cert(SSL_CTX_get_cert_store(stranger->ctx),
		pki_authority(peers_get()->pki, PKI_SERVER_ROOT, &why)));
	stranger->ssl = SSL_new(stranger->ctx);
	SSL_set_bio(stranger->ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
	BIO_set_mem_eof_return(SSL_get_rbio(stranger->ssl), -1);
	SSL_set_connect_state(stranger->ssl);
	stranger->server =
		tls_server_create_for(peers_get()->set, options, &stranger->facts, &peers_get()->arena);
}

void stranger_run(struct stranger *stranger)
{
	for (int i = 0; i < ROUNDS_MAX; i++) {
		const uint8_t *data;
		char *bytes = NULL;
		long len;

		ERR_clear_error();
		stranger->done = SSL_do_handshake(stranger->ssl) == 1;
		if (stranger->done && i < ROUNDS_MAX - 2)
			SSL_write(stranger->ssl, "x", 1);
		len = BIO_get_mem_data(SSL_get_wbio(stranger->ssl), &bytes);
		tls_server_receive(stranger->server, (const uint8_t *)bytes, (size_t)len);
		(void)BIO_reset(SSL_get_wbio(stranger->ssl));
		len = (long)tls_server_output(stranger->server, &data);
		if (len > 0)
			ck_assert_int_eq(BIO_write(SSL_get_rbio(stranger->ssl), data, (int)len), len);
		tls_server_consume_output(stranger->server, (size_t)len);
	}
	ERR_clear_error();
}

void stranger_end(struct stranger *stranger)
{
	tls_server_destroy(stranger->server);
	SSL_free(stranger->ssl);
	SSL_CTX_free(stranger->ctx);
}
