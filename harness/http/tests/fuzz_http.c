/*
 * The first byte picks request (even) or answer, the second bit of it whether the input has ended.
 * Every prefix length that the rest names must never contradict the whole: what a prefix already
 * refuses stays refused, what it already completes stays the same message.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_message(const struct http_message *message, size_t len)
{
	if (message->consumed > len || message->body_len > HTTP_BODY_MAX)
		abort();
	if (strlen(message->body) > message->body_len)
		abort();
	for (size_t i = 0; i < message->header_count; i++) {
		if (http_header_count(message, message->headers[i].name) == 0)
			abort();
		if (!http_header(message, message->headers[i].name) || !message->headers[i].value)
			abort();
	}
}

static void check_prefix(struct arena *arena, const struct http_message *whole,
	enum http_state state, enum http_kind kind, const char *data, size_t len)
{
	struct http_message part;
	enum http_state part_state = http_read(&part, arena, kind, data, len, false);

	if (part_state == HTTP_BAD && state != HTTP_BAD)
		abort();
	if (part_state == HTTP_DONE && (state != HTTP_DONE || part.consumed != whole->consumed))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct http_message message;
	struct arena arena;
	enum http_kind kind;
	enum http_state state;
	char *text;

	if (size < 2)
		return 0;
	kind = data[0] & 1 ? HTTP_RESPONSE : HTTP_REQUEST;
	/* an allocation of its own, so that a read past the end is seen */
	text = malloc(size - 1);
	if (!text)
		return 0;
	memcpy(text, data + 1, size - 1);
	arena_init(&arena);
	state = http_read(&message, &arena, kind, text, size - 1, (data[0] & 2) != 0);
	if (state == HTTP_DONE)
		check_message(&message, size - 1);
	if (state == HTTP_BAD && !message.why)
		abort();
	if ((data[0] & 2) == 0)
		check_prefix(&arena, &message, state, kind, text, (size - 1) * (data[0] >> 2) / 64);
	arena_finish(&arena);
	free(text);
	return 0;
}
