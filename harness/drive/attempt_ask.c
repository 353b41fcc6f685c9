#include "attempt_ask.h"

#include "arena.h"
#include "buf.h"
#include "fatal.h"
#include "token.h"

/* Twice a scenario's file, from which path, host and body come. */
enum { ASK_MAX = 2 * 1024 * 1024 };

const char *attempt_ask_path(const struct attempt_ask *ask, struct arena *arena)
{
	if (ask->target)
		return ask->target;
	return ask->path ? ask->path : arena_printf(arena, TOKEN_PATH "%s", ask->token);
}

static void write_target(struct buf *out, const struct attempt_ask *ask)
{
	if (ask->target || ask->path)
		buf_puts(out, ask->target ? ask->target : ask->path);
	else
		buf_printf(out, TOKEN_PATH "%s", ask->token);
}

void attempt_ask_write(struct buf *out, const struct attempt_ask *ask)
{
	buf_init(out, ASK_MAX);
	buf_printf(out, "%s ", ask->method ? ask->method : "GET");
	write_target(out, ask);
	buf_printf(out,
		" HTTP/1.1\r\nHost: %s\r\nUser-Agent: " ATTEMPT_USER_AGENT
		"\r\nAccept: */*\r\n" TOKEN_HEADER ": %s\r\n",
		ask->host, ask->token);
	if (!ask->later_count)
		buf_puts(out, "Connection: close\r\n");
	for (const char *const *line = ask->extra_lines; line && *line; line++)
		buf_printf(out, "%s\r\n", *line);
	buf_puts(out, "\r\n");
	if (ask->body)
		buf_puts(out, ask->body);
	if (out->overflowed)
		FATAL("a request of more than %d bytes", ASK_MAX);
}
