#include "attempt_ask.h"

#include "arena.h"
#include "buf.h"
#include "fatal.h"
#include "token.h"

/* Twice a scenario's file, from which path and host come. */
enum { ASK_MAX = 2 * 1024 * 1024 };

const char *attempt_ask_path(const struct attempt_ask *ask, struct arena *arena)
{
	return ask->path ? ask->path : arena_printf(arena, TOKEN_PATH "%s", ask->token);
}

void attempt_ask_write(struct buf *out, const struct attempt_ask *ask)
{
	buf_init(out, ASK_MAX);
	buf_printf(out, "%s ", ask->method ? ask->method : "GET");
	if (ask->path)
		buf_puts(out, ask->path);
	else
		buf_printf(out, TOKEN_PATH "%s", ask->token);
	buf_printf(out,
		" HTTP/1.1\r\nHost: %s\r\nUser-Agent: " ATTEMPT_USER_AGENT
		"\r\nAccept: */*\r\n" TOKEN_HEADER ": %s\r\nConnection: close\r\n",
		ask->host, ask->token);
	for (const char *const *line = ask->extra_lines; line && *line; line++)
		buf_printf(out, "%s\r\n", *line);
	buf_puts(out, "\r\n");
	if (out->overflowed)
		FATAL("a request of more than %d bytes", ASK_MAX);
}
