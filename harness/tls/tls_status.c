#include "tls_status.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "arena.h"
#include "certificate_status.h"
#include "fatal.h"
#include "tls_server_parts.h"

/* Who is let in, though he should not be. */
static const struct {
	enum tls_defect defect;
	enum certificate_status status;
} forgiven[] = {
	{DEFECT_OCSP_SOFT_FAIL, CERTIFICATE_UNANSWERED},
	{DEFECT_OCSP_SOFT_FAIL, CERTIFICATE_UNSIGNED},
	{DEFECT_OCSP_SILENCE_IS_GOOD, CERTIFICATE_UNANSWERED},
	{DEFECT_OCSP_ERROR_IS_GOOD, CERTIFICATE_UNSIGNED},
	{DEFECT_OCSP_UNKNOWN_IS_GOOD, CERTIFICATE_UNKNOWN},
	{DEFECT_OCSP_REVOKED_IS_GOOD, CERTIFICATE_REVOKED},
};

static STACK_OF(X509) * chain_of(const struct tls_server *server)
{
	return SSL_get0_verified_chain(server->pump.ssl);
}

static const char *first_address(X509 *leaf, struct arena *arena)
{
	STACK_OF(OPENSSL_STRING) *all = X509_get1_ocsp(leaf);
	const char *first = sk_OPENSSL_STRING_num(all) > 0
		? arena_strdup(arena, sk_OPENSSL_STRING_value(all, 0))
		: NULL;

	X509_email_free(all);
	return first;
}

static void make_request(struct tls_server *server, X509 *leaf, X509 *issuer)
{
	SCOPED(OCSP_REQUEST) request = OCSP_REQUEST_new();
	OCSP_CERTID *id = OCSP_cert_to_id(NULL, leaf, issuer);

	if (!request || !id || !OCSP_request_add0_id(request, id) ||
		!OCSP_request_add1_nonce(request, NULL, -1))
		FATAL("out of memory");
	OCSP_REQUEST_free(server->status_asked);
	server->status_asked = TAKE(request);
}

bool tls_status_ask(struct tls_status_question *out, struct tls_server *server)
{
	const struct tls_judge *judge = &server->context->judge;
	STACK_OF(X509) *chain = chain_of(server);
	X509 *leaf = sk_X509_num(chain) > 0 ? sk_X509_value(chain, 0) : NULL;
	X509 *issuer = leaf ? certificate_status_issuer(leaf, chain) : NULL;
	unsigned char *der = NULL;
	int len;

	*out = (struct tls_status_question){0};
	if (!judge->asks_status || !leaf)
		return false;
	if (!issuer)
		return true;
	make_request(server, leaf, issuer);
	len = i2d_OCSP_REQUEST(server->status_asked, &der);
	if (len <= 0)
		FATAL("out of memory");
	out->url = first_address(leaf, server->recorder.arena);
	out->body = arena_memdup(server->recorder.arena, der, (size_t)len);
	out->len = (size_t)len;
	OPENSSL_free(der);
	return true;
}

static bool is_forgiven(const bool defects[DEFECT_COUNT], enum certificate_status status)
{
	bool is = defects[DEFECT_OCSP_IGNORED];

	for (size_t i = 0; i < COUNT_OF(forgiven); i++)
		is |= defects[forgiven[i].defect] && forgiven[i].status == status;
	return is;
}

bool tls_status_lets_in(const struct tls_server *server, const uint8_t *answer, size_t len)
{
	const bool *defects = server->context->judge.defects;
	STACK_OF(X509) *chain = chain_of(server);
	struct certificate_status_case of = {.leaf = sk_X509_value(chain, 0),
		.chain = chain,
		.trusted = tls_server_trusted_by(server->context),
		.asked = server->status_asked,
		.lax = {.any_signer = defects[DEFECT_OCSP_SIGNER_UNCHECKED],
			.any_certificate = defects[DEFECT_OCSP_WRONG_CERTIFICATE],
			.any_time = defects[DEFECT_OCSP_STALE_ACCEPTED]}};
	enum certificate_status status;

	of.issuer = certificate_status_issuer(of.leaf, chain);
	status = certificate_status_read(&of, of.issuer ? answer : NULL, len);
	return status == CERTIFICATE_GOOD || is_forgiven(defects, status);
}
