#include "leg_facts.h"

#include "arena.h"

void leg_facts_tell(struct observation *facts, const struct observation *other, const char *label,
	struct arena *arena)
{
	for (size_t i = 0; i < other->moment_count; i++) {
		const struct moment *moment = &other->moments[i];

		observation_note(facts, arena, moment->at_us, moment->sender,
			arena_printf(arena, "%s: %s", label, moment->what), moment->bytes);
	}
}

/* What the connection that speaks for the attempt saw. */
static void take_over(struct observation *facts, const struct observation *other)
{
	facts->negotiated = other->negotiated;
	facts->cipher = other->cipher;
	facts->certificate_requested = other->certificate_requested;
	facts->ca_names = other->ca_names;
	facts->served = other->served;
	facts->twin = other->twin;
	facts->why_twin = other->why_twin;
	facts->chain_not_offered = other->chain_not_offered;
	facts->version_not_offered = other->version_not_offered;
	facts->version_out_of_reach = other->version_out_of_reach;
	facts->client_offers = other->client_offers;
	facts->server_name = other->server_name;
	facts->alert = other->alert;
	facts->alert_from = other->alert_from;
	facts->end = other->end;
}

void leg_facts_add(struct observation *facts, const struct observation *other, const char *label,
	struct arena *arena)
{
	if (other->data_received && !facts->data_received)
		take_over(facts, other);
	facts->data_received += other->data_received;
	facts->handshake_done |= other->handshake_done;
	facts->staple_sent |= other->staple_sent;
	if (other->peer_presented > facts->peer_presented)
		facts->peer_presented = other->peer_presented;
	if (facts->served == SENT_NOT_ASKED || facts->served == SENT_NOT_YET)
		facts->served = other->served;
	if (facts->alert == TLS_ALERT_NONE && !facts->data_received) {
		facts->alert = other->alert;
		facts->alert_from = other->alert_from;
		facts->version_not_offered = other->version_not_offered;
		facts->version_out_of_reach = other->version_out_of_reach;
		facts->client_offers = other->client_offers;
	}
	if (!facts->trouble)
		facts->trouble = other->trouble;
	leg_facts_tell(facts, other, label, arena);
}
