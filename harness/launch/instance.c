#include "instance.h"

#include "connection.h"
#include "log_tail.h"
#include "process.h"
#include "target.h"

bool instance_is_program(const struct instance *instance)
{
	const struct plan_instance *plan = instance->plan;

	return plan->side == SIDE_CLIENT && plan->target->client.kind == CLIENT_PROGRAM;
}

const struct sockaddr_storage *instance_address(const struct instance *instance, int listener)
{
	return listener == MAIN_LISTENER ? &instance->address : &instance->listeners[listener].address;
}

const char *instance_log_tail(const struct instance *instance, size_t from, struct arena *arena)
{
	return instance->process ? log_tail(instance->process, from, arena) : NULL;
}

bool instance_tells_crashes(const struct instance *instance)
{
	return instance->process && instance->plan->target->crash_marks.count;
}

const char *instance_crash_news(struct instance *instance)
{
	size_t len;
	const char *log;
	const char *line;

	if (!instance_tells_crashes(instance))
		return NULL;
	log = process_log(instance->process, &len);
	line = crash_watch_look(&instance->crash_watch, &instance->plan->target->crash_marks, log, len,
		process_log_total(instance->process), &instance->arena);
	return line ? arena_printf(&instance->arena, "its log says \"%s\"", line) : NULL;
}
