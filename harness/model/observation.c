#include "observation.h"

#include <string.h>

#include "arena.h"

const char *const connection_end_words[] = {"open", "closed by target", "reset by target",
	"closed by us", "deadline", "no connection", NULL};
const char *const certificate_sent_words[] = {
	"not asked", "not yet", "empty list", "as meant", "something else", NULL};
const char *const early_data_words[] = {"none", "sent", "accepted", "rejected", NULL};
const char *const renegotiation_words[] = {"none", "lacking", "begun", "refused", "made", NULL};
const char *const peer_presented_words[] = {
	"none", "empty list", "as configured", "leaf alone", "other", NULL};
const char *const far_end_words[] = {"none", "success", "failure", NULL};
const char *const party_words[] = {"none", "client", "server", NULL};

const char *observation_kept(const struct observation *observation)
{
	if (observation->on_kept_connection)
		return "connection";
	return observation->resumed ? "session" : NULL;
}

void observation_init(struct observation *observation)
{
	memset(observation, 0, sizeof(*observation));
	observation->alert = TLS_ALERT_NONE;
	observation->retry_after_s = -1;
}

void observation_begin_request(struct observation *observation, struct arena *arena)
{
	struct observation before = *observation;

	before.earlier = NULL;
	before.earlier_count = 0;
	*ARENA_PUSH(arena, observation->earlier, observation->earlier_count) = before;
	observation->request_sent = false;
	observation->http_status = 0;
	observation->called_refusal = observation->named_refusal = false;
	observation->called_acceptance = false;
	observation->token_echoed = observation->backend_saw = false;
	observation->backend_asked = NULL;
	observation->file_came = observation->text_came = observation->unwanted_came = false;
	observation->wrong_header = NULL;
	observation->http_excerpt = NULL;
	observation->answer = NULL;
	observation->retry_after_s = -1;
	observation->proxy_header = NULL;
	memset(&observation->identity, 0, sizeof(observation->identity));
}

bool observation_closed_at_hello(const struct observation *observation)
{
	return observation->negotiated == TLS_VERSION_NONE && observation->alert == TLS_ALERT_NONE &&
		(observation->end == END_FIN || observation->end == END_RESET);
}

void observation_note(struct observation *observation, struct arena *arena, uint64_t at_us,
	enum party sender, const char *what, size_t bytes)
{
	struct moment *moment;

	if (observation->moment_count >= MOMENT_MAX)
		return;
	moment = ARENA_PUSH(arena, observation->moments, observation->moment_count);
	moment->at_us = at_us;
	moment->sender = sender;
	moment->what = arena_strdup(arena, what);
	moment->bytes = bytes;
}
