#ifndef DIFFER_H
#define DIFFER_H
/*
 * Where targets differ: what some of them accept and others refuse, of the same scenario in the
 * same client-auth mode and TLS version. Only what was observed counts; skips and errors say
 * nothing. What good stacks may do either way comes first, then the order of the plan. Everything
 * is borrowed from the view or lives in its arena.
 */
#include <stddef.h>

#include "view.h"

/* One scenario, in all those modes and versions in which the same targets fall on the same
 * sides. */
struct differ_row {
	size_t scenario; /* number in the view */
	enum outcome expected;
	const char **places; /* "RequireAndVerifyClientCert/tls1.3" */
	size_t place_count;
	const char **modes; /* the same for people: without the version where it is so in several */
	size_t mode_count;
	const bool *accepts; /* by the number of the target; one that does both is in both */
	const bool *refuses;
	size_t accept_count;
	size_t refuse_count;
};

struct differ {
	struct differ_row *rows;
	size_t count;
};

void differ_build(struct differ *out, const struct view *view);
/* "RequestClientCert/tls1.3, RequireAnyClientCert" */
const char *differ_places(const struct view *view, const struct differ_row *row);
/* The names of one side, "a, b". */
const char *differ_names(const struct view *view, const bool *side);
/* "accepted by a, b, refused by the 9 others": the smaller side by name. */
const char *differ_say(const struct view *view, const struct differ_row *row);
#endif
