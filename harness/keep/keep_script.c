#include "keep_script.h"

#include <string.h>

#include "buf.h"
#include "cell.h"
#include "control.h"
#include "file.h"
#include "good_peer.h"
#include "instance.h"
#include "keep_deed.h"
#include "keep_serve.h"
#include "kept.h"
#include "kept_sessions.h"
#include "pki.h"
#include "recipe.h"
#include "scenario_front.h"
#include "server_trust.h"
#include "store.h"
#include "target.h"
#include "text.h"
#include "tls_client.h"
#include "token.h"

enum { SCRIPT_MAX = 1024 * 1024 };

/* How a connection of our client ended, in the words of lib.sh. */
static const char *how(const struct observation *facts, struct arena *arena)
{
	if (facts->server_trust_error)
		return "untrusted";
	if (facts->http_status)
		return arena_printf(arena, "http %d", facts->http_status);
	if (facts->alert != TLS_ALERT_NONE)
		return arena_printf(arena, "alert %d", facts->alert);
	if (!facts->connected)
		return "no connection";
	return facts->end == END_DEADLINE ? "deadline" : "close";
}

/* Headers that the backend was told, as its answer reflects them; those that are taken as they
 * are. */
static void put_seen(struct buf *out, struct kept *kept, const struct observation *facts)
{
	const struct identity_source *sources = kept->plan->target->identity.facts;
	const struct {
		enum identity_fact fact;
		const char *value;
	} told[] = {{FACT_VERIFIED, facts->identity.verified}, {FACT_SUBJECT, facts->identity.subject},
		{FACT_FINGERPRINT, facts->identity.fingerprint}};
	const char *lines = "";

	for (size_t i = 0; i < COUNT_OF(told); i++) {
		const struct identity_source *source = &sources[told[i].fact];

		if (!told[i].value || !source->header || source->part ||
			source->encoding != ENCODING_PLAIN || strchr(told[i].value, '\\'))
			continue;
		lines = arena_printf(kept->arena, "%s%s: %s\n", lines, source->lower_header, told[i].value);
	}
	kept_assign(out, kept, "seen", facts->http_status / 100 == 2 ? lines : "");
}

/* A session that an earlier connection of the cell kept, or this one keeps. */
static const char *session_options(const struct kept *kept, size_t index)
{
	const struct sent *sent = &kept->cell->connections[index].sent;

	if (sent->way.sessions)
		return arena_printf(kept->arena, "-sess_out session-%zu", index);
	for (size_t i = index; sent->tls.resume && i > 0; i--) {
		const struct kept_sessions *there = kept->cell->connections[i - 1].sent.way.sessions;

		if (there && kept_sessions_has(there, sent->tls.resume))
			return arena_printf(kept->arena, "-sess_in session-%zu", i - 1);
	}
	return "";
}

/* What else is said on the command line: that nobody may ask later is said first of all. */
static const char *other_options(const struct kept *kept, size_t index)
{
	const char *session = session_options(kept, index);

	return kept->cell->connections[index].sent.tls.asked_in_handshake_alone
		? arena_printf(kept->arena, "-no_renegotiation %s", session)
		: session;
}

/* One of the controls: they came before the cell, and a target may remember. */
static void put_control(struct buf *out, struct kept *kept, const char *verb, const char *role,
	const char *credential, const char *by)
{
	const struct target *target = kept->plan->target;
	const char *name = connection_server_name(target);
	const char *path = target->setup.serves_file ? target->setup.serves_file : target->answers.path;
	const char *lines = "";

	kept_assign(out, kept, "role", role);
	kept_assign(out, kept, "credential", credential);
	kept_assign(out, kept, "tls",
		kept_version_flags[controls_good_version(kept->instance->controls, kept->plan->tls)]);
	kept_assign(out, kept, "sni", name);
	kept_assign(out, kept, "name", name);
	kept_assign(out, kept, "host", target_host(target, name));
	kept_assign(out, kept, "path", path ? path : TOKEN_PATH "reproduce");
	kept_assign(out, kept, "by", by);
	for (size_t i = 0; i < target->answers.headers.count; i++)
		lines = arena_printf(kept->arena, "%s%s\n", lines, target->answers.headers.items[i]);
	kept_assign(out, kept, "lines", lines);
	buf_printf(out, "method=GET body= port=main trusts=root saw=- seen= options=\n%s\n", verb);
}

static void put_controls(struct buf *out, struct kept *kept)
{
	const struct control_facts *control =
		controls_at(kept->instance->controls, NULL, kept->plan->tls);

	if (control->good == CONTROL_PASS)
		put_control(out, kept, "settle", "good client before", control->shown[PEER_GOOD],
			control->by[PEER_GOOD]);
	if (control->wrong_ca != CONTROL_NONE)
		put_control(
			out, kept, "ask", "wrong-CA control", control->shown[PEER_WRONG_CA], "whatever");
}

static const char *port_name(const struct kept *kept, const struct sent *sent)
{
	return sent->way.listener == MAIN_LISTENER
		? "main"
		: arena_printf(kept->arena, "listener%d", sent->way.listener);
}

/* Header lines beside the usual. */
static const char *more_lines(const struct kept *kept, const struct sent *sent)
{
	const char *lines = "";

	for (const char *const *line = sent->ask.extra_lines; line && *line; line++)
		lines = arena_printf(kept->arena, "%s%s\n", lines, *line);
	return lines;
}

static void put_ask(struct buf *out, struct kept *kept, size_t index)
{
	const struct sent *sent = &kept->cell->connections[index].sent;
	const struct attempt_result *attempt = &kept->cell->attempts[index];
	const struct observation *facts = &attempt->facts;

	kept_assign(out, kept, "role", kept_role(kept, attempt));
	kept_assign(
		out, kept, "credential", presented_word(attempt_shown(attempt), attempt->presents_nothing));
	kept_assign(
		out, kept, "tls", sent->way.plain ? "plain" : kept_version_flags[sent->tls.version]);
	kept_assign(out, kept, "sni", sent->tls.server_name);
	kept_assign(out, kept, "name", server_trust_name(&sent->tls));
	kept_assign(out, kept, "host", sent->ask.host);
	kept_assign(out, kept, "method", sent->ask.method ? sent->ask.method : "GET");
	kept_assign(out, kept, "path",
		sent->ask.target     ? sent->ask.target
			: sent->ask.path ? sent->ask.path
							 : TOKEN_PATH "reproduce");
	kept_assign(out, kept, "body", sent->ask.body);
	kept_assign(out, kept, "port", port_name(kept, sent));
	kept_assign(out, kept, "trusts", trust_words[sent->tls.trust]);
	kept_assign(out, kept, "by", how(facts, kept->arena));
	kept_assign(out, kept, "saw",
		!facts->backend_observed ? "-"
			: facts->backend_saw ? "yes"
								 : "no");
	put_seen(out, kept, facts);
	kept_assign(out, kept, "lines", more_lines(kept, sent));
	kept_assign(out, kept, "options", other_options(kept, index));
	buf_puts(out, "\nask\n");
}

static bool put_connections(struct buf *out, struct kept *kept)
{
	bool client = kept->plan->scenario->side == SIDE_CLIENT;
	size_t count = kept->cell ? kept->cell->made : 0;

	if (!client && count)
		put_controls(out, kept);
	for (size_t i = 0; i < count; i++) {
		if (!client)
			put_ask(out, kept, i);
		else if (!kept_put_deed(out, kept, i) || !kept_put_serve(out, kept, i))
			return false;
	}
	if (count)
		return true;
	if (client)
		return kept_put_good_server(out, kept);
	put_control(
		out, kept, "ask", "good client", good_client(kept->instance), "anything but http 2xx");
	return true;
}

static const char *step_obstacle(const struct scenario_step *step)
{
	if (step->client.unsolicited_certificate)
		return "openssl can't send a Certificate message that nobody asked for";
	if (step->client.renegotiate_place.line)
		return "openssl begins a second handshake when a key is pressed, and shows the same in it";
	if (opening_is_unusual(&step->opening))
		return "openssl begins a connection in its own way alone: nothing comes before its "
			   "ClientHello, which holds what it knows and goes out in one piece";
	if (step->early_data)
		return "openssl says in no other way what it sends as early data, and when";
	return scenario_request_times(&step->request) > 1
		? "it asks again when it is answered, and openssl is told all at once"
		: NULL;
}

static const char *plan_obstacle(const struct plan_cell *plan)
{
	const char *why = NULL;

	if (plan->target->setup.expects_proxy_protocol)
		return "the target expects a PROXY header, and openssl sends none";
	for (size_t i = 0; !why && i < plan->scenario->step_count; i++)
		why = step_obstacle(&plan->scenario->steps[i]);
	if (!why && plan->scenario->side == SIDE_SERVER && scenario_has_deeds(plan->scenario))
		why = "its files are replaced between two connections, and its log is watched";
	return why;
}

/* What openssl has no word for, or what no second run need show; NULL: it can be shown. */
static const char *obstacle(const struct kept *kept)
{
	const struct bench *bench = kept->instance->bench;
	const char *why;

	if (!kept->cell && kept->result->verdict != VERDICT_ERROR)
		return "the request came late, which is a matter of chance";
	if (kept->plan->target->client.given && kept->plan->target->client.kind == CLIENT_DAEMON)
		return "a daemon connects when it likes, and our server must be another each time";
	if (kept->plan->scenario->only_step.first.given)
		return "it asks twice on one connection, and openssl ends it after the first answer";
	if (kept->plan->scenario->steps->server.by_redirect)
		return "it is redirected by another server of ours, and openssl plays one alone";
	if (scenario_is_of_fronts(kept->plan->scenario))
		return "what is asked for at its front, or what our server answers, is the scenario's own";
	for (size_t i = 0; i < kept->result->attempt_count; i++) {
		const struct observation *facts = &kept->result->attempts[i].facts;
		const char *twin = facts->twin;
		const struct credential *shown =
			twin ? pki_credential(client_pki(kept->instance), twin, &why) : NULL;

		if (facts->fetched)
			return "the addresses in its certificate were of one connection, and whoever listened "
				   "there is gone";
		if (recipe_lasts(bench->options->recipe, kept->result->attempts[i].credential))
			return "a certificate of it was made for one connection, and has expired since";
		if (facts->http2)
			return "the client speaks HTTP/2 alone, and openssl's server does not";
		if (shown && shown->memory_only)
			return "a file can't hold a key like this one, which signs with another than its own";
	}
	return plan_obstacle(kept->plan);
}

static bool is_written(const struct kept *kept, const char *dir, const char *name)
{
	return file_exists(arena_printf(kept->arena, "%s/" STORE_CREDENTIALS "/%s.key", dir, name));
}

/* Everything that is shown again, each once. */
static bool write_credentials(struct kept *kept)
{
	const char *dir = arena_printf(kept->arena, "%s/" KEPT_PKI, kept->root);
	const struct control_facts *control =
		controls_at(kept->instance->controls, NULL, kept->plan->tls);
	const char **names = NULL;
	size_t count = 0;
	const char *const always[] = {kept_credential(kept), PKI_GOOD_CLIENT, PKI_WRONG_CA_CLIENT,
		PKI_SERVER, control->shown[PEER_GOOD], control->shown[PEER_WRONG_CA]};
	size_t attempts = kept->cell ? kept->cell->made : 0;

	for (size_t i = 0; i < attempts + COUNT_OF(always); i++) {
		const char *name =
			i < attempts ? attempt_shown(&kept->cell->attempts[i]) : always[i - attempts];

		if (name && !is_written(kept, dir, name))
			*ARENA_PUSH(kept->arena, names, count) = name;
	}
	if (!count)
		return true;
	*ARENA_PUSH(kept->arena, names, count) = NULL;
	return pki_write_credentials(
		pki_beside(kept->bench->options->pki, kept->plan->target->setup.control.client), dir, names,
		kept->arena, &kept->why);
}

bool kept_script(struct kept *kept)
{
	const char *why_not = obstacle(kept);
	SCOPED_BUF out;

	buf_init(&out, SCRIPT_MAX);
	buf_printf(&out,
		"#!/bin/sh\n"
		"# %s: %s\n"
		"# Shows it again without mtlspec's TLS. Exit status: 0 the same is seen, 1 it is not, 2 "
		"it can't "
		"be shown.\n"
		"cell=$(cd \"$(dirname \"$0\")\" && pwd -P) || exit 2\n"
		". \"$cell/../../lib.sh\"\n",
		kept->result->id, verdict_words[kept->result->verdict]);
	if (why_not)
		buf_printf(&out, "cannot %s %s\n", text_shell_quote(kept->arena, why_not),
			text_shell_quote(kept->arena, kept->result->reproduce));
	else if (!write_credentials(kept) || !put_connections(&out, kept))
		return false;
	buf_puts(&out, "finish\n");
	return kept_write(kept, "reproduce.sh", &out, 0755);
}
