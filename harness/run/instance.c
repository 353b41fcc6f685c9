#include "runner_internal.h"

#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

#include "clock.h"
#include "instance_config.h"
#include "log_tail.h"
#include "process.h"
#include "server_leg.h"

enum { RETRY_FIRST_MS = 2 };

void instance_set_state(struct instance *instance, enum instance_state state)
{
	instance->state = state;
	if (!instance->since_us[state])
		instance->since_us[state] = clock_now_us();
}

bool instance_is_program(const struct instance *instance)
{
	const struct plan_instance *plan = instance->plan;

	return plan->side == SIDE_CLIENT && plan->target->client.kind == CLIENT_PROGRAM;
}

/* A client always has to verify its server. */
void instance_init(struct instance *instance, struct runner *runner, size_t index)
{
	memset(instance, 0, sizeof(*instance));
	instance->runner = runner;
	instance->index = index;
	instance->plan = &runner->options->plan->instances[index];
	instance->port.fd = -1;
	for (size_t i = 0; i < TARGET_LISTENERS_MAX; i++)
		instance->listeners[i].port.fd = -1;
	arena_init(&instance->arena);
	uv_timer_init(&runner->loop, &instance->retry);
	instance->retry.data = instance;
}

const char *instance_log_tail(const struct instance *instance, size_t from, struct arena *arena)
{
	return instance->process ? log_tail(instance->process, from, arena) : NULL;
}

const char *instance_crash_mark(const struct instance *instance, size_t from, struct arena *arena)
{
	const struct text_list *marks = &instance->plan->target->crash_marks;
	const char *log;

	if (!marks->count || !(log = instance_log_tail(instance, from, arena)))
		return NULL;
	for (size_t i = 0; i < marks->count; i++) {
		if (strstr(log, marks->items[i]))
			return arena_printf(arena, "its log says \"%s\"", marks->items[i]);
	}
	return NULL;
}

void instance_break_down(struct instance *instance, const char *trouble)
{
	const char *log = instance_log_tail(instance, 0, &instance->arena);

	instance_give_up(instance,
		log ? arena_printf(&instance->arena, "%s; its log ends: %s", trouble, log) : trouble);
	runner_step(instance->runner);
}

void instance_give_up(struct instance *instance, const char *trouble)
{
	instance->trouble = trouble;
	probe_cancel(&instance->control);
	uv_timer_stop(&instance->retry);
	instance_set_state(instance, INSTANCE_BROKEN);
}

static const char *name_phase(enum instance_state state)
{
	return state == INSTANCE_READY ? "in mid-run" : "before it was ready";
}

static void release_ports(struct instance *instance)
{
	port_release(&instance->port);
	for (size_t i = 0; i < TARGET_LISTENERS_MAX; i++)
		port_release(&instance->listeners[i].port);
}

static void relaunch(struct instance *instance)
{
	process_destroy(instance->process);
	instance->process = NULL;
	instance->restart = false;
	release_ports(instance);
	instance_set_state(instance, INSTANCE_WAITING);
	instance_start(instance);
}

static void on_exited(void *owner)
{
	struct instance *instance = owner;

	instance->cpu_us += process_cpu_us(instance->process);
	if (instance->restart) {
		relaunch(instance);
		return;
	}
	if (instance->state == INSTANCE_STOPPING) {
		process_destroy(instance->process);
		instance->process = NULL;
		runner_instance_gone(instance);
		return;
	}
	if (instance->state == INSTANCE_READY && process_crashed(instance->process)) {
		instance_crashed(instance);
		return;
	}
	instance_break_down(instance,
		arena_printf(&instance->arena, "the target %s %s",
			process_describe_exit(instance->process, &instance->arena),
			name_phase(instance->state)));
}

static void push_suspect(struct instance *instance, size_t sequence)
{
	*ARENA_PUSH(&instance->arena, instance->suspects, instance->suspect_count) = sequence;
}

void instance_crashed(struct instance *instance)
{
	const char *how = process_running(instance->process)
		? "one of its processes crashed"
		: process_describe_exit(instance->process, &instance->arena);
	struct cell *cell;

	instance->restart = true; /* no new cells meanwhile */
	while ((cell = runner_busy_cell(instance->runner, instance))) {
		size_t sequence = cell->sequence;

		if (cell->alone) {
			/* nobody else was there: it is this credential that does it */
			cell->crash = arena_strdup(&cell->arena, cell->crash ? cell->crash : how);
			cell_finish(cell);
		} else {
			cell_cancel(cell);
			push_suspect(instance, sequence);
		}
	}
	if (process_running(instance->process))
		process_stop(instance->process);
	else
		relaunch(instance);
}

static bool resolve(struct instance *instance, const char **why)
{
	const struct target *target = instance->plan->target;
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	struct addrinfo *found;
	int error = getaddrinfo(target->connect_host, NULL, &hints, &found);

	if (error) {
		*why = arena_printf(
			&instance->arena, "cannot resolve %s: %s", target->connect_host, gai_strerror(error));
		return false;
	}
	memcpy(&instance->address, found->ai_addr, found->ai_addrlen);
	if (found->ai_family == AF_INET6)
		((struct sockaddr_in6 *)(void *)&instance->address)->sin6_port =
			htons((uint16_t)target->connect_port);
	else
		((struct sockaddr_in *)(void *)&instance->address)->sin_port =
			htons((uint16_t)target->connect_port);
	freeaddrinfo(found);
	return true;
}

static bool hold_port(
	struct held_port *port, struct sockaddr_storage *address, struct arena *arena, const char **why)
{
	struct sockaddr_in *in = (struct sockaddr_in *)(void *)address;

	if (!port_hold(port, arena, why))
		return false;
	in->sin_family = AF_INET;
	in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	in->sin_port = htons((uint16_t)port->port);
	return true;
}

static bool hold_ports(struct instance *instance, const char **why)
{
	bool ok = hold_port(&instance->port, &instance->address, &instance->arena, why);

	for (size_t i = 0; ok && i < instance->plan->target->setup.listeners.count; i++) {
		struct instance_listener *listener = &instance->listeners[i];

		ok = hold_port(&listener->port, &listener->address, &instance->arena, why);
	}
	return ok;
}

const struct sockaddr_storage *instance_address(const struct instance *instance, int listener)
{
	return listener == MAIN_LISTENER ? &instance->address : &instance->listeners[listener].address;
}

static bool launch(struct instance *instance, const char **why)
{
	const struct target *target = instance->plan->target;
	struct process_options options = {
		.program = target->program_path,
		.stop_signal = target->stop_signal,
		.stop_timeout_ms = target->stop_timeout_ms,
		.exited = on_exited,
		.owner = instance,
	};
	struct rendered rendered;

	if (instance->plan->side == SIDE_CLIENT && !instance->upstream)
		instance->upstream = server_leg_listen(
			&instance->runner->loop, instance->runner->servers, &instance->arena, why);
	if (instance->plan->side == SIDE_CLIENT && !instance->upstream)
		return false;
	if (!hold_ports(instance, why) || !instance_config_write(&rendered, instance, why))
		return false;
	options.args = rendered.args;
	options.environment = rendered.environment;
	options.folder = instance->dir;
	instance->process = process_start(&instance->runner->loop, &options, &instance->arena, why);
	return instance->process != NULL;
}

static bool make_reachable(struct instance *instance, const char **why)
{
	if (instance_is_program(instance))
		return true;
	return instance->plan->target->connect_host ? resolve(instance, why) : launch(instance, why);
}

void instance_start(struct instance *instance)
{
	const struct target *target = instance->plan->target;
	const char *why = NULL;

	instance_set_state(instance, INSTANCE_STARTING);
	instance->step = 0;
	instance->retry_ms = RETRY_FIRST_MS;
	instance->start_deadline_us = clock_now_us() + (uint64_t)target->start_timeout_ms * 1000;
	memset(instance->controls, 0, sizeof(instance->controls));
	for (size_t i = 0; i < TARGET_LISTENERS_MAX; i++)
		memset(instance->listeners[i].controls, 0, sizeof(instance->listeners[i].controls));
	instance_plan_controls(instance);
	if (make_reachable(instance, &why))
		instance_next_control(instance);
	else
		instance_break_down(instance, why);
}

void instance_stop(struct instance *instance)
{
	probe_cancel(&instance->control);
	uv_timer_stop(&instance->retry);
	release_ports(instance);
	instance->restart = false;
	if (instance->state == INSTANCE_GONE)
		return;
	instance_set_state(instance, INSTANCE_STOPPING);
	if (instance->process && process_running(instance->process)) {
		process_stop(instance->process);
		return;
	}
	process_destroy(instance->process);
	instance->process = NULL;
	runner_instance_gone(instance);
}

bool instance_has_cells(const struct instance *instance)
{
	return instance->in_flight || instance->suspect_count ||
		instance->queue_next < instance->queue_len;
}

/* A proxy's upstream leg takes one cell at a time (server_leg.h), programs as many as the
 * machine. */
static bool is_full(const struct instance *instance)
{
	const struct runner *runner = instance->runner;
	size_t running = 0;

	if (instance->plan->side == SIDE_SERVER)
		return false;
	if (!instance_is_program(instance))
		return instance->in_flight > 0;
	for (size_t i = 0; i < runner->instance_count; i++) {
		if (instance_is_program(&runner->instances[i]))
			running += runner->instances[i].in_flight;
	}
	return running >= runner->programs;
}

bool instance_next(struct instance *instance, size_t *sequence, bool *alone)
{
	if (instance->state != INSTANCE_READY || instance->restart || is_full(instance))
		return false;
	if (instance->suspect_count) {
		if (instance->in_flight)
			return false;
		*alone = true;
		*sequence = instance->suspects[--instance->suspect_count];
		return true;
	}
	if (instance->queue_next == instance->queue_len)
		return false;
	/* while a suspect runs nobody else does */
	for (size_t i = 0; i < instance->runner->options->jobs; i++) {
		const struct cell *cell = &instance->runner->cells[i];

		if (cell->busy && cell->instance == instance && cell->alone)
			return false;
	}
	*alone = false;
	*sequence = instance->queue[instance->queue_next++];
	return true;
}
