#include "deed_restart.h"

#include <string.h>

#include "bench.h"
#include "cell.h"
#include "control.h"
#include "good_peer.h"
#include "instance.h"
#include "lifecycle.h"
#include "pki.h"
#include "process.h"
#include "target.h"

enum { RETRY_MS = 20 };

static void try(struct cell *cell);

static void settle(struct cell *cell, const char *why)
{
	cell->deed.restarting.begun = false;
	cell->deed.restarting.restarted(cell, why);
}

static void on_retry(uv_timer_t *timer)
{
	try(timer->data);
}

/* It may close every connection, or know no backend, until it has read its configuration. */
static bool is_starting(const struct observation *facts)
{
	return !facts->connected || facts->server_trust_error || facts->http_status == 404 ||
		observation_closed_at_hello(facts);
}

static void on_tried(void *owner)
{
	struct cell *cell = owner;
	struct restarting *restarting = &cell->deed.restarting;
	struct instance *instance = cell->instance;

	connection_ended(&restarting->connection);
	instance->bench->connections--; /* it was no test */
	if (!is_starting(&restarting->result.facts)) {
		instance_release_ports(instance);
		settle(cell, NULL);
	} else if (instance->process && process_running(instance->process) &&
		process_time_left_ms(instance->process) > 0) {
		uv_timer_start(cell->wait, on_retry, RETRY_MS, 0);
	} else {
		settle(cell, "it did not answer in the time that its start may take");
	}
}

static void try(struct cell *cell)
{
	struct restarting *restarting = &cell->deed.restarting;
	struct connection *connection = &restarting->connection;
	const struct scenario_step *step = restarting->before;
	const char *name = step->control ? step->control : good_client(cell->instance);
	const struct connection_way way = {.listener = MAIN_LISTENER};
	const struct connection_news told = {.done = on_tried, .owner = cell};
	struct tls_client_options tls = {
		.version = controls_good_version(cell->instance->controls, cell->plan->tls)};
	const struct site usual = {.listener = MAIN_LISTENER};
	const char *why = NULL;

	site_take_names(&tls, &usual, cell->plan->target);
	tls.credential = pki_credential(client_pki(cell->instance), name, &why);
	if (!tls.credential) {
		settle(cell, why);
		return;
	}
	memset(connection, 0, sizeof(*connection));
	connection->arena = &cell->arena;
	connection->driver = cell->bench->drivers[DRIVE_TLS];
	connection_start(connection, cell->instance, &way, &tls, &restarting->result, &told);
}

static void on_renewed(void *owner, const char *why)
{
	struct cell *cell = owner;

	cell->log_start = 0; /* of another process */
	if (why)
		settle(cell, why);
	else
		try(cell);
}

void restarting_begin(struct cell *cell, const struct scenario_step *before,
	void (*restarted)(struct cell *cell, const char *why))
{
	struct restarting *restarting = &cell->deed.restarting;

	restarting->begun = true;
	restarting->before = before;
	restarting->restarted = restarted;
	instance_renew(cell->instance, on_renewed, cell);
}

void restarting_cancel(struct cell *cell)
{
	struct restarting *restarting = &cell->deed.restarting;

	if (!restarting->begun)
		return;
	restarting->begun = false;
	cell->instance->renewed = NULL;
	if (restarting->connection.attempt || restarting->connection.later)
		connection_cancel(&restarting->connection);
}
