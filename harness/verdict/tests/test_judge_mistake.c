/* What a target seems to do wrong, in words. */
#include "judge_mistake.h"

#include <string.h>

#include "arena.h"
#include "scoped.h"
#include "unit.h"

#define TRUSTED .far_end = FAR_SUCCESS, .data_received = 100, .connections = 1

static const struct {
	const char *what;
	const char *wanted; /* a part of the words, or NULL: none */
	enum directive_kind kind;
	enum control_state wrong_ca;
	struct observation facts;
	bool is_server;
	bool refused;
} rows[] = {
	{"trusts everybody", "nothing is verified", DIRECTIVE_VERIFICATION, CONTROL_FAIL, {TRUSTED},
		false, false},
	{"trusts an expired one", "passes over this: it is bad", DIRECTIVE_VERIFICATION, CONTROL_PASS,
		{TRUSTED}, false, false},
	{"trusts a CA more", "CAs beside", DIRECTIVE_TRUST, CONTROL_FAIL, {TRUSTED}, false, false},
	{"trusts an impostor", "passes over this: it is bad", DIRECTIVE_TRUST, CONTROL_PASS, {TRUSTED},
		false, false},
	{"compares no names", "the server's name, or not all of it: it is bad", DIRECTIVE_NAME,
		CONTROL_PASS, {TRUSTED}, false, false},
	{"reads no list", "revocation list", DIRECTIVE_REVOCATION, CONTROL_PASS, {TRUSTED}, false,
		false},
	{"speaks TLS 1.0", "before 1.2", DIRECTIVE_VERSIONS, CONTROL_PASS, {TRUSTED}, false, false},
	{"asks first", "verify first", DIRECTIVE_NAME, CONTROL_FAIL,
		{.far_end = FAR_FAILURE, .data_received = 100, .connections = 1}, false, false},
	{"comes again", "it came again", DIRECTIVE_VERIFICATION, CONTROL_FAIL,
		{.far_end = FAR_SUCCESS, .data_received = 100, .connections = 2}, false, false},
	{"keeps a connection", "kept by the server's name alone", DIRECTIVE_VERIFICATION, CONTROL_FAIL,
		{TRUSTED, .on_kept_connection = true}, false, false},
	{"keeps a session", "kept by the server's name alone", DIRECTIVE_VERIFICATION, CONTROL_FAIL,
		{TRUSTED, .resumed = true}, false, false},
	{"refuses", NULL, DIRECTIVE_NAME, CONTROL_PASS, {.far_end = FAR_FAILURE, .connections = 1},
		false, true},
	{"shows not what it has", NULL, DIRECTIVE_CERTIFICATE, CONTROL_PASS, {TRUSTED}, false, false},
	{"a server without TLS", "no TLS", DIRECTIVE_PLAIN, CONTROL_PASS, {.plain = true}, true, false},
	{"a server that lets in", NULL, DIRECTIVE_VERIFICATION, CONTROL_FAIL, {0}, true, false},
};

START_TEST(mistake_in_words)
{
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct attempt_result attempt = {.facts = rows[i].facts};
		struct cell_result cell = {.side = rows[i].is_server ? SIDE_SERVER : SIDE_CLIENT,
			.verdict = rows[i].refused ? VERDICT_PASS : VERDICT_FAIL,
			.expected = OUTCOME_REJECT,
			.observed = rows[i].refused ? OUTCOME_REJECT : OUTCOME_ACCEPT,
			.wrong_ca = rows[i].wrong_ca,
			.defect = "it is bad",
			.attempts = &attempt,
			.attempt_count = 1};
		const char *said = judge_mistake(&cell, rows[i].kind, &arena);

		ck_assert_msg(!said == !rows[i].wanted, "%s: %s", rows[i].what, said ? said : "nothing");
		ck_assert_msg(!said || strstr(said, rows[i].wanted), "%s: %s", rows[i].what, said);
	}
	arena_finish(&arena);
}
END_TEST

/* A client that our server should have turned away: nothing is wrong with the server. */
START_TEST(mistake_of_nobody)
{
	struct attempt_result attempt = {.facts = {TRUSTED}};
	struct cell_result cell = {.side = SIDE_CLIENT,
		.verdict = VERDICT_FAIL,
		.expected = OUTCOME_REJECT,
		.observed = OUTCOME_ACCEPT,
		.attempts = &attempt,
		.attempt_count = 1};

	ck_assert_ptr_null(judge_mistake(&cell, DIRECTIVE_VERIFICATION, NULL));
}
END_TEST

#define SPARED .hello_in_question = true, .negotiated = TLS_1_3, .backend_saw = true
#define ASKED .certificate_requested = true, .negotiated = TLS_1_3, .backend_saw = true

/* Only where others are asked, and who was not asked got in, is it the Hello that decides. */
START_TEST(mistake_at_hello)
{
	static const struct {
		struct observation subject;
		struct observation good;
		bool told;
	} hellos[] = {
		{{SPARED}, {ASKED}, true},
		{{SPARED}, {.negotiated = TLS_1_3, .backend_saw = true}, false},
		{{SPARED, .certificate_requested = true}, {ASKED}, false},
		{{SPARED, .session_offered = true}, {ASKED}, false},
		{{.hello_in_question = true, .negotiated = TLS_1_3}, {ASKED}, false},
		{{.negotiated = TLS_1_3, .backend_saw = true}, {ASKED}, false},
	};

	for (size_t i = 0; i < COUNT_OF(hellos); i++) {
		struct attempt_result attempts[] = {
			{.facts = hellos[i].subject}, {.facts = hellos[i].good}};
		struct cell_result cell = {.side = SIDE_SERVER,
			.verdict = VERDICT_FAIL,
			.expected = OUTCOME_REJECT,
			.observed = OUTCOME_ACCEPT,
			.attempts = attempts,
			.attempt_count = COUNT_OF(attempts)};

		ck_assert_int_eq(judge_mistake_at_hello(&cell) != NULL, hellos[i].told);
		cell.verdict = VERDICT_PASS;
		ck_assert_ptr_null(judge_mistake_at_hello(&cell));
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"mistake", {mistake_in_words, mistake_of_nobody, mistake_at_hello}}};

	return unit_run("mistake", cases, COUNT_OF(cases));
}
