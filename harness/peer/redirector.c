#include "redirector.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "fatal.h"
#include "host_address.h"
#include "http.h"
#include "leg_facts.h"
#include "leg_reply.h"
#include "server_leg.h"
#include "token.h"

enum { STATUS_FOUND = 302, HEADER_COUNT = 2 };

struct redirector {
	struct server_leg *leg;
	struct observation facts;
	struct leg_reply reply;
	struct http_header headers[HEADER_COUNT];
	const char *location;
	struct arena *arena;
};

static void set_reply(struct redirector *redirector, const struct redirector_options *options)
{
	redirector->location = arena_printf(options->arena, "https://%s:%d" TOKEN_PATH "%s",
		host_before_port(options->onward_name, options->arena), server_leg_port(options->onward),
		options->token);
	redirector->headers[0] = (struct http_header){"Location", redirector->location};
	redirector->headers[1] = (struct http_header){TOKEN_HEADER, options->token};
	redirector->reply = (struct leg_reply){
		.status = STATUS_FOUND, .headers = redirector->headers, .header_count = HEADER_COUNT};
}

struct redirector *redirector_open(struct uv_loop_s *loop, struct tls_server_set *servers,
	const struct redirector_options *options, const char **why)
{
	struct redirector *redirector = fatal_alloc(sizeof(*redirector));
	struct server_leg_attempt attempt = {.tls = options->tls,
		.token = options->token,
		.any_request = true,
		.reply = &redirector->reply,
		.name = options->name,
		.onward = options->onward,
		.facts = &redirector->facts,
		.traffic = options->traffic,
		.arena = options->arena,
		.started_us = options->started_us,
		.changed = options->changed,
		.owner = options->owner};

	memset(redirector, 0, sizeof(*redirector));
	redirector->arena = options->arena;
	redirector->leg = server_leg_listen(loop, servers, options->arena, why);
	if (!redirector->leg) {
		free(redirector);
		return NULL;
	}
	observation_init(&redirector->facts);
	set_reply(redirector, options);
	server_leg_expect(redirector->leg, &attempt);
	return redirector;
}

int redirector_port(const struct redirector *redirector)
{
	return server_leg_port(redirector->leg);
}

bool redirector_quiet(const struct redirector *redirector)
{
	return server_leg_quiet(redirector->leg);
}

static const char *why_nobody_came(const struct redirector *redirector)
{
	const struct observation *facts = &redirector->facts;
	const char *alert = facts->alert == TLS_ALERT_NONE
		? ""
		: arena_printf(redirector->arena, ", alert %s", tls_alert_name(facts->alert));

	if (facts->trouble)
		return facts->trouble;
	if (!facts->token_received)
		return arena_printf(
			redirector->arena, "it did not ask our good server, which redirects%s", alert);
	return arena_printf(
		redirector->arena, "it did not follow our redirect to %s", redirector->location);
}

void redirector_close(struct redirector *redirector, struct observation *facts)
{
	if (!redirector)
		return;
	server_leg_forget(redirector->leg);
	server_leg_close(redirector->leg);
	leg_facts_tell(facts, &redirector->facts, "the redirecting server", redirector->arena);
	if (!facts->connections && !facts->trouble)
		facts->trouble = why_nobody_came(redirector);
	free(redirector);
}
