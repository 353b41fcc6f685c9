#ifndef LEG_ACCOUNT_H
#define LEG_ACCOUNT_H
/*
 * Which of the connections that come in by a leg of ours belong to the attempt, and what they show
 * together. The first one's facts are the attempt's; those of more are summed up at the end.
 *
 * Where the program asks twice, the connection of its first request is kept apart: it counts only
 * if the attempt's own request came by it.
 */
#include <stdbool.h>
#include <stddef.h>

#include "scoped.h"

struct arena;
struct observation;

struct leg_account {
	struct observation *facts; /* the attempt's; NULL: there is no attempt */
	struct arena *arena;
	size_t count; /* connections of the attempt so far */
	size_t aside_count; /* and of those to somebody else */
	struct observation **others; /* facts of connections after the first */
	size_t other_count;
	bool asks_first;
	struct observation *first; /* facts of the connection of the first request, if one came */
	bool first_asked; /* that request came */
	bool first_counts; /* and the attempt's by the same connection */
};

/* `facts` are initialised; all facts of connections live in the arena. */
void leg_account_begin(
	struct leg_account *account, struct observation *facts, bool asks_first, struct arena *arena);
/* The facts of a connection that comes in. */
struct observation *leg_account_open(struct leg_account *account);
/* What came in last is to somebody else. */
void leg_account_put_aside(struct leg_account *account);
/* All that have come in, whoever they were for. */
size_t leg_account_seen(const struct leg_account *account);
/* A request came by the connection with these facts: the first of two, or the attempt's own. */
void leg_account_asked(struct leg_account *account, const struct observation *facts, bool is_first);
/* One of the attempt's saw our certificate, asked for nothing, and ended that. */
bool leg_account_gave_up(const struct leg_account *account);
/* Sums up. There is no attempt then. */
void leg_account_close(struct leg_account *account);
#endif
