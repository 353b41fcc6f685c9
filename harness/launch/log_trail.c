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

/* What was written since; false: nothing. */
static bool read_since(
	const char **log, size_t *len, const struct log_trail *trail, const struct instance *instance)
{
	size_t total;

	if (!instance->process)
		return false;
	total = process_log_total(instance->process);
	*log = process_log(instance->process, len);
	if (total <= trail->from)
		return false;
	if (total - trail->from < *len) {
		*log += *len - (total - trail->from);
		*len = total - trail->from;
	}
	return true;
}

static struct log_trace trace_of(const struct log_trail *trail, bool own_only)
{
	return (struct log_trace){.token = trail->token,
		.host = *trail->end.host ? trail->end.host : NULL,
		.port = trail->end.port,
		.own_only = own_only};
}

const struct target_log_row *log_trail_read(
	const struct log_trail *trail, const struct instance *instance, bool own_only)
{
	const struct target *target = instance->plan->target;
	const struct log_trace trace = trace_of(trail, own_only);
	const struct log_trace whole = {.token = NULL};
	const char *log;
	size_t len;

	if (trail->output)
		return target_log_find(target, trail->output, strlen(trail->output), &whole);
	if (!read_since(&log, &len, trail, instance))
		return NULL;
	return target_log_find(target, log, len, &trace);
}

bool log_trail_holds(
	const struct log_trail *trail, const struct instance *instance, const char *text)
{
	const struct log_trace trace = trace_of(trail, false);
	const char *log;
	size_t len;

	return read_since(&log, &len, trail, instance) && target_log_holds(log, len, text, &trace);
}
