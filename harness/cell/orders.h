#ifndef ORDERS_H
#define ORDERS_H
/*
 * Which connections a cell makes, in which order: those of each step, one step after the other.
 * What must be refused is tried twice, since what is refused once may be accepted later, and the
 * good peer comes after it to the same place.
 */
#include <stdbool.h>
#include <stddef.h>

#include "bench.h"
#include "connection.h"
#include "plan.h"

enum order_kind {
	ORDER_SUBJECT,
	ORDER_AGAIN,
	ORDER_GOOD_AFTER,
	ORDER_KEEP, /* of an earlier step, whose sessions are used up: it makes new ones */
	ORDER_KIND_COUNT,
};

struct order {
	const struct scenario_step *step;
	enum order_kind kind;
	const char
		*role; /* "subject", "again", "good client after", "good server after", "keeps anew" */
	enum drive drive;
	struct connection_way way;
	struct site site; /* of a good client after: where he goes */
};

struct orders {
	struct order *items; /* in the order in which they are made */
	size_t count;
	size_t room;
	/* what they are made of: */
	const struct plan_cell *cell;
	bool measured;
	struct kept_sessions *sessions;
	struct arena *arena;
};

/*
 * All of them, for each driver of the run that can make them. A session that a step keeps goes to
 * the place of the step's number in `sessions`. `measured`: nothing of ours answers there.
 */
void orders_make(struct orders *out, const struct plan_cell *cell, enum driver_choice driver,
	bool measured, struct kept_sessions *sessions, struct arena *arena);
/* In place of those from number `made` on: the good peer, where the last one went. */
void orders_end_with_good_peer(struct orders *orders, size_t made);

/* The keeper's connection once more, in front of number `at`. False: there is no room. */
WARN_UNUSED bool orders_keep_anew(
	struct orders *orders, size_t at, const struct scenario_step *keeper);

/* What the step expects in the cell's mode. */
const struct step_expectation *order_expected(
	const struct scenario_step *step, const struct plan_cell *cell);
/* What is looked for in the answer. */
void order_expect_of_answer(struct attempt_ask *ask, const struct step_expectation *expected);
/* The server name that it asks for. */
const char *order_server_name(const struct scenario_step *step, const struct plan_cell *cell);
/* Where the target is the client: our server is the good one, which may refuse it. */
bool order_shows_good_server(const struct scenario_step *step);
/* The client-auth mode of the listener, name and path that it goes to. */
enum auth_mode order_mode(const struct scenario_step *step, const struct plan_cell *cell);
/* Number of the listener that it goes to, or MAIN_LISTENER. */
int order_listener(const struct scenario_step *step, const struct plan_cell *cell);
#endif
