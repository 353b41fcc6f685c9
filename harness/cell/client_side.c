/* Cells of targets that are clients: what our server shows them. */
#include "cell.h"
#include "cell_side.h"
#include "control.h"
#include "good_peer.h"
#include "instance.h"
#include "judge.h"
#include "pki.h"
#include "recipe.h"
#include "signature_scheme.h"
#include "target.h"

static bool set_staple(struct tls_server_options *out, struct pki *pki, const char *credential,
	enum staple staple, const char **why)
{
	if (staple == STAPLE_NONE)
		return true;
	out->staple = pki_staple(
		pki, credential, staple == STAPLE_REVOKED ? PKI_STAPLE_REVOKED : PKI_STAPLE_GOOD, why);
	return out->staple != NULL;
}

static bool set_ca_names(struct tls_server_options *out, struct pki *pki,
	const struct scenario_server *server, const char **why)
{
	out->no_ca_names = server->no_ca_names;
	if (!server->ca_names)
		return true;
	out->ca_name = pki_authority(pki, server->ca_names, why);
	return out->ca_name != NULL;
}

/* As libssl wants them. */
static const char *schemes_of(const struct scenario_server *server, struct arena *arena)
{
	const char *all = NULL;

	for (size_t i = 0; i < server->schemes.count; i++) {
		const char *name = signature_scheme_openssl(server->schemes.items[i]);

		all = all ? arena_printf(arena, "%s:%s", all, name) : name;
	}
	return all;
}

static bool set_subject_server(struct tls_server_options *out, struct cell *cell,
	const struct scenario_server *server, const char **why)
{
	struct pki *pki = cell->bench->options->pki;

	out->mode = cell->plan->mode;
	out->version = cell->plan->tls;
	if (auth_mode_requests(out->mode))
		out->schemes = schemes_of(server, &cell->arena);
	return server_credential(out, cell->instance, server->present, why) &&
		set_staple(out, pki, server->present, server->staple, why) &&
		set_ca_names(out, pki, server, why);
}

/* In its own mode our server accepts the client only if that has something good to show. */
static enum auth_mode good_mode(const struct cell *cell)
{
	const char *client = cell->instance->client_credential;
	bool good = client ? !*recipe_defect(cell->bench->options->recipe, client)
					   : !auth_mode_requires(cell->plan->mode);

	return good ? cell->plan->mode : AUTH_NO_CLIENT_CERT;
}

static bool set_good_server(struct tls_server_options *out, const struct cell *cell,
	const struct scenario_step *step, const char **why)
{
	out->mode = good_mode(cell);
	out->version = controls_good_version(cell->instance->controls, cell->plan->tls);
	return good_server(out, cell->instance, step->server.control, why);
}

/* A good server for this client that leads it to the one that is meant. */
static bool set_redirector(struct connection *connection, const struct cell *cell,
	const struct scenario_step *step, const char **why)
{
	struct tls_server_options *out = &connection->redirector;

	*out = (struct tls_server_options){0};
	if (!step->server.by_redirect)
		return true;
	out->mode = good_mode(cell);
	out->version = cell->plan->tls;
	return good_server(out, cell->instance, step->server.control, why);
}

/* A good server is asked for the same, and answers as usual. */
static void set_front(
	struct connection *connection, const struct scenario_step *step, bool as_usual)
{
	connection->front_path = step->path;
	connection->front_method = step->request.method;
	connection->answers = as_usual ? 0 : (int)step->server.answers;
}

static bool serve(struct cell *cell, const struct order *order, const struct connection_news *end,
	const char **why)
{
	struct connection *connection = &cell->connections[cell->made];
	struct tls_server_options tls = {0};
	bool good = order->kind == ORDER_GOOD_AFTER;

	if (!(good ? set_good_server(&tls, cell, order->step, why)
			   : set_subject_server(&tls, cell, &order->step->server, why) &&
					set_redirector(connection, cell, order->step, why)))
		return false;
	connection->place =
		arena_printf(&cell->arena, "%s-cell-%zu", cell->plan->target->name, cell->number);
	set_front(connection, order->step, good);
	connection->may_arrive = true; /* no backend of ours is meant to see it */
	connection_serve(connection, cell->instance, &tls,
		good ? good_server_name(cell->instance) : order->step->server.name,
		&cell->attempts[cell->made], end);
	return true;
}

/* A proxy whose front says nothing. */
static bool may_be_dying(const struct cell *cell, const struct observation *facts)
{
	return cell->instance->process && facts->end != END_DEADLINE && !facts->by_wire &&
		(!facts->connected || (!facts->http_status && cell->made == cell->orders.count));
}

static enum next_move look_at_client(
	struct cell *cell, const struct order *order, struct attempt_result *last)
{
	last->outcome = judge_client_connection(
		&last->facts, order_shows_good_server(order->step), &last->by, &cell->arena);
	if (last->facts.crashed && order->kind != ORDER_GOOD_AFTER)
		return MOVE_GOOD;
	return may_be_dying(cell, &last->facts) ? MOVE_WAIT : MOVE_USUAL;
}

/* Without a control nothing is judged, so that nothing need be tried but the good server itself. */
static bool has_no_control(const struct cell *cell)
{
	const struct scenario *scenario = cell->plan->scenario;

	if (controls_at(cell->instance->controls, NULL, cell->plan->tls)->good == CONTROL_PASS)
		return false;
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct expectation *expected =
			&order_expected(&scenario->steps[i], cell->plan)->connection;

		if (expected->given &&
			(expected->outcome == OUTCOME_EITHER || order_shows_good_server(&scenario->steps[i])))
			return false;
	}
	return true;
}

const struct cell_side cell_side_client = {
	.is_pointless = has_no_control,
	.connect = serve,
	.look = look_at_client,
};
