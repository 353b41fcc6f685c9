#include "runner_internal.h"

#include <string.h>

#include "clock.h"
#include "forged_identity.h"
#include "judge.h"
#include "pki.h"
#include "plan_driver.h"
#include "process.h"

/* How long a dying target may take from closing its sockets to its exit. */
enum { DEATH_NEWS_MS = 1000 };

static void next_attempt(struct cell *cell);

static void add_attempt(struct cell *cell, const struct driver *driver, const char *role)
{
	cell->probes[cell->attempt_count].driver = driver;
	cell->attempts[cell->attempt_count].role = role;
	cell->attempt_count++;
}

static struct tls_client_options subject_options(const struct plan_cell *plan)
{
	return (struct tls_client_options){
		.version = plan->tls,
		.server_name = probe_server_name(plan->target),
		.unsolicited_certificate = plan->scenario->steps->client.unsolicited_certificate,
	};
}

static size_t choose_drivers(const struct cell *cell, const struct driver *out[2])
{
	enum driver_choice choice = cell->runner->options->driver;
	size_t count = 0;

	if (choice != DRIVER_HTTP)
		out[count++] = &driver_tls;
	if (choice != DRIVER_TLS && !plan_http_lacks(cell->plan->scenario, cell->plan->mode))
		out[count++] = &driver_http;
	return count;
}

/*
 * What is refused once may be accepted later, and some targets crash on a strange certificate: where a
 * rejection is in question the credential goes twice, then the good client.
 */
static void plan_attempts(struct cell *cell)
{
	const struct plan_cell *plan = cell->plan;
	const struct driver *drivers[2];
	size_t count = choose_drivers(cell, drivers);
	bool rejection = plan->scenario->steps->expect[plan->mode].connection.outcome != OUTCOME_ACCEPT;

	for (size_t i = 0; i < count; i++) {
		add_attempt(cell, drivers[i], "subject");
		if (rejection)
			add_attempt(cell, drivers[i], "again");
	}
	cell->subject_count = cell->attempt_count;
	for (size_t i = 0; rejection && i < count; i++)
		add_attempt(cell, drivers[i], "good client after");
}

static bool choose_credential(
	const struct cell *cell, struct tls_client_options *options, const char **why)
{
	const char *name = cell->plan->scenario->steps->client.present;

	if (cell->current >= cell->subject_count) {
		name = instance_good_client(cell->instance);
		options->unsolicited_certificate = false;
		/* a version that the target must refuse can't be the good client's */
		if (options->version < TLS_1_2)
			options->version = cell->instance->steps[0].version;
	}
	if (strcmp(name, "none") == 0)
		return true;
	options->credential = pki_credential(cell->runner->options->pki, name, why);
	return options->credential != NULL;
}

static bool ended_in_silence(const struct observation *facts)
{
	bool closed = facts->end == END_FIN || facts->end == END_RESET || facts->end == END_REFUSED;

	return closed && !facts->http_status && facts->alert == TLS_ALERT_NONE;
}

static bool is_subject(const struct cell *cell, size_t index)
{
	return index < cell->subject_count;
}

/* No more subjects; a good client comes next and shows whether the target still lives. */
static void ask_good_client(struct cell *cell)
{
	const struct driver *driver = cell->probes[cell->current - 1].driver;

	cell->subject_count = cell->attempt_count = cell->current;
	add_attempt(cell, driver, "good client after");
}

static void on_no_news(uv_timer_t *timer)
{
	struct cell *cell = timer->data;

	cell_finish(cell);
}

void cell_await_death(struct cell *cell)
{
	cell->attempt_count = cell->current;
	uv_timer_start(cell->wait, on_no_news, DEATH_NEWS_MS, 0);
}

enum next_move { MOVE_ON, MOVE_FINISH, MOVE_WAIT };

/*
 * A connection that ends without alert or answer may be a refusal, or a target that is dying: its
 * sockets close before its exit is known. The good client tells the two apart; where he gets nowhere
 * either, the cell waits for the news (or a deadline) before it is judged.
 */
static enum next_move look_at_last(struct cell *cell)
{
	struct attempt_result *last = &cell->attempts[cell->current - 1];
	bool launched = cell->instance->process != NULL;

	last->outcome = judge_connection(&last->facts, &last->by, &cell->arena);
	if (launched && ended_in_silence(&last->facts)) {
		if (last->facts.end == END_REFUSED || !is_subject(cell, cell->current - 1))
			return MOVE_WAIT;
		if (last->outcome == OUTCOME_NONE || cell->current == cell->attempt_count)
			ask_good_client(cell);
		return MOVE_ON;
	}
	/* later attempts say nothing more once one has shown nothing */
	return last->outcome == OUTCOME_NONE || cell->current == cell->attempt_count ? MOVE_FINISH
																				 : MOVE_ON;
}

static void on_attempt_done(void *owner)
{
	struct cell *cell = owner;

	cell->probes[cell->current].attempt = NULL;
	cell->current++;
	next_attempt(cell);
}

bool cell_handle_crash(struct cell *cell)
{
	const char *mark = cell->instance->process
		? instance_crash_mark(cell->instance, cell->log_start, &cell->arena)
		: NULL;

	if (!mark)
		return false;
	cell->crash = mark;
	instance_crashed(cell->instance);
	return true;
}

static void next_attempt(struct cell *cell)
{
	struct tls_client_options options = subject_options(cell->plan);
	const char *why = NULL;
	struct probe *probe;
	enum next_move move = cell->current ? look_at_last(cell) : MOVE_ON;

	if (move == MOVE_WAIT) {
		cell_await_death(cell);
		return;
	}
	if (move == MOVE_FINISH) {
		cell->attempt_count = cell->current;
		if (!cell_handle_crash(cell))
			cell_finish(cell);
		return;
	}
	if (!choose_credential(cell, &options, &why)) {
		cell->trouble = arena_strdup(&cell->arena, why);
		cell->attempt_count = cell->current;
		cell_finish(cell);
		return;
	}
	probe = &cell->probes[cell->current];
	probe->arena = &cell->arena;
	if (is_subject(cell, cell->current))
		probe->extra_lines = forged_identity_lines(&cell->arena, &cell->plan->target->identity,
			(enum forge)cell->plan->scenario->steps->client.forge);
	token_make(probe->token);
	probe->may_arrive = !is_subject(cell, cell->current);
	probe_start(cell->runner, probe, cell->instance, &options, &cell->attempts[cell->current],
		on_attempt_done, cell);
}

static void reset(struct cell *cell)
{
	struct runner *runner = cell->runner;
	struct arena arena = cell->arena;
	uv_timer_t *wait = cell->wait;

	step_cell_end(cell);
	arena_reset(&arena);
	memset(cell, 0, sizeof(*cell));
	cell->wait = wait;
	cell->runner = runner;
	cell->arena = arena;
}

void cell_start(struct cell *cell, struct instance *instance, size_t sequence, bool alone)
{
	const struct plan *plan = cell->runner->options->plan;

	reset(cell);
	cell->instance = instance;
	cell->plan = &plan->cells[sequence % plan->cell_count];
	cell->sequence = sequence;
	cell->busy = true;
	cell->alone = alone;
	cell->log_start = instance->process ? process_log_total(instance->process) : 0;
	cell->started_us = clock_now_us();
	cell->attempt_room = !cell->plan->scenario->simple ? step_cell_room(cell) : CELL_ATTEMPTS_MAX;
	cell->probes = ARENA_ARRAY(&cell->arena, struct probe, cell->attempt_room);
	cell->attempts = ARENA_ARRAY(&cell->arena, struct attempt_result, cell->attempt_room);
	instance->in_flight++;
	cell->runner->busy++;
	if (cell->plan->scenario->side == SIDE_CLIENT) {
		client_cell_begin(cell);
		return;
	}
	if (!cell->plan->scenario->simple) {
		step_cell_begin(cell);
		return;
	}
	plan_attempts(cell);
	next_attempt(cell);
}

void cell_cancel(struct cell *cell)
{
	uv_timer_stop(cell->wait);
	if (cell->current < cell->attempt_room)
		probe_cancel(&cell->probes[cell->current]);
	cell->busy = false;
	cell->instance->in_flight--;
	cell->runner->busy--;
}

void cell_finish(struct cell *cell)
{
	struct runner *runner = cell->runner;

	cell_cancel(cell);
	cell_report(cell);
	runner_step(runner);
}
