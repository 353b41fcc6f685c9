#include <check.h>
#include <openssl/ocsp.h>

#include "pki_ocsp.h"
#include "world.h"

/* What a client of that CA asks, and what it makes of the answer. */
struct asking {
	struct world world;
	const struct credential *credential;
	X509 *issuer;
	OCSP_REQUEST *request;
	char der[4096];
	int len;
};

static void begin(struct asking *asking)
{
	const char *why = "";
	unsigned char *at = (unsigned char *)asking->der;

	world_begin(&asking->world, NULL, NULL);
	asking->credential = pki_addressed(asking->world.pki,
		world_credential(&asking->world, "client-ocsp-in-question"), "http://127.0.0.1/x", &why);
	asking->issuer = world_authority(&asking->world, "client-issuing");
	asking->request = OCSP_REQUEST_new();
	ck_assert(OCSP_request_add0_id(asking->request,
		OCSP_cert_to_id(EVP_sha1(), asking->credential->chain[0], asking->issuer)));
	ck_assert(OCSP_request_add1_nonce(asking->request, NULL, -1));
	asking->len = i2d_OCSP_REQUEST(asking->request, &at);
}

static void end(struct asking *asking)
{
	OCSP_REQUEST_free(asking->request);
	world_end(&asking->world);
}

static OCSP_RESPONSE *ask(struct asking *asking, enum ocsp_answer answer)
{
	const struct pki_question question = {.body = asking->der, .body_len = (size_t)asking->len};
	struct der der =
		pki_ocsp(asking->world.pki, asking->credential, answer, &question, &asking->world.arena);
	const unsigned char *at = der.data;
	OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &at, (long)der.len);

	ck_assert_ptr_nonnull(response);
	return response;
}

/* -1: it does not count; else V_OCSP_CERTSTATUS_*. */
static int status_of(struct asking *asking, enum ocsp_answer answer)
{
	OCSP_RESPONSE *response = ask(asking, answer);
	OCSP_BASICRESP *basic = OCSP_response_get1_basic(response);
	X509_STORE *store = X509_STORE_new();
	OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), asking->credential->chain[0], asking->issuer);
	STACK_OF(X509) *chain = sk_X509_new_null();
	ASN1_GENERALIZEDTIME *from, *until;
	int status = -1;

	ck_assert(X509_STORE_add_cert(store, world_authority(&asking->world, PKI_CLIENT_ROOT)));
	ck_assert(sk_X509_push(chain, asking->issuer));
	if (basic && OCSP_basic_verify(basic, chain, store, 0) == 1 &&
		OCSP_check_nonce(asking->request, basic) == 1 &&
		(!OCSP_resp_find_status(basic, id, &status, NULL, NULL, &from, &until) ||
			!OCSP_check_validity(from, until, 300, -1)))
		status = -1;
	sk_X509_free(chain);
	OCSP_CERTID_free(id);
	X509_STORE_free(store);
	OCSP_BASICRESP_free(basic);
	OCSP_RESPONSE_free(response);
	return status;
}

START_TEST(test_answers)
{
	static const int wanted[OCSP_ANSWER_COUNT] = {
		[OCSP_ANSWER_GOOD] = V_OCSP_CERTSTATUS_GOOD,
		[OCSP_ANSWER_REVOKED] = V_OCSP_CERTSTATUS_REVOKED,
		[OCSP_ANSWER_UNKNOWN] = V_OCSP_CERTSTATUS_UNKNOWN,
		[OCSP_ANSWER_SILENT] = V_OCSP_CERTSTATUS_GOOD, /* nobody asks for its text */
		[OCSP_ANSWER_LATE] = V_OCSP_CERTSTATUS_REVOKED,
		[OCSP_ANSWER_OTHER] = -1,
		[OCSP_ANSWER_STRANGER] = -1,
		[OCSP_ANSWER_EXPIRED] = -1,
		[OCSP_ANSWER_TRY_LATER] = -1,
	};
	struct asking asking;

	begin(&asking);
	for (int i = 0; i < OCSP_ANSWER_COUNT; i++)
		ck_assert_msg(status_of(&asking, (enum ocsp_answer)i) == wanted[i], "%s: %d",
			ocsp_answer_words[i], status_of(&asking, (enum ocsp_answer)i));
	end(&asking);
}
END_TEST

/* Of a certificate that it does not know it says so, and to what is no question nothing. */
START_TEST(test_other_questions)
{
	struct asking asking;
	struct pki_question none = {.body = "none", .body_len = 4};
	const struct credential *plain;

	begin(&asking);
	ck_assert_uint_eq(
		pki_ocsp(asking.world.pki, asking.credential, OCSP_ANSWER_GOOD, &none, &asking.world.arena)
			.len,
		0);
	none = (struct pki_question){.path = "%zz"};
	ck_assert_uint_eq(
		pki_ocsp(asking.world.pki, asking.credential, OCSP_ANSWER_GOOD, &none, &asking.world.arena)
			.len,
		0);
	none = (struct pki_question){.body = asking.der, .body_len = (size_t)asking.len};
	plain = world_credential(&asking.world, "client");
	ck_assert_uint_eq(
		pki_ocsp(asking.world.pki, plain, OCSP_ANSWER_GOOD, &none, &asking.world.arena).len, 0);
	asking.credential = pki_addressed(asking.world.pki,
		world_credential(&asking.world, "client-ocsp"), "http://x", &(const char *){0});
	ck_assert_int_eq(status_of(&asking, OCSP_ANSWER_GOOD), -1);
	end(&asking);
}
END_TEST

/* RFC 6960 A.1: base64, whose slashes and plus signs may be written as they are or with a percent
 * sign. */
START_TEST(test_question_in_a_path)
{
	struct asking asking;
	struct pki_question question = {0};
	char base64[6000], encoded[18000];
	size_t len = 0;

	begin(&asking);
	EVP_EncodeBlock((unsigned char *)base64, (unsigned char *)asking.der, asking.len);
	for (const char *at = base64; *at; at++)
		len += (size_t)snprintf(
			encoded + len, sizeof(encoded) - len, strchr("+/=", *at) ? "%%%02X" : "%c", *at);
	for (int i = 0; i < 2; i++) {
		question.path = i ? base64 : encoded;
		ck_assert_uint_gt(pki_ocsp(asking.world.pki, asking.credential, OCSP_ANSWER_GOOD, &question,
							  &asking.world.arena)
							  .len,
			0);
	}
	end(&asking);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"ocsp", {test_answers, test_other_questions, test_question_in_a_path}},
	};

	return unit_run("ca_ocsp", cases, COUNT_OF(cases));
}
