#include "cell_directive.h"

#include <string.h>

#include "cell.h"
#include "control.h"
#include "good_peer.h"
#include "instance.h"
#include "instance_config.h"
#include "judge_decider.h"
#include "judge_mistake.h"
#include "pki.h"
#include "server_leg.h"
#include "socket_address.h"
#include "target.h"
#include "text.h"

#define REQUEST_PATH "/mtlspec/" /* our token follows, where no other path is asked for */

/* What is looked at beside the judged cell. */
struct evidence {
	const struct cell *cell;
	struct arena *arena;
	const struct control_facts *controls;
	const struct credential *presented; /* NULL: nothing */
	const struct target_log_row *log; /* what the log says of the refusal that matters, or NULL */
	const struct rendered *rendered; /* the configuration, or NULL: not to be seen from here */
	struct rendered room;
	struct config_place place; /* that the connection which decides was made to */
	enum depth_fit depth; /* for the chain whose refusal matters */
	size_t intermediates; /* in it */
	bool names_others; /* the server names CAs beside those that it is to trust */
};

static const struct credential *credential(const struct cell *cell, const char *name)
{
	const char *why;

	return name ? pki_credential(client_pki(cell->instance), name, &why) : NULL;
}

/* The cell has no control, because the good peer himself is refused. */
static bool is_good_refused(const struct evidence *evidence, const struct cell_result *result)
{
	return evidence->controls->good_refused && result->control == CONTROL_FAIL;
}

/* Of the cell's own connections: the first that was refused. */
static const struct target_log_row *read_own_log(const struct cell *cell)
{
	for (size_t i = 0; i < cell->made; i++) {
		struct log_trail trail = {.from = cell->log_start};

		if (cell->orders.items[i].kind == ORDER_GOOD_AFTER ||
			cell->attempts[i].outcome != OUTCOME_REJECT)
			continue;
		log_trail_end(&trail, &cell->connections[i], &cell->attempts[i].facts);
		return log_trail_read(&trail, cell->instance, false);
	}
	return NULL;
}

static const struct target_log_row *read_log(
	const struct evidence *evidence, const struct cell_result *result)
{
	const struct control_facts *controls = evidence->controls;

	if (!is_good_refused(evidence, result))
		return read_own_log(evidence->cell);
	/* a line may come late; by now there are those of others, too */
	return controls->good_log
		? controls->good_log
		: log_trail_read(&controls->good_trail, evidence->cell->instance, true);
}

/* The first that belongs to a step which went wrong; else the first of all. */
static const struct connection *find_deciding(
	const struct cell *cell, const struct cell_result *result)
{
	const char *step = judge_wrong_step(result);

	for (size_t i = 0; step && i < cell->made; i++) {
		if (text_same(cell->attempts[i].step, step))
			return &cell->connections[i];
	}
	return cell->made ? &cell->connections[0] : NULL;
}

/* A program is run for each connection: its port stands in no file. */
static struct config_place place_of(const struct cell *cell, const struct cell_result *result)
{
	const struct instance *instance = cell->instance;
	const struct connection *connection = find_deciding(cell, result);
	struct config_place place = {.path = REQUEST_PATH};
	const struct sent *sent;

	if (result->side == SIDE_CLIENT) {
		place.port = instance->upstream ? server_leg_port(instance->upstream) : 0;
		return place;
	}
	place.port = socket_address_port(instance_address(instance, MAIN_LISTENER));
	if (!connection)
		return place;
	sent = &connection->sent;
	place.port = socket_address_port(instance_address(instance, sent->way.listener));
	place.name = sent->tls.server_name ? sent->tls.server_name : sent->ask.host;
	if (sent->ask.path)
		place.path = sent->ask.path;
	return place;
}

/* Chain of a target that is a server: that of our client. */
static void look_at_depth(struct evidence *evidence, const struct cell_result *result)
{
	const struct cell *cell = evidence->cell;
	const struct credential *chain = evidence->presented;
	const struct directive_question asked = {
		.rendered = evidence->rendered, .place = evidence->place};

	if (is_good_refused(evidence, result))
		chain = credential(
			cell, result->side == SIDE_CLIENT ? PKI_SERVER : good_client(cell->instance));
	evidence->intermediates = chain && chain->chain_len ? chain->chain_len - 1 : 0;
	if (evidence->rendered && chain)
		evidence->depth = target_directive_depth(
			cell->plan->target, &asked, evidence->intermediates, evidence->arena);
}

static void collect(struct evidence *out, const struct cell_result *result, const struct cell *cell)
{
	const char *why;

	*out = (struct evidence){.cell = cell,
		.arena = (struct arena *)&cell->arena,
		.controls = controls_at(cell->instance->controls, NULL, cell->plan->tls),
		.presented = credential(cell, result->credential)};
	if (!cell->plan->target->connect_host &&
		instance_config_render(&out->room, cell->instance, cell->plan->tls, out->arena, &why))
		out->rendered = &out->room;
	out->place = place_of(cell, result);
	out->log = read_log(out, result);
	look_at_depth(out, result);
}

static enum directive_kind log_kind(const struct target_log_row *row)
{
	return row ? (enum directive_kind)(row->decides + 1) : DIRECTIVE_NONE;
}

static enum directive_kind decider(
	const struct cell_result *result, const struct evidence *evidence)
{
	const struct control_facts *controls = evidence->controls;
	const struct credential *presented = evidence->presented;
	const struct decider_case decided = {
		.cell = result,
		.good_refused = controls->good_refused,
		.good_refused_alert = controls->good_alert,
		.self_signed = controls->self_signed,
		.log = log_kind(evidence->log),
		.depth = evidence->depth,
		.names_others = evidence->names_others,
		.lists = text_list_holds(&evidence->cell->plan->scenario->requires_features, "crl"),
		.chain_length = presented ? presented->chain_len : 0,
		.name_differs = presented && result->side == SIDE_CLIENT &&
			!pki_has_name(presented, evidence->cell->plan->scenario->steps->server.name),
	};

	return judge_decider(&decided);
}

/* Why that directive, where it is known. */
static void tell_why(
	struct directive_fix *out, const struct evidence *evidence, enum directive_kind kind)
{
	if (log_kind(evidence->log) == kind) {
		out->log = evidence->log->find;
		out->means = evidence->log->means;
	} else if (kind == DIRECTIVE_DEPTH && evidence->depth == DEPTH_TOO_SMALL) {
		out->means = arena_printf(evidence->arena, "too small for a chain with %zu intermediate%s",
			evidence->intermediates, evidence->intermediates == 1 ? "" : "s");
	}
}

/*
 * Nothing told why the good peer is refused. It may as well be his CA's list, where one is used:
 * then both are named.
 */
static void add_revocation(struct directive_fix *out, const struct evidence *evidence,
	const struct directive_question *asked)
{
	struct directive_question lists = *asked;
	struct directive_fix other;

	lists.kind = DIRECTIVE_REVOCATION;
	if (!asked->rendered || !out->have ||
		!target_directive_find(&other, evidence->cell->plan->target, &lists, evidence->arena) ||
		!other.have)
		return;
	out->find = arena_printf(evidence->arena, "%s` or `%s", out->find, other.find);
	if (strcmp(other.have, out->have) != 0)
		out->also = arena_printf(evidence->arena, "%s%s`%s`, %s:%d", out->also ? out->also : "",
			out->also ? "; or " : "", other.have, other.file, other.line);
}

static void ask(struct directive_question *out, const struct cell_result *result,
	const struct evidence *evidence)
{
	*out = (struct directive_question){.kind = decider(result, evidence),
		.mode = evidence->cell->plan->mode,
		.let_in = result->observed == OUTCOME_ACCEPT,
		.nobody = result->side == SIDE_SERVER && result->presents_nothing,
		.rendered = evidence->rendered,
		.place = evidence->place};
	if (log_kind(evidence->log) == out->kind)
		out->find = evidence->log ? evidence->log->directive : NULL;
}

/* Without the product's own word for it. */
static void tell_mistake(struct directive_fix *out, const struct cell_result *result,
	enum directive_kind kind, struct arena *arena)
{
	const char *mistake = judge_mistake(result, kind, arena);

	*out = (struct directive_fix){.decides = mistake ? kind : DIRECTIVE_NONE, .means = mistake};
}

void cell_find_directive(struct cell_result *out, const struct cell *cell, bool names_others)
{
	struct directive_question asked;
	struct evidence evidence;
	const char *at_hello = judge_mistake_at_hello(out);

	if (out->verdict != VERDICT_FAIL && out->verdict != VERDICT_ERROR)
		return;
	collect(&evidence, out, cell);
	evidence.names_others = names_others;
	ask(&asked, out, &evidence);
	if (asked.kind == DIRECTIVE_NONE)
		return;
	if (at_hello) {
		out->directive = (struct directive_fix){.decides = asked.kind, .means = at_hello};
		return;
	}
	if (!target_directive_find(&out->directive, cell->plan->target, &asked, evidence.arena))
		tell_mistake(&out->directive, out, asked.kind, evidence.arena);
	/* the log has something to say also of what the file has no name for */
	if (out->directive.decides == DIRECTIVE_NONE && log_kind(evidence.log) == asked.kind)
		out->directive.decides = asked.kind;
	if (out->directive.decides != DIRECTIVE_NONE)
		tell_why(&out->directive, &evidence, asked.kind);
	if (asked.kind == DIRECTIVE_TRUST && !evidence.log && is_good_refused(&evidence, out))
		add_revocation(&out->directive, &evidence, &asked);
}
