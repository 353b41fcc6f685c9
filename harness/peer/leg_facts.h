#ifndef LEG_FACTS_H
#define LEG_FACTS_H
/*
 * A client may connect more than once in one attempt: try again, fall back, run two requests. The
 * evidence of every connection counts, and one that brought application data speaks for the
 * attempt.
 */
#include "observation.h"

/* Adds the timeline of another connection; the lines of it begin with `label`. */
void leg_facts_tell(struct observation *facts, const struct observation *other, const char *label,
	struct arena *arena);

/* Adds what another connection showed to the facts of the first. */
void leg_facts_add(struct observation *facts, const struct observation *other, const char *label,
	struct arena *arena);
/* What our proxy saw of the way there (tls_relay.h): trouble where the way ended there. */
void leg_facts_add_relay(
	struct observation *facts, const struct observation *relayed, struct arena *arena);
/* It saw our certificate, asked for nothing, and ended that. */
bool leg_facts_given_up(const struct observation *facts);
/*
 * It verified another name than `told`, so that none of our servers can be right for it: trouble.
 * Where it was content all the same, that is the verdict's affair.
 */
void leg_facts_check_name(struct observation *facts, const char *told, struct arena *arena);
#endif
