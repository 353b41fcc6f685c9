#include "asking.h"

#include <openssl/ssl.h>

#include "peers.h"
#include "tls_setup.h"
#include "unit.h"

enum { ROUNDS = 4, BYTES_MAX = 16384 };

static int forgive(int ok, X509_STORE_CTX *ctx)
{
	(void)ok;
	(void)ctx;
	return 1;
}

/* On memory BIOs; the context goes with it. */
static SSL *start(SSL_CTX *ctx)
{
	SSL *ssl = SSL_new(ctx);

	SSL_CTX_free(ctx);
	SSL_set_bio(ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
	BIO_set_mem_eof_return(SSL_get_rbio(ssl), -1);
	BIO_set_mem_eof_return(SSL_get_wbio(ssl), -1);
	return ssl;
}

static SSL *start_server(enum tls_version version, const char *schemes)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	SSL *ssl;

	tls_setup_context(ctx, version, version);
	ck_assert(tls_setup_credential(NULL, ctx, peers_credential(PKI_SERVER)));
	ck_assert_msg(SSL_CTX_set1_client_sigalgs_list(ctx, schemes), "%s", schemes);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, forgive);
	ssl = start(ctx);
	SSL_set_accept_state(ssl);
	return ssl;
}

static void shake_with_ours(
	SSL *server, const struct tls_client_options *options, struct observation *facts)
{
	struct tls_client *client =
		tls_client_create(peers_get()->clients, options, facts, &peers_get()->arena);

	for (int i = 0; i < ROUNDS; i++) {
		char bytes[BYTES_MAX];
		const uint8_t *data;
		size_t len = tls_client_output(client, &data);
		int got;

		if (len)
			BIO_write(SSL_get_rbio(server), data, (int)len);
		tls_client_consume_output(client, len);
		SSL_do_handshake(server);
		got = BIO_read(SSL_get_wbio(server), bytes, sizeof(bytes));
		if (got > 0)
			tls_client_receive(client, (uint8_t *)bytes, (size_t)got);
	}
	tls_client_destroy(client);
}

static void carry(SSL *from, SSL *to)
{
	char bytes[BYTES_MAX];
	int got = BIO_read(SSL_get_wbio(from), bytes, sizeof(bytes));

	if (got > 0)
		BIO_write(SSL_get_rbio(to), bytes, got);
}

static void shake_with_foreign(
	SSL *server, const struct tls_client_options *options, struct observation *facts)
{
	struct tls_recorder *recorder =
		tls_recorder_create(peers_get()->clients, options, facts, &peers_get()->arena);
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	SSL *client;
	char nothing;

	ck_assert(tls_recorder_attach(recorder, ctx));
	client = start(ctx);
	SSL_set_connect_state(client);
	for (int i = 0; i < ROUNDS; i++) {
		if (SSL_do_handshake(client) == 1)
			SSL_read(client, &nothing, 1);
		carry(client, server);
		SSL_do_handshake(server);
		carry(server, client);
	}
	SSL_free(client);
	tls_recorder_destroy(recorder);
}

void asking_shake(struct observation *facts, const struct tls_client_options *client,
	const char *schemes, bool foreign)
{
	SSL *server = start_server(client->version, schemes);

	observation_init(facts);
	if (foreign)
		shake_with_foreign(server, client, facts);
	else
		shake_with_ours(server, client, facts);
	SSL_free(server);
}
