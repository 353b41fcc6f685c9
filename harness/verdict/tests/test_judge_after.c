/* What the good client shows after the subject. */
#include "steps_fixture.h"

static void set_after(struct sequence *s, struct observation facts)
{
	s->attempts[1][ATTEMPTS_PER_STEP - 1].facts = facts;
}

/* Since a reload that may have failed he may be refused, too: by words, which say who is there. */
START_TEST(good_client_may_be_refused)
{
	struct sequence s;

	sequence_begin(&s);
	sequence_set(&s, 1, step_reject_400, refused_by_http(400));
	set_after(&s, refused_by_http(400));
	sequence_expect(&s, VERDICT_ERROR, "after it the good client was not accepted any more");
	s.steps[1].good_may_be_refused = true;
	sequence_expect(&s, VERDICT_PASS, NULL);
	set_after(&s, closed(END_FIN));
	sequence_expect(&s, VERDICT_ERROR, "after it the good client was not accepted any more");
	/* and nothing makes a door less open */
	sequence_set(&s, 1, step_reject_400, accepted());
	s.steps[1].good_may_be_refused = true;
	sequence_expect(&s, VERDICT_FAIL, "accepted");
	sequence_end(&s);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"after", {good_client_may_be_refused}}};

	return unit_run("judge_after", cases, COUNT_OF(cases));
}
