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

/* Somebody who said Hello as everybody does was asked for a certificate. */
static bool asks_others(const struct cell_result *cell)
{
	bool asked = false;

	for (size_t i = 0; i < cell->attempt_count; i++) {
		const struct observation *facts = &cell->attempts[i].facts;

		asked = asked || (!facts->hello_in_question && facts->certificate_requested);
	}
	return asked;
}

/* Let in without having been asked, by a Hello that is unlike others. */
static bool is_spared(const struct observation *facts)
{
	return facts->hello_in_question && !facts->session_offered && !facts->certificate_requested &&
		facts->backend_saw && facts->negotiated != TLS_VERSION_NONE;
}

const char *judge_mistake_at_hello(const struct cell_result *cell)
{
	if (cell->side != SIDE_SERVER || cell->verdict != VERDICT_FAIL || !asks_others(cell))
		return NULL;
	for (size_t i = 0; i < cell->attempt_count; i++) {
		if (is_spared(&cell->attempts[i].facts))
			return "it asks others for a certificate, and did not ask whoever says Hello in this "
				   "way: it chooses its settings by what it can read of that, and has lax ones for "
				   "the rest";
	}
	return NULL;
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
