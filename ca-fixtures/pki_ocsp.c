#include "pki_ocsp.h"

#include "ocsp_request.h"
#include "pki_addressed.h"
#include "pki_issuer.h"
#include "pki_mint.h"

SCOPED_TYPE(OCSP_REQUEST, OCSP_REQUEST *, OCSP_REQUEST_free)
SCOPED_TYPE(OCSP_BASICRESP, OCSP_BASICRESP *, OCSP_BASICRESP_free)
SCOPED_TYPE(OCSP_CERTID, OCSP_CERTID *, OCSP_CERTID_free)
SCOPED_TYPE(OCSP_RESPONSE, OCSP_RESPONSE *, OCSP_RESPONSE_free)

enum { DAY_S = 86400, AGE_S = 3600 };

#define STRANGER "other-root"

struct answering {
	enum ocsp_answer answer;
	X509 *leaf;
	const struct pki_slot *issuer;
	const struct pki_slot *signer;
	OCSP_REQUEST *request;
	time_t now;
};

static bool is_about_leaf(const struct answering *of, OCSP_CERTID *id)
{
	ASN1_OBJECT *digest = NULL;
	const EVP_MD *md;
	SCOPED(OCSP_CERTID) ours = NULL;

	if (!OCSP_id_get0_info(NULL, &digest, NULL, NULL, id))
		return false;
	md = EVP_get_digestbyobj(digest);
	ours = md ? OCSP_cert_to_id(md, of->leaf, of->issuer->certificate) : NULL;
	return ours && OCSP_id_cmp(ours, id) == 0;
}

/* The same CA's, of another serial number. */
static OCSP_CERTID *another(OCSP_CERTID *id)
{
	OCSP_CERTID *other = OCSP_CERTID_dup(id);
	ASN1_INTEGER *serial = NULL;

	if (other && OCSP_id_get0_info(NULL, NULL, NULL, &serial, other) && ASN1_INTEGER_set(serial, 1))
		return other;
	OCSP_CERTID_free(other);
	return NULL;
}

static bool put_status(OCSP_BASICRESP *basic, const struct answering *of, OCSP_CERTID *asked)
{
	bool late = of->answer == OCSP_ANSWER_EXPIRED;
	bool revoked = of->answer == OCSP_ANSWER_REVOKED || of->answer == OCSP_ANSWER_LATE;
	bool known = of->answer != OCSP_ANSWER_UNKNOWN && is_about_leaf(of, asked);
	SCOPED(ASN1_TIME) from = ASN1_TIME_adj(NULL, of->now, 0, late ? -8 * DAY_S : -AGE_S);
	SCOPED(ASN1_TIME) until = ASN1_TIME_adj(NULL, of->now, 0, late ? -DAY_S : DAY_S);
	SCOPED(OCSP_CERTID)
	id = of->answer == OCSP_ANSWER_OTHER ? another(asked) : OCSP_CERTID_dup(asked);
	int status = !known ? V_OCSP_CERTSTATUS_UNKNOWN
		: revoked       ? V_OCSP_CERTSTATUS_REVOKED
						: V_OCSP_CERTSTATUS_GOOD;

	return id && from && until &&
		OCSP_basic_add1_status(basic, id, status,
			known && revoked ? OCSP_REVOKED_STATUS_KEYCOMPROMISE : OCSP_REVOKED_STATUS_NOSTATUS,
			known && revoked ? from : NULL, from, until);
}

/* By the CA itself, or by somebody else, whose certificate comes with it: not everybody looks for
 * the signer elsewhere. */
static bool sign(OCSP_BASICRESP *basic, const struct answering *of)
{
	const struct pki_slot *signer = of->signer;
	const EVP_MD *digest = key_has_own_digest(signer->key) ? NULL : EVP_sha256();

	return OCSP_copy_nonce(basic, of->request) > 0 &&
		OCSP_basic_sign(basic, signer->certificate, signer->key, digest, NULL, 0);
}

static OCSP_RESPONSE *answer_with(const struct answering *of)
{
	SCOPED(OCSP_BASICRESP) basic = OCSP_BASICRESP_new();

	if (of->answer == OCSP_ANSWER_TRY_LATER)
		return OCSP_response_create(OCSP_RESPONSE_STATUS_TRYLATER, NULL);
	for (int i = 0; basic && i < OCSP_request_onereq_count(of->request); i++) {
		OCSP_CERTID *id = OCSP_onereq_get0_id(OCSP_request_onereq_get0(of->request, i));

		if (!id || !put_status(basic, of, id))
			return NULL;
	}
	return basic && sign(basic, of) ? OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic)
									: NULL;
}

static bool take_slots(struct answering *out, struct pki *pki, const struct credential *of)
{
	const struct pki_addressed *one = pki_addressed_find(pki, of);
	struct pki_slot *stranger = pki_find(pki, RECIPE_AUTHORITY, STRANGER);
	const char *why = NULL;

	if (!one)
		return pki->usual && take_slots(out, pki->usual, of);
	out->leaf = one->slot.certificate;
	out->issuer = pki_issuer_key(pki, one->of, &why);
	out->signer = out->issuer;
	out->now = pki->now;
	if (out->answer != OCSP_ANSWER_STRANGER)
		return out->issuer;
	out->signer = stranger;
	return out->issuer && stranger && pki_mint(pki, stranger, &why);
}

struct der pki_ocsp(struct pki *pki, const struct credential *of, enum ocsp_answer answer,
	const struct pki_question *question, struct arena *arena)
{
	SCOPED(OCSP_REQUEST)
	request = question->path ? ocsp_request_of_path(question->path)
							 : ocsp_request_of_body(question->body, question->body_len);
	struct answering answering = {.answer = answer, .request = request};
	SCOPED(OCSP_RESPONSE) response = NULL;
	unsigned char *bytes = NULL;
	struct der out = {NULL, 0};
	int len;

	if (!request || !take_slots(&answering, pki, of))
		return out;
	response = answer_with(&answering);
	len = response ? i2d_OCSP_RESPONSE(response, &bytes) : 0;
	if (len > 0)
		out = (struct der){arena_memdup(arena, bytes, (size_t)len), (size_t)len};
	OPENSSL_free(bytes);
	return out;
}
