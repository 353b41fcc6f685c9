#include "runner.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "backend.h"
#include "clock.h"
#include "fatal.h"
#include "file.h"
#include "guardian.h"
#include "leave.h"
#include "pki.h"
#include "runner_internal.h"
#include "server_leg.h"
#include "tmpdir.h"

/* A program waits a good part of its time. */
enum { PROGRAMS_PER_CORE = 2 };

struct cell *runner_busy_cell(struct runner *runner, const struct instance *instance)
{
	for (size_t i = 0; i < runner->options->jobs; i++) {
		if (runner->cells[i].busy && runner->cells[i].instance == instance)
			return &runner->cells[i];
	}
	return NULL;
}

static struct cell *free_cell(struct runner *runner)
{
	for (size_t i = 0; i < runner->options->jobs; i++) {
		if (!runner->cells[i].busy)
			return &runner->cells[i];
	}
	return NULL;
}

static bool take_next(
	struct runner *runner, struct instance **instance, size_t *sequence, bool *alone)
{
	for (size_t i = 0; i < runner->instance_count; i++) {
		size_t at = (runner->next_instance + i) % runner->instance_count;

		if (instance_next(&runner->instances[at], sequence, alone)) {
			*instance = &runner->instances[at];
			runner->next_instance = at + 1;
			return true;
		}
	}
	return false;
}

static void dispatch(struct runner *runner)
{
	struct instance *instance;
	struct cell *cell;
	size_t sequence;
	bool alone;

	while ((cell = free_cell(runner)) && take_next(runner, &instance, &sequence, &alone))
		cell_start(cell, instance, sequence, alone);
}

static void close_shop(struct runner *runner)
{
	leave_unwatch(runner->leave);
	for (size_t i = 0; i < runner->instance_count; i++)
		uv_close((uv_handle_t *)&runner->instances[i].retry, NULL);
	for (size_t i = 0; i < runner->options->jobs; i++)
		uv_close((uv_handle_t *)runner->cells[i].wait, NULL);
	backend_stop(runner->backend);
	attempt_context_finish(&runner->attempts);
}

/* Brings everything forward that can go; called whenever something has changed. */
void runner_step(struct runner *runner)
{
	if (runner->stepping) {
		runner->step_again = true;
		return;
	}
	runner->stepping = true;
	do {
		runner->step_again = false;
		lapse_end_run(runner);
		if (!runner->outcome->interrupted_by)
			dispatch(runner);
		instances_tend(runner);
	} while (runner->step_again);
	runner->stepping = false;
	if (!runner->unfinished && !runner->closed) {
		runner->closed = true;
		close_shop(runner);
	}
}

static void on_asked_to_leave(void *owner, int number)
{
	struct runner *runner = owner;
	struct cell *cell;

	if (runner->outcome->interrupted_by)
		return;
	runner->outcome->interrupted_by = number;
	for (size_t i = 0; i < runner->instance_count; i++) {
		while ((cell = runner_busy_cell(runner, &runner->instances[i])))
			cell_cancel(cell);
	}
	for (size_t i = 0; i < runner->instance_count; i++) {
		if (runner->instances[i].state != INSTANCE_GONE)
			instance_stop(&runner->instances[i]);
	}
}

static void queue_cells(struct runner *runner)
{
	const struct plan *plan = runner->options->plan;

	for (size_t sequence = 0; sequence < runner_total_cells(runner); sequence++) {
		const struct plan_cell *cell = &plan->cells[sequence % plan->cell_count];
		struct instance *instance;

		if (cell->skip_reason) {
			cell_report_unrun(runner, cell, sequence, VERDICT_SKIP, cell->skip_reason);
			continue;
		}
		instance = &runner->instances[cell->instance];
		*ARENA_PUSH(&instance->arena, instance->queue, instance->queue_len) = sequence;
	}
}

static void make_nonce(struct runner *runner)
{
	uint64_t random;

	if (getrandom(&random, sizeof(random), 0) != (ssize_t)sizeof(random))
		FATAL("no randomness");
	snprintf(runner->nonce, sizeof(runner->nonce), "%016" PRIx64, random);
}

static void set_up_instances(struct runner *runner)
{
	const struct plan *plan = runner->options->plan;

	runner->instance_count = plan->instance_count;
	runner->instances = ARENA_ARRAY(&runner->arena, struct instance, plan->instance_count + 1);
	for (size_t i = 0; i < plan->instance_count; i++)
		instance_init(&runner->instances[i], runner, i);
	runner->unfinished = plan->instance_count;
	instances_order(runner);
	runner->cells = ARENA_ARRAY(&runner->arena, struct cell, runner->options->jobs);
	for (size_t i = 0; i < runner->options->jobs; i++) {
		runner->cells[i].runner = runner;
		arena_init(&runner->cells[i].arena);
		runner->cells[i].wait = ARENA_NEW(&runner->arena, uv_timer_t);
		runner->cells[i].wait->data = &runner->cells[i];
		uv_timer_init(&runner->loop, runner->cells[i].wait);
	}
	runner->refused_verdict = arena_alloc(&runner->arena, runner_total_cells(runner) + 1);
}

static bool has_clients(const struct runner *runner)
{
	const struct plan *plan = runner->options->plan;

	for (size_t i = 0; i < plan->instance_count; i++) {
		if (plan->instances[i].side == SIDE_CLIENT)
			return true;
	}
	return false;
}

/* What targets that are clients are configured to present, each once; NULL-terminated. */
static const char *const *client_credentials(struct runner *runner)
{
	const struct plan *plan = runner->options->plan;
	const char **names = NULL;
	size_t count = 0;

	for (size_t i = 0; i < plan->instance_count; i++) {
		const char *name = plan->instances[i].client_credential;
		size_t at = 0;

		while (name && at < count && strcmp(names[at], name) != 0)
			at++;
		if (name && at == count && strcmp(name, "none") != 0)
			*ARENA_PUSH(&runner->arena, names, count) = name;
	}
	*ARENA_PUSH(&runner->arena, names, count) = NULL;
	return names;
}

static void add_names(
	struct arena *arena, const char ***names, size_t *count, const struct text_list *more)
{
	for (size_t i = 0; i < more->count; i++)
		*ARENA_PUSH(arena, *names, *count) = more->items[i];
}

/* What the templates of targets with certificates of their own name. */
static bool write_named(struct runner *runner, const char *pki_dir, const char **why)
{
	const struct plan *plan = runner->options->plan;
	struct text_list credentials = {0};
	struct text_list authorities = {0};

	for (size_t i = 0; i < plan->instance_count; i++) {
		const struct target_setup *setup = &plan->instances[i].target->setup;

		add_names(&runner->arena, &credentials.items, &credentials.count, &setup->credentials);
		add_names(&runner->arena, &authorities.items, &authorities.count, &setup->authorities);
	}
	if (!credentials.count && !authorities.count)
		return true;
	*ARENA_PUSH(&runner->arena, credentials.items, credentials.count) = NULL;
	*ARENA_PUSH(&runner->arena, authorities.items, authorities.count) = NULL;
	return pki_write_named(
		runner->options->pki, pki_dir, credentials.items, authorities.items, &runner->arena, why);
}

bool runner_write_pki(struct runner *runner, const char *dir, const char **why)
{
	struct pki *pki = runner->options->pki;

	return file_make_dirs(why, &runner->arena, dir) &&
		pki_write_runtime(pki, dir, &runner->arena, why) && write_named(runner, dir, why) &&
		(!has_clients(runner) ||
			pki_write_credentials(pki, dir, client_credentials(runner), &runner->arena, why));
}

static bool set_up_servers(struct runner *runner, const char **why)
{
	struct x509_st *root;

	if (!has_clients(runner))
		return true;
	root = pki_authority(runner->options->pki, PKI_CLIENT_ROOT, why);
	if (!root)
		return false;
	runner->servers = tls_server_set_create(root, NULL);
	runner->programs = (size_t)uv_available_parallelism() * PROGRAMS_PER_CORE;
	return true;
}

static bool set_up(struct runner *runner, const char **why)
{
	const struct run_options *options = runner->options;
	struct backend_options backend = {.host = options->backend_host,
		.port = options->backend_port,
		.request = runner_backend_request,
		.owner = runner};
	struct x509_st *root = pki_authority(options->pki, PKI_SERVER_ROOT, why);
	const char *pki_dir;

	if (!root || !tmpdir_create(&runner->work_dir, why, &runner->arena))
		return false;
	pki_dir = arena_printf(&runner->arena, "%s/pki", runner->work_dir);
	if (!runner_write_pki(runner, pki_dir, why) || !set_up_servers(runner, why))
		return false;
	runner->tls = tls_client_context_create(root);
	for (size_t i = 0; (root = pki_trusted_server_ca(options->pki, i)); i++)
		tls_client_context_trust(runner->tls, root);
	attempt_context_init(&runner->attempts, &runner->loop, runner->tls);
	runner->backend = backend_start(&runner->loop, &backend, &runner->arena, why);
	return runner->backend != NULL;
}

static void tear_down(struct runner *runner)
{
	for (size_t i = 0; runner->cells && i < runner->options->jobs; i++) {
		cell_release(&runner->cells[i]);
		arena_finish(&runner->cells[i].arena);
	}
	for (size_t i = 0; i < runner->instance_count; i++)
		arena_finish(&runner->instances[i].arena);
	token_table_finish(&runner->refused);
	tls_client_context_destroy(runner->tls);
	tls_server_set_destroy(runner->servers);
	/* a daemon that a target left behind may still write there */
	guardian_dismiss();
	if (runner->work_dir)
		tmpdir_remove(runner->work_dir);
	arena_finish(&runner->arena);
}

bool run_plan(struct run_outcome *out, const struct run_options *options, struct arena *arena,
	const char **why)
{
	struct runner *runner = fatal_alloc(sizeof(*runner));
	bool ok;

	memset(out, 0, sizeof(*out));
	runner->options = options;
	runner->started_us = clock_now_us();
	runner->outcome = out;
	arena_init(&runner->arena);
	make_nonce(runner);
	uv_loop_init(&runner->loop);
	signal(SIGPIPE, SIG_IGN);
	ok = set_up(runner, why);
	if (ok) {
		runner->leave = leave_watch(&runner->loop, on_asked_to_leave, runner);
		set_up_instances(runner);
		lapse_begin(runner);
		queue_cells(runner);
		runner_step(runner);
	} else {
		*why = arena_strdup(arena, *why);
	}
	uv_run(&runner->loop, UV_RUN_DEFAULT);
	if (uv_loop_close(&runner->loop) != 0)
		FATAL("the event loop still has open handles");
	out->instances = ARENA_ARRAY(arena, struct instance_result, out->instance_count + 1);
	for (size_t i = 0; i < out->instance_count; i++)
		out->instances[i] = runner->times[i];
	if (out->lapsed)
		out->lapsed = arena_strdup(arena, out->lapsed);
	tear_down(runner);
	free(runner);
	return ok;
}
