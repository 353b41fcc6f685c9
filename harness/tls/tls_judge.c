#include "tls_judge.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/x509v3.h>

#include "fatal.h"
#include "possession.h"
#include "tls_defect.h"
#include "tls_recorder.h"

/*
 * libssl derives its alert from the verification error. Where its choice is not what the RFC's
 * words ask for, this is the error that leads to the right alert.
 */
static const struct {
	int error;
	int stand_in;
} right_alerts[] = {
	/* "has expired or is not currently valid" */
	{X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED},
	/* bad_certificate: "contained signatures that did not verify correctly" */
	{X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_CERT_REJECTED},
	/* unknown_ca, as for every other certificate that may not issue */
	{X509_V_ERR_KEYUSAGE_NO_CERTSIGN, X509_V_ERR_INVALID_CA},
	{X509_V_ERR_INVALID_NON_CA, X509_V_ERR_INVALID_CA},
};

struct tls_judge *tls_judge_of(SSL *ssl)
{
	return SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
}

static int on_verify(int ok, X509_STORE_CTX *store)
{
	const struct tls_judge *judge =
		tls_judge_of(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));

	if (ok)
		return 1;
	if (!tls_defect_forgives(judge->defects, store, !auth_mode_verifies(judge->mode)))
		return 0;
	X509_STORE_CTX_set_error(store, X509_V_OK);
	return 1;
}

/* X509_STORE_set_check_issued for DEFECT_IGNORE_CA_FLAG: an issuer need not be allowed to sign. */
static int issued_whatever_usage(X509_STORE_CTX *store, X509 *subject, X509 *issuer)
{
	int error = X509_check_issued(issuer, subject);

	(void)store;
	return error == X509_V_OK || error == X509_V_ERR_KEYUSAGE_NO_CERTSIGN;
}

/* Notes the leaf; true if it had been refused before. */
static bool was_refused(struct tls_judge *judge, X509 *leaf)
{
	uint8_t fingerprint[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (!X509_digest(leaf, EVP_sha256(), fingerprint, &len) || len != JUDGE_FINGERPRINT_LEN)
		FATAL("no SHA-256");
	for (size_t i = 0; i < judge->refused_count && i < JUDGE_REFUSED_MAX; i++) {
		if (memcmp(judge->refused[i], fingerprint, JUDGE_FINGERPRINT_LEN) == 0)
			return true;
	}
	memcpy(judge->refused[judge->refused_count++ % JUDGE_REFUSED_MAX], fingerprint,
		JUDGE_FINGERPRINT_LEN);
	return false;
}

/* It is over HTTP, or never, that who is bad is told so. */
static bool lets_handshake_pass(const struct tls_judge *judge)
{
	return judge->defects[DEFECT_FORWARD_BEFORE_VERIFY] || judge->defects[DEFECT_FORGET_REFUSAL];
}

static bool lets_nobody_pass(const struct tls_judge *judge)
{
	return judge->defects[DEFECT_FORWARD_BEFORE_VERIFY] || judge->defects[DEFECT_FORGET_MISSING];
}

static bool judges(const struct tls_judge *judge)
{
	if (judge->mode == AUTH_VERIFY_CLIENT_CERT_IF_GIVEN &&
		judge->defects[DEFECT_OPTIONAL_MEANS_OFF])
		return false;
	return auth_mode_verifies(judge->mode);
}

static void choose_alert(X509_STORE_CTX *store)
{
	int error = X509_STORE_CTX_get_error(store);

	for (size_t i = 0; i < COUNT_OF(right_alerts); i++) {
		if (right_alerts[i].error == error)
			X509_STORE_CTX_set_error(store, right_alerts[i].stand_in);
	}
}

/* Where no chain counts, a certificate is verified if at all for what the backend is told. */
static bool is_told_verified(const struct tls_judge *judge, X509_STORE_CTX *store)
{
	/* what means "optional" calls itself verified, too: that is the harm in it */
	if (auth_mode_verifies(judge->mode))
		return true;
	return tls_defect_tells(judge->defects) && X509_verify_cert(store) == 1;
}

static bool passes(struct tls_judge *judge, struct tls_judgement *judgement, X509_STORE_CTX *store)
{
	X509 *leaf = X509_STORE_CTX_get0_cert(store);

	if (tls_defect_refuses(judge->defects, leaf)) {
		X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
		return false;
	}
	X509_STORE_CTX_set_verify_cb(store, on_verify);
	if (judgement->again && judge->defects[DEFECT_RENEGOTIATE_UNVERIFIED])
		return true;
	if (!judges(judge) || judgement->spared) {
		judgement->verified = is_told_verified(judge, store);
		return true;
	}
	judgement->verified = X509_verify_cert(store) == 1;
	if (judgement->verified)
		return true;
	if (judge->defects[DEFECT_SECOND_TIME_LUCKY] && was_refused(judge, leaf))
		return true;
	judgement->should_have_been_refused = lets_handshake_pass(judge);
	return judgement->should_have_been_refused;
}

static void remember(struct tls_judge *judge, X509 *leaf)
{
	if (!judge->defects[DEFECT_TELL_LAST] && !judge->defects[DEFECT_RESUME_AS_LAST])
		return;
	X509_free(judge->last);
	judge->last = X509_up_ref(leaf) ? leaf : NULL;
}

void tls_judge_finish(struct tls_judge *judge)
{
	X509_free(judge->last);
}

/* SSL_CTX_set_cert_verify_callback */
static int judge_client(X509_STORE_CTX *store, void *arg)
{
	struct tls_judge *judge = arg;
	SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
	bool skipped = possession_is_skipped();
	bool ok;

	possession_skip(false); /* the chain's signatures count */
	ok = passes(judge, tls_recorder_of(ssl)->judgement, store);
	possession_skip(skipped);
	if (ok) {
		remember(judge, X509_STORE_CTX_get0_cert(store));
		X509_STORE_CTX_set_error(store, X509_V_OK);
	} else {
		choose_alert(store);
	}
	return ok;
}

static unsigned long crl_flags(const struct tls_judge *judge)
{
	return judge->defects[DEFECT_CRL_OF_LEAF_ALONE]
		? X509_V_FLAG_CRL_CHECK
		: X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL;
}

void tls_judge_set_up(struct tls_judge *judge, SSL_CTX *ctx, X509_STORE *trusted, bool has_crls)
{
	X509_VERIFY_PARAM *param = SSL_CTX_get0_param(ctx);
	int flags = SSL_VERIFY_NONE;

	judge->mode = tls_defect_mode(judge->defects, judge->mode);
	if (auth_mode_requests(judge->mode))
		flags = SSL_VERIFY_PEER;
	if (auth_mode_requires(judge->mode) && !lets_nobody_pass(judge))
		flags |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
	if (judge->asks_late && flags != SSL_VERIFY_NONE)
		flags |= SSL_VERIFY_POST_HANDSHAKE;
	SSL_CTX_set_verify(ctx, flags, NULL);
	SSL_CTX_set_app_data(ctx, judge);
	SSL_CTX_set_cert_verify_callback(ctx, judge_client, judge);
	if (trusted && !SSL_CTX_set1_verify_cert_store(ctx, trusted))
		FATAL("out of memory");
	if (trusted && judge->defects[DEFECT_IGNORE_CA_FLAG])
		X509_STORE_set_check_issued(trusted, issued_whatever_usage);
	if (has_crls && !judge->defects[DEFECT_IGNORE_REVOCATION] &&
		!X509_VERIFY_PARAM_set_flags(param, crl_flags(judge)))
		FATAL("libcrypto refuses CRL checks");
}
