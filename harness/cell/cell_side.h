#ifndef CELL_SIDE_H
#define CELL_SIDE_H
/* What differs between cells of targets that are servers and of those that are clients. */
#include <stdbool.h>

struct attempt_result;
struct cell;
struct connection_news;
struct order;
struct scenario_step;
struct target_host;

/* What comes after a connection. */
enum next_move {
	MOVE_USUAL, /* the next, or the end: nothing more is said once one has shown nothing */
	MOVE_GOOD, /* the good peer at once, in place of all others */
	MOVE_WAIT, /* the target may be dying: its sockets close before its exit is known */
};

struct cell_side {
	/* Nothing can be judged: no connection is made. May be NULL. */
	bool (*is_pointless)(const struct cell *cell);
	/* Puts another order before the next one where that needs it. May be NULL. */
	void (*prepare)(struct cell *cell);
	/* Why the step can't be made, or NULL. May be NULL. */
	const char *(*obstacle)(struct cell *cell, const struct scenario_step *step);
	/* Makes connection number cell->made, which has its arena and driver. False and `why`: our
	 * side can't. */
	bool (*connect)(struct cell *cell, const struct order *order, const struct connection_news *end,
		const char **why);
	/* Sets what it showed, and says what follows. */
	enum next_move (*look)(
		struct cell *cell, const struct order *order, struct attempt_result *last);
};

/* The step's client comes with another kind of key than the good one, or one signed otherwise. */
bool cell_key_in_question(const struct cell *cell, const struct scenario_step *step);
/* Who is good at that virtual host; NULL: nowhere special. */
const char *cell_good_client(const struct cell *cell, const struct target_host *host);
/* Who is good at the path, or the virtual host in its handshake, that the step names. */
const char *cell_good_there(const struct cell *cell, const struct scenario_step *step);
/* The credential that its client is to present; NULL: none. */
const char *cell_presents(const struct cell *cell, const struct scenario_step *step);
/* Who it is to be in the handshake that it begins itself; NULL: nobody. */
const char *cell_presents_later(const struct cell *cell, const struct scenario_step *step);
/* And that is another than in the first. */
bool cell_is_other_later(const struct cell *cell, const struct scenario_step *step);
/* The step that was to keep what this one offers, or NULL. */
const struct scenario_step *cell_keeper(const struct cell *cell, const struct scenario_step *step);
/* The step can't be made for the one reason that the target gave its keeper no session at all. */
bool cell_is_sessionless(struct cell *cell, const struct scenario_step *step);
/* Nor for the one that no session allows early data. */
bool cell_is_late(struct cell *cell, const struct scenario_step *step);
/* What the step expects, in the words of the client's certificate. */
struct step_expectation cell_expected(struct cell *cell, const struct scenario_step *step);
extern const struct cell_side cell_side_server; /* server_side.c */
extern const struct cell_side cell_side_client; /* client_side.c */
#endif
