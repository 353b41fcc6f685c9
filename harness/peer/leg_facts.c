#include "leg_facts.h"

#include <string.h>
#include <strings.h>

#include "arena.h"
#include "text.h"

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
	facts->resumed = other->resumed;
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
	facts->protocols = other->protocols;
	facts->protocol_count = other->protocol_count;
	facts->signature = other->signature;
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
	facts->http2 |= other->http2;
	facts->handshake_done |= other->handshake_done;
	facts->staple_sent |= other->staple_sent;
	if (!facts->signature)
		facts->signature = other->signature;
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

static const char *relay_trouble(const struct observation *relayed, struct arena *arena)
{
	if (relayed->trouble)
		return arena_printf(arena, "our proxy: %s", relayed->trouble);
	if (relayed->alert != TLS_ALERT_NONE)
		return arena_printf(arena, "%s our proxy (alert %s)",
			relayed->alert_from == PARTY_CLIENT ? "it refused" : "it did not come to terms with",
			tls_alert_name(relayed->alert));
	return "it left our proxy before the end of the handshake";
}

void leg_facts_add_relay(
	struct observation *facts, const struct observation *relayed, struct arena *arena)
{
	leg_facts_tell(facts, relayed, "proxy", arena);
	if (relayed->connections && !relayed->data_received && !facts->trouble)
		facts->trouble = relay_trouble(relayed, arena);
}

bool leg_facts_given_up(const struct observation *facts)
{
	bool over = facts->end != END_OPEN || facts->alert != TLS_ALERT_NONE;

	return facts->served == SENT_AS_MEANT && !facts->data_received && over;
}

/* A last dot and letter case don't count. */
static bool is_same_name(const char *one, const char *other)
{
	size_t len = strlen(one) - text_ends_with(one, ".");
	size_t other_len = strlen(other) - text_ends_with(other, ".");

	return len == other_len && strncasecmp(one, other, len) == 0;
}

void leg_facts_check_name(struct observation *facts, const char *told, struct arena *arena)
{
	if (facts->data_received || facts->trouble || !facts->server_name ||
		is_same_name(facts->server_name, told))
		return;
	facts->trouble = arena_printf(arena,
		"it asked for %s, though it was told %s: with --server-name %s our servers are called so",
		facts->server_name, told, facts->server_name);
}
