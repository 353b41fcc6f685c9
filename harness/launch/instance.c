#include "instance.h"

#include <string.h>

#include "connection.h"
#include "log_tail.h"

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
