#include "certificate_status.h"

#include <limits.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

SCOPED_TYPE(OCSP_BASICRESP, OCSP_BASICRESP *, OCSP_BASICRESP_free)
SCOPED_TYPE(OCSP_RESPONSE, OCSP_RESPONSE *, OCSP_RESPONSE_free)

enum { CLOCK_SKEW_S = 300 };

X509 *certificate_status_issuer(X509 *leaf, STACK_OF(X509) * chain)
{
	for (int i = 0; i < sk_X509_num(chain); i++) {
		if (X509_check_issued(sk_X509_value(chain, i), leaf) == X509_V_OK)
			return sk_X509_value(chain, i);
	}
	return NULL;
}

/* What stands in it of this certificate, under whatever digest of its issuer it was asked for. */
static OCSP_SINGLERESP *find_single(OCSP_BASICRESP *basic, const struct certificate_status_case *of)
{
	for (int i = 0; i < OCSP_resp_count(basic); i++) {
		OCSP_SINGLERESP *single = OCSP_resp_get0(basic, i);
		OCSP_CERTID *said = (OCSP_CERTID *)OCSP_SINGLERESP_get0_id(single);
		ASN1_OBJECT *name = NULL;
		const EVP_MD *digest =
			OCSP_id_get0_info(NULL, &name, NULL, NULL, said) ? EVP_get_digestbyobj(name) : NULL;
		SCOPED(OCSP_CERTID) ours = digest ? OCSP_cert_to_id(digest, of->leaf, of->issuer) : NULL;

		if (of->lax.any_certificate || (ours && OCSP_id_cmp(ours, said) == 0))
			return single;
	}
	return NULL;
}

static bool is_signed_for_it(OCSP_BASICRESP *basic, const struct certificate_status_case *of)
{
	return of->lax.any_signer || OCSP_basic_verify(basic, of->chain, of->trusted, 0) == 1;
}

/* libcrypto's 0: it has one, and another. Most responders have none, since they answer in advance.
 */
static bool answers_this_question(OCSP_BASICRESP *basic, const struct certificate_status_case *of)
{
	return !of->asked || OCSP_check_nonce(of->asked, basic) != 0;
}

static enum certificate_status read_single(
	OCSP_SINGLERESP *single, const struct certificate_status_case *of)
{
	ASN1_GENERALIZEDTIME *from = NULL;
	ASN1_GENERALIZEDTIME *until = NULL;
	int status = OCSP_single_get0_status(single, NULL, NULL, &from, &until);

	if (!of->lax.any_time && OCSP_check_validity(from, until, CLOCK_SKEW_S, -1) != 1)
		return CERTIFICATE_MISANSWERED;
	switch (status) {
	case V_OCSP_CERTSTATUS_GOOD:
		return CERTIFICATE_GOOD;
	case V_OCSP_CERTSTATUS_REVOKED:
		return CERTIFICATE_REVOKED;
	default:
		return CERTIFICATE_UNKNOWN;
	}
}

static enum certificate_status read_response(
	const struct certificate_status_case *of, OCSP_RESPONSE *response)
{
	SCOPED(OCSP_BASICRESP) basic = OCSP_response_get1_basic(response);
	OCSP_SINGLERESP *single;

	if (!basic || !is_signed_for_it(basic, of) || !answers_this_question(basic, of))
		return CERTIFICATE_MISANSWERED;
	single = find_single(basic, of);
	return single ? read_single(single, of) : CERTIFICATE_MISANSWERED;
}

enum certificate_status certificate_status_read(
	const struct certificate_status_case *of, const uint8_t *der, size_t len)
{
	SCOPED(OCSP_RESPONSE) response = NULL;
	enum certificate_status status = CERTIFICATE_UNSIGNED;

	if (!der)
		return CERTIFICATE_UNANSWERED;
	response = len <= LONG_MAX ? d2i_OCSP_RESPONSE(NULL, &der, (long)len) : NULL;
	if (response && OCSP_response_status(response) == OCSP_RESPONSE_STATUS_SUCCESSFUL)
		status = read_response(of, response);
	ERR_clear_error();
	return status;
}
