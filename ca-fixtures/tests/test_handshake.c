#include <string.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "catalogue.h"
#include "world.h"

enum { ROUNDS_MAX = 50 };

/* A client that presents the credential, and a server that takes any certificate. */
struct duo {
	SSL_CTX *client_ctx;
	SSL_CTX *server_ctx;
	SSL *client;
	SSL *server;
};

static int take_any(int ok, X509_STORE_CTX *ctx)
{
	(void)ok;
	(void)ctx;
	return 1;
}

static void load(SSL *ssl, const struct credential *credential)
{
	ck_assert_int_eq(SSL_use_certificate(ssl, credential->chain[0]), 1);
	ck_assert_int_eq(SSL_use_PrivateKey(ssl, credential->key), 1);
	ck_assert_int_eq(SSL_check_private_key(ssl), 1);
	for (size_t i = 1; i < credential->chain_len; i++)
		ck_assert_int_eq(SSL_add1_chain_cert(ssl, credential->chain[i]), 1);
}

static SSL *make_end(SSL_CTX *ctx, int version, const struct credential *credential)
{
	SSL *ssl;

	SSL_CTX_set_security_level(ctx, 0);
	SSL_CTX_set_mode(ctx, SSL_MODE_NO_AUTO_CHAIN);
	ck_assert(SSL_CTX_set_min_proto_version(ctx, version));
	ck_assert(SSL_CTX_set_max_proto_version(ctx, version));
	ssl = SSL_new(ctx);
	load(ssl, credential);
	return ssl;
}

static void duo_begin(struct duo *duo, struct world *world, const char *name, int version)
{
	BIO *near;
	BIO *far;

	duo->client_ctx = SSL_CTX_new(TLS_client_method());
	duo->server_ctx = SSL_CTX_new(TLS_server_method());
	duo->client = make_end(duo->client_ctx, version, world_credential(world, name));
	duo->server = make_end(duo->server_ctx, version, world_credential(world, PKI_SERVER));
	SSL_set_verify(duo->server, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, take_any);
	ck_assert(BIO_new_bio_pair(&near, 0, &far, 0));
	SSL_set_bio(duo->client, near, near);
	SSL_set_bio(duo->server, far, far);
	SSL_set_connect_state(duo->client);
	SSL_set_accept_state(duo->server);
}

static void duo_end(struct duo *duo)
{
	SSL_free(duo->client);
	SSL_free(duo->server);
	SSL_CTX_free(duo->client_ctx);
	SSL_CTX_free(duo->server_ctx);
}

/* NULL: done; otherwise why the server gave up. */
static const char *shake(struct duo *duo)
{
	for (int i = 0; i < ROUNDS_MAX; i++) {
		int client;
		int server;

		ERR_clear_error();
		client = SSL_do_handshake(duo->client);
		ERR_clear_error();
		server = SSL_do_handshake(duo->server);
		if (client == 1 && server == 1)
			return NULL;
		if (server != 1 && SSL_get_error(duo->server, server) == SSL_ERROR_SSL)
			return ERR_reason_error_string(ERR_peek_last_error());
	}
	return "no end";
}

/* What arrived is what was meant to be sent, byte for byte: libssl swallows what it can't use. */
static void expect_arrived(SSL *server, const struct credential *credential)
{
	STACK_OF(X509) *chain = SSL_get_peer_cert_chain(server);

	ck_assert_int_eq(sk_X509_num(chain) + 1, (int)credential->chain_len);
	for (size_t i = 0; i < credential->chain_len; i++) {
		X509 *cert = i ? sk_X509_value(chain, (int)i - 1) : SSL_get0_peer_certificate(server);
		unsigned char *der = NULL;
		int len = i2d_X509(cert, &der);

		ck_assert_mem_eq(der, credential->der[i].data, credential->der[i].len);
		ck_assert_uint_eq((size_t)len, credential->der[i].len);
		OPENSSL_free(der);
	}
}

static void check_all(int version)
{
	struct world world;

	world_begin(&world, NULL, NULL);
	for (size_t i = 0; i < catalogue_credential_count; i++) {
		const struct catalogue_row *row = &catalogue_credentials[i];
		struct duo duo;
		const char *reason;

		duo_begin(&duo, &world, row->name, version);
		reason = shake(&duo);
		if (row->handshake)
			ck_assert_msg(reason && strcmp(reason, row->handshake) == 0, "%s: %s", row->name,
				reason ? reason : "went through");
		else
			ck_assert_msg(!reason, "%s: %s", row->name, reason);
		if (!row->handshake)
			expect_arrived(duo.server, world_credential(&world, row->name));
		ERR_clear_error();
		duo_end(&duo);
	}
	world_end(&world);
}

START_TEST(test_every_credential_arrives_tls12)
{
	check_all(TLS1_2_VERSION);
}
END_TEST

START_TEST(test_every_credential_arrives_tls13)
{
	check_all(TLS1_3_VERSION);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"tls12", {test_every_credential_arrives_tls12}},
		{"tls13", {test_every_credential_arrives_tls13}},
	};
	return unit_run("ca_handshake", cases, COUNT_OF(cases));
}
