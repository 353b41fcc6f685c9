#include "judge_mistake.h"

#include "arena.h"

/* What is seen of how it came to trust the server, whatever was wrong with that; or NULL. */
static const char *of_conduct(const struct observation *facts)
{
	if (observation_kept(facts))
		return "connections and sessions are kept by the server's name alone: one that was made "
			   "with other settings must not be used again";
	if (facts->far_end == FAR_FAILURE && facts->data_received)
		return "it judges the certificate when its request is out already: verify first";
	if (facts->far_end == FAR_SUCCESS && facts->connections > 1)
		return "it came again and trusted the server then: after a refusal there must be no way "
			   "round it";
	return NULL;
}

static const char *of_kind(
	const struct cell_result *cell, enum directive_kind kind, struct arena *arena)
{
	bool other_ca = cell->wrong_ca == CONTROL_FAIL;

	if (kind == DIRECTIVE_VERSIONS)
		return "it speaks TLS of old: allow nothing before 1.2";
	/* it is about what the client shows of itself, to a good server */
	if (!cell->defect || !*cell->defect || kind == DIRECTIVE_CERTIFICATE)
		return NULL;
	if (kind == DIRECTIVE_REVOCATION)
		return "it does not look at the revocation list that it was given";
	if (kind == DIRECTIVE_NAME)
		return arena_printf(
			arena, "it does not compare the server's name, or not all of it: %s", cell->defect);
	if (kind == DIRECTIVE_VERIFICATION && other_ca)
		return "nothing is verified: it trusts a server of any CA, and one that signs itself";
	if (kind == DIRECTIVE_TRUST && other_ca)
		return "it trusts CAs beside the one that it was given, or any at all";
	return arena_printf(arena, "its verification passes over this: %s", cell->defect);
}

const char *judge_mistake(
	const struct cell_result *cell, enum directive_kind kind, struct arena *arena)
{
	const char *conduct;

	if (cell->expected != OUTCOME_REJECT || cell->observed != OUTCOME_ACCEPT ||
		cell->verdict != VERDICT_FAIL || kind == DIRECTIVE_NONE)
		return NULL;
	if (cell->side == SIDE_SERVER)
		return kind == DIRECTIVE_PLAIN ? "it passes on who speaks no TLS" : NULL;
	conduct = of_conduct(&cell->attempts[0].facts);
	return conduct ? conduct : of_kind(cell, kind, arena);
}
