#include "lifecycle.h"

#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

#include "bench.h"
#include "clock.h"
#include "control.h"
#include "instance_config.h"
#include "instance_files.h"
#include "process.h"
#include "server_leg.h"

static void set_state(struct instance *instance, enum instance_state state)
{
	instance->state = state;
	if (!instance->since_us[state])
		instance->since_us[state] = clock_now_us();
}

void instance_give_up(struct instance *instance, const char *trouble)
{
	instance->trouble = trouble;
	controls_stop(instance->controls);
	set_state(instance, INSTANCE_BROKEN);
}

/* The same with its last words, told at once. */
static void break_down(struct instance *instance, const char *trouble)
{
	const char *log = instance_log_tail(instance, 0, &instance->arena);

	instance_give_up(instance,
		log ? arena_printf(&instance->arena, "%s; its log ends: %s", trouble, log) : trouble);
	instance->news->changed(instance->news->owner);
}

static void on_reached(void *owner)
{
	set_state(owner, INSTANCE_CONTROLS);
}

static void on_controlled(void *owner)
{
	struct instance *instance = owner;
	const char *account = controls_account(instance->controls, &instance->arena);

	if (account)
		instance->news->told(instance->news->owner, instance, account);
	set_state(instance, INSTANCE_READY);
	instance->ready_us = clock_now_us();
	if (instance_tells_crashes(instance))
		process_family(&instance->workers, instance->process, &instance->arena);
	instance->news->changed(instance->news->owner);
}

static void on_uncontrolled(void *owner, const char *why)
{
	break_down(owner, why);
}

void instance_init(
	struct instance *instance, struct bench *bench, size_t index, const struct instance_news *news)
{
	const struct control_news control_news = {
		.reached = on_reached,
		.ready = on_controlled,
		.broken = on_uncontrolled,
		.owner = instance,
	};

	memset(instance, 0, sizeof(*instance));
	instance->bench = bench;
	instance->news = news;
	instance->index = index;
	instance->plan = &bench->options->plan->instances[index];
	instance->client_credential = instance->plan->client_credential;
	instance->port.fd = -1;
	for (size_t i = 0; i < TARGET_LISTENERS_MAX; i++)
		instance->listeners[i].port.fd = -1;
	arena_init(&instance->arena);
	pace_init(&instance->pace,
		bench->options->rate > 0 ? bench->options->rate : instance->plan->target->rate);
	instance->controls = controls_create(instance, &control_news);
}

static const char *name_phase(enum instance_state state)
{
	return state == INSTANCE_READY ? "in mid-run" : "before it was ready";
}

void instance_release_ports(struct instance *instance)
{
	port_release(&instance->port);
	for (size_t i = 0; i < TARGET_LISTENERS_MAX; i++)
		port_release(&instance->listeners[i].port);
}

static void relaunch(struct instance *instance)
{
	process_destroy(instance->process);
	instance->process = NULL;
	instance->crash_watch = (struct crash_watch){0};
	instance->restart = false;
	instance_release_ports(instance);
	set_state(instance, INSTANCE_WAITING);
	instance_start(instance);
}

static bool launch(struct instance *instance, const char **why);

static void start_renewed(struct instance *instance)
{
	void (*renewed)(void *owner, const char *why) = TAKE(instance->renewed);
	const char *why = NULL;
	bool ok;

	process_destroy(instance->process);
	instance->process = NULL;
	instance->crash_watch = (struct crash_watch){0};
	instance_release_ports(instance);
	instance->keeps_files = true;
	ok = launch(instance, &why);
	instance->keeps_files = instance->restart = false;
	renewed(instance->renewed_owner, ok ? NULL : why);
}

void instance_renew(
	struct instance *instance, void (*renewed)(void *owner, const char *why), void *owner)
{
	instance->renewed = renewed;
	instance->renewed_owner = owner;
	instance->restart = true;
	if (process_running(instance->process))
		process_stop(instance->process);
	else
		start_renewed(instance);
}

void instance_restart(struct instance *instance)
{
	instance->renewed = NULL;
	instance->restart = true;
	if (process_running(instance->process))
		process_stop(instance->process);
	else
		relaunch(instance);
}

static void become_gone(struct instance *instance)
{
	process_destroy(instance->process);
	instance->process = NULL;
	set_state(instance, INSTANCE_GONE);
	server_leg_close(instance->upstream);
	instance->upstream = NULL;
	instance->news->gone(instance->news->owner, instance);
}

static bool has_worked(const struct instance *instance)
{
	return instance->state == INSTANCE_READY || instance->state == INSTANCE_STOPPING;
}

static void note_unharmed(struct instance *instance)
{
	struct family now;

	if (!instance_tells_crashes(instance))
		return;
	process_family(&now, instance->process, &instance->arena);
	instance->unharmed = family_is_whole(&instance->workers, &now);
}

/*
 * All that is new in the log. What it says before it is ready is no cell's doing, and neither is a
 * crash of which it tells as it stops, where all its processes had lived until then.
 */
static const char *look_at_log(struct instance *instance)
{
	const char *news = instance_crash_news(instance);
	const char *more = news;

	while (more)
		more = instance_crash_news(instance);
	if (news && instance->state == INSTANCE_STOPPING && instance->unharmed) {
		instance->news->told(instance->news->owner, instance,
			arena_printf(&instance->arena, "crashed when it was asked to stop: %s", news));
		return NULL;
	}
	return has_worked(instance) ? news : NULL;
}

static void on_logged(void *owner)
{
	struct instance *instance = owner;
	const char *how = look_at_log(instance);

	/* who ends over a reload is nobody's victim */
	if (how && (instance->reloading || instance->altered))
		instance->news->told(instance->news->owner, instance,
			arena_printf(&instance->arena, "crashed when it was told to reload: %s", how));
	else if (how && !instance->restart)
		instance->news->crashed(instance->news->owner, instance, how);
}

/* How it crashed, or NULL. One that is asked to stop may end as it likes; its log counts. */
static const char *find_crash(struct instance *instance)
{
	const char *said = look_at_log(instance);

	if (said || instance->state != INSTANCE_READY || !process_crashed(instance->process))
		return said;
	return process_describe_exit(instance->process, &instance->arena);
}

/* What was done to it may have that end. Whoever did it looks for that; others find it afresh. */
static void end_over_it(struct instance *instance)
{
	instance->ends++;
	instance->how_ended = process_describe_exit(instance->process, &instance->arena);
	relaunch(instance);
}

static void on_exited(void *owner)
{
	struct instance *instance = owner;
	const char *how;

	instance->cpu_us += process_cpu_us(instance->process);
	if (instance->restart) {
		if (instance->renewed)
			start_renewed(instance);
		else
			relaunch(instance);
		return;
	}
	if (instance->may_end && !process_crashed(instance->process)) {
		end_over_it(instance);
		return;
	}
	how = find_crash(instance);
	if (how)
		instance->news->crashed(instance->news->owner, instance, how);
	if (instance->state == INSTANCE_STOPPING) {
		become_gone(instance);
		return;
	}
	/* it is on its way again */
	if (how)
		return;
	break_down(instance,
		arena_printf(&instance->arena, "the target %s %s",
			process_describe_exit(instance->process, &instance->arena),
			name_phase(instance->state)));
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

/* Our server's leg of a proxy: its configuration names the port. */
static bool listen_upstream(struct instance *instance, const char **why)
{
	struct bench *bench = instance->bench;

	if (instance->plan->side == SIDE_CLIENT && !instance->upstream)
		instance->upstream = server_leg_listen(bench->loop, bench->servers, &instance->arena, why);
	return instance->plan->side == SIDE_SERVER || instance->upstream;
}

static bool launch(struct instance *instance, const char **why)
{
	const struct target *target = instance->plan->target;
	struct process_options options = {
		.program = target->program_path,
		.stop_signal = target->stop_signal,
		.stop_timeout_ms = target->stop_timeout_ms,
		.expected_ms = (uint64_t)target->start_timeout_ms,
		.exited = on_exited,
		.logged = on_logged,
		.owner = instance,
	};
	struct rendered rendered;

	if (!listen_upstream(instance, why) || !hold_ports(instance, why) ||
		!instance_config_write(&rendered, instance, why) ||
		!(instance->keeps_files || instance_files_write(instance, &instance->arena, why)))
		return false;
	options.args = rendered.args;
	options.environment = rendered.environment;
	options.folder = instance->dir;
	instance->process = process_start(instance->bench->loop, &options, &instance->arena, why);
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
	const char *why = NULL;

	set_state(instance, INSTANCE_STARTING);
	controls_prepare(instance->controls);
	if (make_reachable(instance, &why))
		controls_begin(instance->controls);
	else
		break_down(instance, why);
}

void instance_stop(struct instance *instance)
{
	controls_stop(instance->controls);
	instance_release_ports(instance);
	instance->renewed = NULL;
	instance->restart = false;
	if (instance->state == INSTANCE_GONE)
		return;
	note_unharmed(instance);
	set_state(instance, INSTANCE_STOPPING);
	if (instance->process && process_running(instance->process))
		process_stop(instance->process);
	else
		become_gone(instance);
}

void instance_close(struct instance *instance)
{
	controls_close(instance->controls);
}

void instance_finish(struct instance *instance)
{
	arena_finish(&instance->arena);
}
