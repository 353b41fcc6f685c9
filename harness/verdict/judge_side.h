#ifndef JUDGE_SIDE_H
#define JUDGE_SIDE_H
/*
 * What differs between judging a target that is a server and one that is a client; judge.c has what
 * is the same for both.
 */
#include "judge.h"

struct judge_side {
	const char *good; /* our good peer, for messages */
	bool (*needs_control)(const struct judge_case *judged);
	/* What attempt number `index` showed. */
	enum outcome (*connection)(
		const struct judge_case *judged, size_t index, const char **by, struct arena *arena);
	/* Let in, whatever came afterwards. */
	bool (*got_in)(const struct attempt_result *attempt);
	/* Went on in the handshake with the version that was offered to it. */
	bool (*took_version)(const struct attempt_result *attempt);
	/* How attempt number `index` got in. */
	const char *(*describe_accept)(
		const struct judge_case *judged, size_t index, struct arena *arena);
	/* Where it is our side that refused: a sentence that says so, or NULL; may be NULL. */
	const char *(*own_refusal)(const struct attempt_result *attempt, struct arena *arena);
	/* What the target did wrong in accepting, or NULL; may be NULL. */
	const char *(*accepted_wrongly)(const struct judge_case *judged);
	/* Why the outcome of attempt number `index` does not answer what was meant to be shown, or
	 * NULL. */
	const char *(*unshown)(const struct judge_case *judged, size_t index, struct arena *arena);
	/* The last word on a cell that would pass; may be NULL. */
	void (*finish)(struct cell_result *out, const struct judge_case *judged, struct arena *arena);
};

extern const struct judge_side judge_side_server; /* judge_server.c */
extern const struct judge_side judge_side_client; /* judge_client.c */
/* A fail of that class. */
void judge_fail(struct cell_result *out, enum failure_class failure, const char *reason);
/* Who made the connection and what came of it: "client: http 502". */
const char *judge_who(const struct attempt_result *attempt, struct arena *arena);
const char *judge_ordinal(size_t index); /* "the first time" */
#endif
