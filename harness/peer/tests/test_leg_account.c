/* Which connections belong to an attempt, and what they show together. */
#include <string.h>

#include "arena.h"
#include "leg_account.h"
#include "observation.h"
#include "unit.h"

struct fixture {
	struct arena arena;
	struct observation facts;
	struct leg_account account;
};

static void begin(struct fixture *f, bool asks_first)
{
	arena_init(&f->arena);
	observation_init(&f->facts);
	leg_account_begin(&f->account, &f->facts, asks_first, &f->arena);
}

/* A connection that brought a request. */
static struct observation *request(struct fixture *f, enum peer_presented presented, bool is_first)
{
	struct observation *facts = leg_account_open(&f->account);

	facts->data_received = 10;
	facts->peer_presented = presented;
	observation_note(facts, &f->arena, 1, PARTY_CLIENT, "HTTP request", 0);
	leg_account_asked(&f->account, facts, is_first);
	return facts;
}

static void end(struct fixture *f)
{
	arena_finish(&f->arena);
}

START_TEST(first_connection_has_the_facts_and_others_are_added)
{
	struct fixture f;

	begin(&f, false);
	ck_assert_ptr_eq(leg_account_open(&f.account), &f.facts);
	request(&f, PRESENTED_CONFIGURED, false);
	leg_account_open(&f.account);
	leg_account_put_aside(&f.account);
	ck_assert_uint_eq(leg_account_seen(&f.account), 3);
	leg_account_close(&f.account);
	ck_assert_uint_eq(f.facts.connections, 2);
	ck_assert_uint_eq(f.facts.data_received, 10);
	ck_assert(f.facts.peer_presented == PRESENTED_CONFIGURED && !f.facts.trouble);
	ck_assert_str_eq(f.facts.moments[0].what, "connection 2: HTTP request");
	end(&f);
}
END_TEST

START_TEST(first_request_is_no_part_of_the_attempt)
{
	struct fixture f;

	begin(&f, true);
	ck_assert_ptr_ne(request(&f, PRESENTED_OTHER, true), &f.facts);
	ck_assert_ptr_eq(request(&f, PRESENTED_CONFIGURED, false), &f.facts);
	leg_account_close(&f.account);
	ck_assert_uint_eq(f.facts.connections, 1);
	ck_assert_uint_eq(f.facts.data_received, 10);
	ck_assert(f.facts.peer_presented == PRESENTED_CONFIGURED && !f.facts.trouble);
	ck_assert(!f.facts.on_kept_connection);
	ck_assert_str_eq(f.facts.moments[1].what, "the first request's connection: HTTP request");
	end(&f);
}
END_TEST

START_TEST(first_request_brings_its_connection_in_if_it_serves_the_second)
{
	struct fixture f;
	struct observation *facts;

	begin(&f, true);
	facts = request(&f, PRESENTED_OTHER, true);
	leg_account_asked(&f.account, facts, false);
	leg_account_close(&f.account);
	ck_assert_uint_eq(f.facts.connections, 1);
	ck_assert(f.facts.on_kept_connection && f.facts.peer_presented == PRESENTED_OTHER);
	ck_assert(f.facts.data_received == 10 && !f.facts.trouble);
	end(&f);
}
END_TEST

/* Neither of a program that forgot it, nor of one that never came. */
START_TEST(first_request_that_is_missing_is_trouble)
{
	struct fixture f;

	begin(&f, true);
	request(&f, PRESENTED_CONFIGURED, false);
	leg_account_close(&f.account);
	ck_assert_ptr_nonnull(strstr(f.facts.trouble, "it did not send the request"));
	end(&f);
	begin(&f, true);
	leg_account_close(&f.account);
	ck_assert(f.facts.trouble && !f.facts.connections);
	end(&f);
	begin(&f, true);
	leg_account_open(&f.account);
	request(&f, PRESENTED_OTHER, true);
	leg_account_close(&f.account);
	ck_assert_ptr_nonnull(strstr(f.facts.trouble, "by another connection than its first"));
	end(&f);
}
END_TEST

START_TEST(given_up_is_what_saw_us_and_asked_for_nothing)
{
	struct fixture f;
	struct observation *facts;

	begin(&f, false);
	ck_assert(!leg_account_gave_up(&f.account));
	leg_account_open(&f.account);
	facts = leg_account_open(&f.account);
	facts->served = SENT_AS_MEANT;
	ck_assert(!leg_account_gave_up(&f.account));
	facts->end = END_FIN;
	ck_assert(leg_account_gave_up(&f.account));
	facts->data_received = 1;
	ck_assert(!leg_account_gave_up(&f.account));
	end(&f);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"account",
		{first_connection_has_the_facts_and_others_are_added,
			first_request_is_no_part_of_the_attempt,
			first_request_brings_its_connection_in_if_it_serves_the_second,
			first_request_that_is_missing_is_trouble,
			given_up_is_what_saw_us_and_asked_for_nothing}}};

	return unit_run("leg_account", cases, COUNT_OF(cases));
}
