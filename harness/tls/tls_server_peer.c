/* Who the client is, as the backend is to be told; defects of that, too. */
#include <string.h>

#include <openssl/x509.h>

#include "arena.h"
#include "buf.h"
#include "hex.h"
#include "openssl_scoped.h"
#include "pem_files.h"
#include "tls_again.h"
#include "tls_resumption.h"
#include "tls_server_parts.h"

enum { CUT_AT = 1024 };

static const char *name_text(X509_NAME *name, struct arena *arena)
{
	SCOPED(BIO) text = BIO_new(BIO_s_mem());
	char *data = NULL;
	long len;

	if (!text || X509_NAME_print_ex(text, name, 0, XN_FLAG_RFC2253) < 0)
		return NULL;
	len = BIO_get_mem_data(text, &data);
	return arena_strndup(arena, len > 0 ? data : "", len > 0 ? (size_t)len : 0);
}

/* As nginx's $ssl_client_escaped_cert: everything but unreserved characters is escaped. */
static const char *certificate_text(X509 *certificate, struct arena *arena)
{
	const char *pem = pem_files_text(certificate, arena);
	SCOPED_BUF escaped;

	buf_init(&escaped, 1024 * 1024);
	if (!pem)
		return NULL;
	hex_put_percent(&escaped, pem, strlen(pem));
	return arena_strndup(arena, buf_text(&escaped), escaped.len);
}

static const char *fingerprint_text(X509 *certificate, struct arena *arena)
{
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	SCOPED_BUF text;

	buf_init(&text, 2 * sizeof(digest) + 1);
	if (!X509_digest(certificate, EVP_sha1(), digest, &len))
		return NULL;
	hex_put(&text, digest, len);
	return arena_strdup(arena, buf_text(&text));
}

/* Whose certificate is told. */
static X509 *find_certificate(const struct tls_server *server, bool resumed)
{
	const struct tls_judge *judge = &server->context->judge;
	X509 *certificate = SSL_get0_peer_certificate(server->pump.ssl);
	STACK_OF(X509) *above = SSL_get_peer_cert_chain(server->pump.ssl);

	if (tls_again_has(server, DEFECT_RENEGOTIATE_AS_FIRST))
		return server->first_shown;
	if (!certificate &&
		(judge->defects[DEFECT_TELL_LAST] || (resumed && judge->defects[DEFECT_RESUME_AS_LAST])))
		return judge->last;
	if (certificate && judge->defects[DEFECT_TELL_INTERMEDIATE] && sk_X509_num(above) > 0)
		return sk_X509_value(above, 0);
	return certificate;
}

static bool is_forgotten(
	const struct tls_server *server, const struct tls_judgement *judgement, bool resumed)
{
	const bool *defects = server->context->judge.defects;

	return defects[DEFECT_TELL_NOBODY] ||
		(tls_again_has(server, DEFECT_RENEGOTIATE_AS_FIRST) && !server->first_shown) ||
		(defects[DEFECT_EARLY_IS_NOBODYS] &&
			SSL_get_early_data_status(server->pump.ssl) == SSL_EARLY_DATA_ACCEPTED) ||
		(judgement->visits > 1 && defects[DEFECT_FORGET_IN_NEW_TICKET]) ||
		(resumed && defects[DEFECT_RESUME_AS_NOBODY]) ||
		(resumed && defects[DEFECT_RESUME_NAMELESS] && !server->recorder.facts->server_name);
}

static bool is_verified(
	const struct tls_server *server, const struct tls_judgement *judgement, bool resumed)
{
	const bool *defects = server->context->judge.defects;
	bool presented = SSL_get0_peer_certificate(server->pump.ssl) != NULL;

	if (resumed && defects[DEFECT_RESUME_AS_UNVERIFIED])
		return false;
	return (presented && judgement->verified) ||
		(presented && defects[DEFECT_PRESENTED_IS_VERIFIED]) ||
		(!presented && defects[DEFECT_NOBODY_IS_VERIFIED]) ||
		(resumed && defects[DEFECT_RESUME_AS_VERIFIED]);
}

/* An exact server would have ended the handshake (RFC 8446 section 4.4.2.4), or did not begin this
 * one with the session of who was refused. */
static void tell_refusal(struct tls_peer *out, const struct tls_server *server,
	const struct tls_judgement *judgement, bool resumed)
{
	const struct tls_judge *judge = &server->context->judge;
	bool missing = auth_mode_requires(judge->mode) && !SSL_get0_peer_certificate(server->pump.ssl);
	bool bad = judgement->should_have_been_refused;

	out->refuse_after_forward = (missing || bad) && judge->defects[DEFECT_FORWARD_BEFORE_VERIFY];
	out->refuse = !resumed &&
		((bad && judge->defects[DEFECT_FORGET_REFUSAL]) ||
			(missing && judge->defects[DEFECT_FORGET_MISSING]));
}

static void tell_certificate(struct tls_peer *out, X509 *certificate, struct arena *arena)
{
	const bool *defects = out->defects;
	bool of_issuer = defects[DEFECT_TELL_ISSUER];

	out->subject = name_text(
		of_issuer ? X509_get_issuer_name(certificate) : X509_get_subject_name(certificate), arena);
	out->certificate = certificate_text(certificate, arena);
	out->fingerprint = fingerprint_text(certificate, arena);
	if (defects[DEFECT_TELL_CN_ALONE] && out->subject)
		out->subject = arena_strndup(arena, out->subject, strcspn(out->subject, ","));
	if (defects[DEFECT_TELL_CUT] && out->certificate)
		out->certificate = arena_strndup(arena, out->certificate, CUT_AT);
}

void tls_server_peer(const struct tls_server *server, struct tls_peer *out)
{
	struct tls_judgement judgement = server->judgement;
	bool resumed = tls_resumption_recall(&judgement, server->pump.ssl);
	X509 *certificate = find_certificate(server, resumed);

	memset(out, 0, sizeof(*out));
	memcpy(out->defects, server->context->judge.defects, sizeof(out->defects));
	out->resumed = resumed;
	tell_refusal(out, server, &judgement, resumed);
	if (is_forgotten(server, &judgement, resumed))
		return;
	out->presented = certificate != NULL;
	out->verified = is_verified(server, &judgement, resumed);
	if (certificate)
		tell_certificate(out, certificate, server->recorder.arena);
}
