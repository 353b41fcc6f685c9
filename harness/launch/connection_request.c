#include "connection_request.h"

#include <string.h>

#include "arena.h"
#include "attempt_ask.h"
#include "connection.h"
#include "scenario_request.h"
#include "template.h"
#include "token.h"

void connection_make_tokens(struct connection *connection, size_t later_count)
{
	const char **tokens = NULL;
	size_t count = 0;

	token_make(connection->token);
	while (count < later_count) {
		char *token = arena_alloc(connection->arena, TOKEN_SIZE);

		token_make(token);
		*ARENA_PUSH(connection->arena, tokens, count) = token;
	}
	connection->later_tokens = connection->request.ask.later_tokens = tokens;
	connection->later_count = count;
}

const char *connection_token(const struct connection *connection, size_t number)
{
	return number ? connection->later_tokens[number - 1] : connection->token;
}

bool connection_request_number(size_t *out, const struct connection *connection, const char *token)
{
	for (size_t i = 0; i <= connection->later_count; i++) {
		if (strcmp(connection_token(connection, i), token) != 0)
			continue;
		*out = i;
		return true;
	}
	return false;
}

struct observation *connection_request_facts(const struct connection *connection, const char *token)
{
	struct observation *facts = connection->facts;
	size_t number;

	if (!connection_request_number(&number, connection, token) || number >= facts->earlier_count)
		return facts;
	return &facts->earlier[number];
}

const char *connection_request_target(const struct attempt_ask *ask, struct arena *arena)
{
	struct template_values values;

	template_values_init(&values, arena);
	template_set(&values, REQUEST_HOST_WORD, ask->host);
	template_set(&values, REQUEST_PATH_WORD,
		ask->path ? ask->path : arena_printf(arena, TOKEN_PATH "%s", ask->token));
	return template_fill(ask->target, &values);
}
