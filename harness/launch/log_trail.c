#include "log_trail.h"

#include <string.h>

#include "connection.h"
#include "instance.h"
#include "process.h"
#include "target.h"

void log_trail_begin(struct log_trail *out, const struct instance *instance)
{
	memset(out, 0, sizeof(*out));
	out->from = instance->process ? process_log_total(instance->process) : 0;
}

void log_trail_end(
	struct log_trail *out, const struct connection *connection, const struct observation *facts)
{
	memcpy(out->token, connection->token, sizeof(out->token));
	out->end = connection->our_end;
	out->output = facts->output;
}

const struct target_log_row *log_trail_read(
	const struct log_trail *trail, const struct instance *instance, bool own_only)
{
	const struct target *target = instance->plan->target;
	const struct log_trace trace = {.token = trail->token,
		.host = *trail->end.host ? trail->end.host : NULL,
		.port = trail->end.port,
		.own_only = own_only};
	const struct log_trace whole = {.token = NULL};
	const char *log;
	size_t total;
	size_t len;

	if (trail->output)
		return target_log_find(target, trail->output, strlen(trail->output), &whole);
	if (!instance->process)
		return NULL;
	total = process_log_total(instance->process);
	log = process_log(instance->process, &len);
	if (total <= trail->from)
		return NULL;
	if (total - trail->from < len) {
		log += len - (total - trail->from);
		len = total - trail->from;
	}
	return target_log_find(target, log, len, &trace);
}
