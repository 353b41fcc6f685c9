/* A CertificateRequest that leaves out our key: nothing goes out, and it is known why. */
#include <string.h>

#include <openssl/ssl.h>

#include "peers.h"
#include "tls_setup.h"
#include "unit.h"
#include "unsent.h"

struct asking {
	enum tls_version version;
	const char *credential;
	const char *schemes; /* that the server offers, in libssl's words */
	const char *unsent; /* what is said of it; NULL: the credential went out */
	size_t count; /* of the offered that are told */
};

/* A plain libssl server; ours offers everything. */
static SSL *asking_server(const struct asking *row)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	SSL *ssl;

	tls_setup_context(ctx, row->version, row->version);
	ck_assert(tls_setup_credential(NULL, ctx, peers_credential(PKI_SERVER)));
	ck_assert(SSL_CTX_set1_client_sigalgs_list(ctx, row->schemes));
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	ssl = SSL_new(ctx);
	SSL_CTX_free(ctx);
	SSL_set_bio(ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
	BIO_set_mem_eof_return(SSL_get_rbio(ssl), -1);
	SSL_set_accept_state(ssl);
	return ssl;
}

static void shake_hands(struct observation *facts, const struct asking *row)
{
	struct tls_client_options options = {.version = row->version,
		.server_name = PKI_SERVER_NAME,
		.credential = row->credential ? peers_credential(row->credential) : NULL};
	SSL *ssl = asking_server(row);
	struct tls_client *client;

	observation_init(facts);
	client = tls_client_create(peers_get()->clients, &options, facts, &peers_get()->arena);
	for (int i = 0; i < 4; i++) {
		char bytes[16384];
		const uint8_t *data;
		size_t len = tls_client_output(client, &data);
		int got;

		if (len)
			BIO_write(SSL_get_rbio(ssl), data, (int)len);
		tls_client_consume_output(client, len);
		SSL_do_handshake(ssl);
		got = BIO_read(SSL_get_wbio(ssl), bytes, sizeof(bytes));
		if (got > 0)
			tls_client_receive(client, (uint8_t *)bytes, (size_t)got);
	}
	tls_client_destroy(client);
	SSL_free(ssl);
}

#define OFFERS "the server's CertificateRequest offers "
#define WITH_NONE ", which can sign with none of them"

START_TEST(test_says_what_was_offered)
{
	static const char both[] = "rsa_pss_rsae_sha256:RSA+SHA256";
	static const char curves[] = "ECDSA+SHA256:ed25519";
	static const struct asking rows[] = {
		{TLS_1_2, "client", curves, NULL, 0},
		{TLS_1_3, "client", curves, NULL, 0},
		{TLS_1_2, "client", both,
			OFFERS "rsa_pss_rsae_sha256, rsa_pkcs1_sha256; client has a P-256 key" WITH_NONE, 2},
		{TLS_1_3, "client", both,
			OFFERS "rsa_pss_rsae_sha256, rsa_pkcs1_sha256; client has a P-256 key" WITH_NONE, 2},
		{TLS_1_2, "client-rsa", both, NULL, 0},
		{TLS_1_3, "client-rsa", both, NULL, 0},
		{TLS_1_3, "client-rsa", curves,
			OFFERS "ecdsa_secp256r1_sha256, ed25519; client-rsa has an RSA key" WITH_NONE, 2},
		{TLS_1_2, "client-rsa-pss", both,
			OFFERS "rsa_pss_rsae_sha256, rsa_pkcs1_sha256; client-rsa-pss has an RSA-PSS "
				   "key" WITH_NONE,
			2},
		{TLS_1_2, "client-ed25519", curves, NULL, 0},
		{TLS_1_3, "client-ed25519", "ECDSA+SHA256",
			OFFERS "ecdsa_secp256r1_sha256; client-ed25519 has an Ed25519 key" WITH_NONE, 1},
		/* TLS 1.2 does not tie a curve to a hash */
		{TLS_1_2, "client-p384", "ECDSA+SHA256", NULL, 0},
		{TLS_1_3, "client-p384", "ECDSA+SHA256",
			OFFERS "ecdsa_secp256r1_sha256; client-p384 has a P-384 key" WITH_NONE, 1},
		/* who presents nothing misses nothing */
		{TLS_1_2, NULL, both, NULL, 0},
		{TLS_1_3, NULL, both, NULL, 0},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct asking *row = &rows[i];
		struct observation facts;

		shake_hands(&facts, row);
		ck_assert_msg(facts.certificate_requested, "row %zu", i);
		ck_assert_int_eq(facts.sent, row->credential && !row->unsent ? SENT_AS_MEANT : SENT_EMPTY);
		ck_assert_uint_eq(facts.signature_scheme_count, row->count);
		if (row->unsent)
			ck_assert_str_eq(facts.unsent, row->unsent);
		else
			ck_assert_ptr_null(facts.unsent);
	}
}
END_TEST

/* RFC 8446 4.2.3: signature_algorithms_cert is about the certificates' own signatures. */
START_TEST(test_unsent_for_the_signature_of_its_certificate)
{
	static const uint8_t ecdsa[] = {4, 3, 0x0a, 0x0b};
	static const uint8_t rsa[] = {4, 1};
	struct arena *arena = &peers_get()->arena;
	const struct credential *client = peers_credential("client");
	struct certificate_request request = {.signature_algorithms = {ecdsa, sizeof(ecdsa)}};
	size_t count;
	const char **names = unsent_schemes(&count, &request, arena);

	ck_assert_uint_eq(count, 2);
	ck_assert_str_eq(names[0], "ecdsa_secp256r1_sha256");
	ck_assert_str_eq(names[1], "0x0a0b");
	ck_assert_str_eq(unsent_explain(&request, client, TLS_1_3, arena),
		OFFERS "ecdsa_secp256r1_sha256, 0x0a0b; client has a P-256 key, and libssl used it with "
			   "none of them");
	request.certificate_algorithms = (struct der){rsa, sizeof(rsa)};
	ck_assert_str_eq(unsent_explain(&request, client, TLS_1_3, arena),
		"the server's CertificateRequest wants certificates signed with rsa_pkcs1_sha256; that of "
		"client is not");
	request = (struct certificate_request){0};
	ck_assert_str_eq(unsent_explain(&request, client, TLS_1_1, arena),
		"an empty list went out in the place of client, and libssl does not say why");
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"unsent", {test_says_what_was_offered, test_unsent_for_the_signature_of_its_certificate}},
	};
	int status = unit_run("tls_unsent", cases, COUNT_OF(cases));

	peers_destroy();
	return status;
}
