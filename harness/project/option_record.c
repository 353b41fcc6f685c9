#include "option_record.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "fatal.h"
#include "option_table.h"

#define COMMAND_NAME "x"

struct record {
	struct arena *arena;
	struct option_use *uses;
	size_t count;
};

/* The same table under another parser. */
struct shadow {
	struct record *record;
	const struct argp *real;
	struct argp argp;
	struct argp_child *children;
	struct shadow **inputs;
	size_t child_count;
};

static void note(struct record *record, const struct argp_option *option, const char *text)
{
	struct option_use *use = ARENA_PUSH(record->arena, record->uses, record->count);

	*use = (struct option_use){option, text ? arena_strdup(record->arena, text) : NULL};
}

static error_t parse(int key, char *text, struct argp_state *state)
{
	const struct shadow *shadow = state->input;
	const struct argp_option *option = option_of_key(shadow->real->options, key);

	if (key == ARGP_KEY_INIT) {
		for (size_t i = 0; i < shadow->child_count; i++)
			state->child_inputs[i] = shadow->inputs[i];
		return 0;
	}
	if (key != ARGP_KEY_ARG && !option)
		return ARGP_ERR_UNKNOWN;
	note(shadow->record, key == ARGP_KEY_ARG ? NULL : option, text);
	return 0;
}

static struct shadow *shadow_of(const struct argp *real, struct record *record)
{
	struct arena *arena = record->arena;
	struct shadow *shadow = ARENA_NEW(arena, struct shadow);
	const struct argp_child *child = real->children;
	size_t children = 0;

	*shadow = (struct shadow){.record = record, .real = real};
	for (; child && child->argp; child++) {
		struct shadow *below = shadow_of(child->argp, record);

		*ARENA_PUSH(arena, shadow->inputs, shadow->child_count) = below;
		*ARENA_PUSH(arena, shadow->children, children) = (struct argp_child){.argp = &below->argp};
	}
	*ARENA_PUSH(arena, shadow->children, children) = (struct argp_child){0};
	shadow->argp =
		(struct argp){.options = real->options, .parser = parse, .children = shadow->children};
	return shadow;
}

bool option_record(struct option_use **out, size_t *count, struct arena *arena,
	const struct argp *argp, int argc, char *const *argv)
{
	struct record record = {.arena = arena};
	struct shadow *shadow = shadow_of(argp, &record);
	/* getopt puts the words in another order */
	char **words = ARENA_ARRAY(arena, char *, (size_t)argc + 1);
	error_t error;

	memcpy(words, argv, sizeof(*words) * (size_t)argc);
	error = argp_parse(
		&shadow->argp, argc, words, ARGP_NO_ERRS | ARGP_NO_EXIT | ARGP_NO_HELP, NULL, shadow);
	*out = record.uses;
	*count = record.count;
	return !error;
}

struct listener {
	FILE *out;
	void *input;
};

static error_t listen(int key, char *text, struct argp_state *state)
{
	const struct listener *listener = state->input;

	(void)text;
	if (key != ARGP_KEY_INIT)
		return ARGP_ERR_UNKNOWN;
	state->err_stream = listener->out;
	state->child_inputs[0] = listener->input;
	return 0;
}

/* "x: --mode fff: no such mode\nTry `x --help' ..." */
static const char *sentence(struct arena *arena, const char *told)
{
	const char *at = told;

	if (strncmp(at, COMMAND_NAME ": ", strlen(COMMAND_NAME ": ")) == 0)
		at += strlen(COMMAND_NAME ": ");
	at += strspn(at, "-");
	return arena_strndup(arena, at, strcspn(at, "\n"));
}

const char *option_fault(
	struct arena *arena, const struct argp *argp, void *input, const char *word)
{
	const struct argp_child children[] = {{argp, 0, NULL, 0}, {0}};
	const struct argp heard = {.parser = listen, .children = children};
	struct listener listener = {.input = input};
	char *told = NULL;
	size_t len = 0;
	const char *fault;
	char name[] = COMMAND_NAME;

	listener.out = open_memstream(&told, &len);
	if (!listener.out)
		FATAL("out of memory");
	argp_parse(&heard, 2, (char *[]){name, arena_strdup(arena, word), NULL},
		ARGP_NO_EXIT | ARGP_NO_HELP, NULL, &listener);
	fclose(listener.out);
	fault = len ? sentence(arena, told) : NULL;
	free(told);
	return fault;
}
