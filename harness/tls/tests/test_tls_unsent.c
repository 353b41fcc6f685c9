/* A CertificateRequest that leaves out our key: nothing goes out, and it is known why. */
#include <string.h>

#include "asked_keys.h"
#include "asking.h"
#include "peers.h"
#include "unit.h"
#include "unsent.h"

struct asking {
	enum tls_version version;
	const char *credential;
	const char *schemes; /* that the server offers, in libssl's words */
	const char *unsent; /* what is said of it; NULL: the credential went out */
	size_t count; /* of the offered that are told */
};

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
		const struct tls_client_options options = {.version = row->version,
			.server_name = PKI_SERVER_NAME,
			.credential = row->credential ? peers_credential(row->credential) : NULL};
		struct observation facts;

		asking_shake(&facts, &options, row->schemes, false);
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
	const char **names = asked_schemes(&count, request.signature_algorithms, arena);

	ck_assert_uint_eq(count, 2);
	ck_assert_str_eq(names[0], "ecdsa_secp256r1_sha256");
	ck_assert_str_eq(names[1], "0x0a0b");
	ck_assert_str_eq(unsent_explain(&request, client, TLS_1_3, NULL, arena),
		OFFERS "ecdsa_secp256r1_sha256, 0x0a0b; client has a P-256 key, and libssl used it with "
			   "none of them");
	ck_assert_str_eq(
		unsent_explain(&request, peers_credential("client-rsa"), TLS_1_3, "why not", arena),
		OFFERS "ecdsa_secp256r1_sha256, 0x0a0b; client-rsa has an RSA key" WITH_NONE "; why not");
	request.certificate_algorithms = (struct der){rsa, sizeof(rsa)};
	ck_assert_str_eq(unsent_explain(&request, client, TLS_1_3, NULL, arena),
		"the server's CertificateRequest wants certificates signed with rsa_pkcs1_sha256; that of "
		"client is not");
	request = (struct certificate_request){0};
	ck_assert_str_eq(unsent_explain(&request, client, TLS_1_1, NULL, arena),
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
