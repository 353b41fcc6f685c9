/* What the reference server asks an OCSP responder, and whom it lets in by which answer. */
#include <string.h>

#include <openssl/ocsp.h>

#include "kept_sessions.h"
#include "peers.h"
#include "pki_addressed.h"
#include "pki_ocsp.h"
#include "tls_status.h"
#include "unit.h"

#define ADDRESS "http://127.0.0.1:9/mtlspec/fetch/x/ocsp"

/* A client after its handshake. */
struct visit {
	struct arena arena;
	struct observation facts[2];
	struct tls_server_context *context;
	struct tls_server *server;
	struct tls_client *client;
};

static const struct credential *addressed(void)
{
	static const struct credential *one;
	const char *why = NULL;

	if (!one)
		one = pki_addressed(peers_get()->pki, peers_credential("client-ocsp-in-question"),
			"http://127.0.0.1:9/mtlspec/fetch/x", &why);
	ck_assert_msg(one != NULL, "%s", why);
	return one;
}

static void carry(struct visit *visit)
{
	const uint8_t *data;
	size_t len;

	for (bool moved = true; moved;) {
		moved = false;
		while ((len = tls_client_output(visit->client, &data)) > 0) {
			tls_server_receive(visit->server, data, len);
			tls_client_consume_output(visit->client, len);
			moved = true;
		}
		while ((len = tls_server_output(visit->server, &data)) > 0) {
			tls_client_receive(visit->client, data, len);
			tls_server_consume_output(visit->server, len);
			moved = true;
		}
	}
}

static void begin(struct visit *visit, const struct tls_server_config *config,
	const struct credential *credential, enum tls_version version)
{
	const struct tls_client_options options = {
		.credential = credential, .version = version, .server_name = PKI_SERVER_NAME};
	const char *why = NULL;

	arena_init(&visit->arena);
	observation_init(&visit->facts[0]);
	observation_init(&visit->facts[1]);
	visit->context = tls_server_context_create(config, &visit->arena, &why);
	ck_assert_msg(visit->context != NULL, "%s", why);
	visit->server = tls_server_create(visit->context, &visit->facts[0], &visit->arena);
	visit->client =
		tls_client_create(peers_get()->clients, &options, &visit->facts[1], &visit->arena);
	tls_client_write(visit->client, "ping", 4);
	carry(visit);
	ck_assert(tls_server_handshake_done(visit->server));
}

static void end(struct visit *visit)
{
	tls_client_destroy(visit->client);
	tls_server_destroy(visit->server);
	tls_server_context_destroy(visit->context);
	arena_finish(&visit->arena);
}

static struct tls_server_config asking(int defect)
{
	struct tls_server_config config = peers_config(AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, defect);

	config.asks_status = config.tickets = true;
	return config;
}

/* The defects by which somebody gets in who should not, for each answer, beside ocsp-ignored. */
static const enum tls_defect openings[OCSP_ANSWER_COUNT][3] = {
	[OCSP_ANSWER_REVOKED] = {DEFECT_OCSP_REVOKED_IS_GOOD},
	[OCSP_ANSWER_UNKNOWN] = {DEFECT_OCSP_UNKNOWN_IS_GOOD},
	[OCSP_ANSWER_SILENT] = {DEFECT_OCSP_SOFT_FAIL, DEFECT_OCSP_SILENCE_IS_GOOD},
	[OCSP_ANSWER_LATE] = {DEFECT_OCSP_REVOKED_IS_GOOD},
	[OCSP_ANSWER_OTHER] = {DEFECT_OCSP_WRONG_CERTIFICATE},
	[OCSP_ANSWER_STRANGER] = {DEFECT_OCSP_SIGNER_UNCHECKED},
	[OCSP_ANSWER_EXPIRED] = {DEFECT_OCSP_STALE_ACCEPTED},
	[OCSP_ANSWER_TRY_LATER] = {DEFECT_OCSP_SOFT_FAIL, DEFECT_OCSP_ERROR_IS_GOOD},
};

static bool is_opening(enum ocsp_answer answer, int defect)
{
	if (answer == OCSP_ANSWER_GOOD || defect == DEFECT_OCSP_IGNORED)
		return true;
	for (size_t i = 0; defect != NO_DEFECT && i < COUNT_OF(openings[answer]); i++) {
		if (openings[answer][i] && (int)openings[answer][i] == defect)
			return true;
	}
	return false;
}

static bool lets_in(struct visit *visit, enum ocsp_answer answer)
{
	struct tls_status_question question;
	struct pki_question asked;
	struct der der;

	ck_assert(tls_status_ask(&question, visit->server));
	ck_assert_str_eq(question.url, ADDRESS);
	asked = (struct pki_question){.body = (const char *)question.body, .body_len = question.len};
	der = pki_ocsp(peers_get()->pki, addressed(), answer, &asked, &visit->arena);
	return tls_status_lets_in(
		visit->server, answer == OCSP_ANSWER_SILENT ? NULL : der.data, der.len);
}

START_TEST(each_answer)
{
	for (int defect = DEFECT_OCSP_IGNORED - 1; defect <= DEFECT_OCSP_STALE_ACCEPTED; defect++) {
		int one = defect < DEFECT_OCSP_IGNORED ? NO_DEFECT : defect;
		struct tls_server_config config = asking(one);
		struct visit visit;

		begin(&visit, &config, addressed(), defect % 2 ? TLS_1_2 : TLS_1_3);
		for (int i = 0; i < OCSP_ANSWER_COUNT; i++)
			ck_assert_msg(
				lets_in(&visit, (enum ocsp_answer)i) == is_opening((enum ocsp_answer)i, one),
				"%s, %s", ocsp_answer_words[i], one == NO_DEFECT ? "none" : tls_defect_words[one]);
		end(&visit);
	}
}
END_TEST

/* Who has shown nothing, or is not looked at, need not be asked of; whoever names no responder is
 * asked of nowhere. */
START_TEST(whom_it_asks)
{
	struct tls_server_config config = asking(NO_DEFECT);
	struct tls_status_question question;
	struct visit visit;

	begin(&visit, &config, peers_credential("client"), TLS_1_3);
	ck_assert(tls_status_ask(&question, visit.server));
	ck_assert_ptr_null(question.url);
	end(&visit);
	config.asks_status = false;
	begin(&visit, &config, addressed(), TLS_1_3);
	ck_assert(!tls_status_ask(&question, visit.server));
	end(&visit);
	config = asking(NO_DEFECT);
	config.mode = AUTH_VERIFY_CLIENT_CERT_IF_GIVEN;
	begin(&visit, &config, NULL, TLS_1_3);
	ck_assert(!tls_status_ask(&question, visit.server));
	end(&visit);
}
END_TEST

/* An answer to somebody else's question, of another nonce, and what is no answer. */
START_TEST(not_its_answer)
{
	struct tls_server_config config = asking(NO_DEFECT);
	struct tls_status_question question;
	struct pki_question asked;
	struct der der;
	struct visit visit;

	begin(&visit, &config, addressed(), TLS_1_3);
	ck_assert(tls_status_ask(&question, visit.server));
	asked = (struct pki_question){.body = (const char *)question.body, .body_len = question.len};
	der = pki_ocsp(peers_get()->pki, addressed(), OCSP_ANSWER_GOOD, &asked, &visit.arena);
	ck_assert(tls_status_lets_in(visit.server, der.data, der.len));
	ck_assert(!tls_status_lets_in(visit.server, der.data, der.len - 1));
	ck_assert(!tls_status_lets_in(visit.server, (const uint8_t *)"", 0));
	ck_assert(tls_status_ask(&question, visit.server));
	ck_assert(!tls_status_lets_in(visit.server, der.data, der.len));
	end(&visit);
}
END_TEST

/* A session would come back without being asked of again. */
START_TEST(no_sessions)
{
	for (int asks = 0; asks < 2; asks++) {
		struct tls_server_config config = asking(NO_DEFECT);
		struct kept_sessions kept = {.count = 0};
		struct tls_client_options options = {.credential = addressed(),
			.version = TLS_1_3,
			.server_name = PKI_SERVER_NAME,
			.keeps_session = true};
		struct visit visit;

		config.asks_status = asks;
		begin(&visit, &config, addressed(), TLS_1_3);
		tls_client_destroy(visit.client);
		tls_server_destroy(visit.server);
		visit.server = tls_server_create(visit.context, &visit.facts[0], &visit.arena);
		visit.client =
			tls_client_create(peers_get()->clients, &options, &visit.facts[1], &visit.arena);
		tls_client_write(visit.client, "ping", 4);
		carry(&visit);
		tls_client_take_sessions(visit.client, &kept);
		ck_assert_uint_eq(kept.count, !asks);
		kept_sessions_finish(&kept);
		end(&visit);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"status", {each_answer, whom_it_asks, not_its_answer, no_sessions}}};
	int status = unit_run("tls_status", cases, COUNT_OF(cases));

	peers_destroy();
	return status;
}
