/* Whose policy counts is seen from what the backend was asked for. */
#include <string.h>

#include "cell.h"
#include "cell_holder.h"
#include "cell_policy.h"
#include "instance.h"
#include "target.h"
#include "target_paths.h"
#include "test_cell.h"

static const struct {
	const char *asked; /* what the backend got */
	const char *shown; /* credential, or NULL */
	enum certificate_sent sent;
	bool breach, note;
	enum identity_rule identity;
} rows[] = {
	{"/open/", NULL, SENT_NOT_ASKED, false, false, IDENTITY_NOBODY},
	{"/private/", NULL, SENT_EMPTY, true, false, IDENTITY_NOBODY},
	{"/private/", "client", SENT_AS_MEANT, false, false, IDENTITY_PRESENTED},
	/* he was not asked, or could not send it */
	{"/private/", "client", SENT_NOT_ASKED, true, false, IDENTITY_NOBODY},
	{"/private/", "client-wrong-ca", SENT_AS_MEANT, true, false, IDENTITY_UNCHECKED},
	{"/open/", "client-wrong-ca", SENT_AS_MEANT, false, false, IDENTITY_UNCHECKED},
	{"/open/../private/", NULL, SENT_EMPTY, true, false, IDENTITY_NOBODY},
	{"http://a.test/%70rivate/x?y", NULL, SENT_EMPTY, true, false, IDENTITY_NOBODY},
	{"/private/../open/", NULL, SENT_EMPTY, false, false, IDENTITY_NOBODY},
	/* to some backends it is the same */
	{"//private/", NULL, SENT_EMPTY, false, true, IDENTITY_NOBODY},
	{"//private/", "client", SENT_AS_MEANT, false, false, IDENTITY_UNCHECKED},
	{"/private;x=1/", "client-wrong-ca", SENT_AS_MEANT, false, true, IDENTITY_UNCHECKED},
	{"/PRIVATE/", NULL, SENT_EMPTY, false, false, IDENTITY_NOBODY},
};

START_TEST(policy_of_the_path_that_is_asked_for)
{
	struct target_path path = {
		.role = "private", .path = "/private/", .mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT};
	struct target target = {.setup.paths = {&path, 1}};
	struct plan_instance plan_instance = {.target = &target};
	struct plan_cell plan = {.target = &target, .mode = AUTH_REQUEST_CLIENT_CERT};
	struct instance instance = {.plan = &plan_instance};
	struct cell cell = {.plan = &plan, .instance = &instance};
	struct scenario_step step = {0};

	arena_init(&cell.arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct attempt_result attempt = {.credential = rows[i].shown};
		struct judge_step judged = {.attempts = &attempt, .subject_count = 1};

		observation_init(&attempt.facts);
		attempt.facts.sent = rows[i].sent;
		attempt.facts.backend_asked = rows[i].asked;
		cell_policy_look(&judged, &cell, &step);
		ck_assert_msg(!judged.policy_breach && !judged.policy_note, "no backend saw it");
		attempt.facts.backend_saw = true;
		cell_policy_look(&judged, &cell, &step);
		ck_assert_ptr_null(judged.policy_trouble);
		ck_assert_msg((judged.policy_breach != NULL) == rows[i].breach, "%s", rows[i].asked);
		ck_assert_msg((judged.policy_note != NULL) == rows[i].note, "%s", rows[i].asked);
		ck_assert_int_eq(cell_policy_identity(&cell, &attempt, &attempt), rows[i].identity);
	}
	arena_finish(&cell.arena);
}
END_TEST

/* Who is asked all the same upon a session that he resumes has shown what he shows. */
START_TEST(policy_of_who_is_asked_upon_a_session)
{
	struct scenario_step steps[2] = {{.save_session = "s"}, {.resume = "s"}};
	struct scenario scenario = {.steps = steps, .step_count = 2};
	struct target target = {0};
	struct plan_cell plan = {.target = &target, .scenario = &scenario};
	struct attempt_result attempts[2] = {{.credential = NULL}, {.credential = "client"}};
	struct order orders[2] = {{.step = &steps[0]}, {.step = &steps[1]}};
	struct cell cell = {
		.plan = &plan, .attempts = attempts, .made = 2, .orders = {.items = orders, .count = 2}};

	observation_init(&attempts[0].facts);
	observation_init(&attempts[1].facts);
	attempts[1].facts.resumed = true;
	attempts[1].facts.sent = SENT_NOT_ASKED;
	ck_assert_ptr_eq(cell_holder(&cell, &attempts[1], &steps[1]), &attempts[0]);
	attempts[1].facts.sent = SENT_AS_MEANT;
	ck_assert_ptr_eq(cell_holder(&cell, &attempts[1], &steps[1]), &attempts[1]);
	attempts[1].facts.sent = SENT_EMPTY;
	ck_assert_ptr_eq(cell_holder(&cell, &attempts[1], &steps[1]), &attempts[0]);
}
END_TEST

struct unit_case policy_case(void)
{
	return (struct unit_case){
		"policy", {policy_of_the_path_that_is_asked_for, policy_of_who_is_asked_upon_a_session}};
}
