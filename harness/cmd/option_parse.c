/* A command line, parsed by argp once it is sure that all of its options are there. */
#include "option.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "text.h"

enum { GUESS_MAX = 4096 };

struct search {
	struct arena *arena;
	const char *name; /* without its dashes */
	size_t len;
	const struct argp_option *option; /* what was found, or NULL: argp's own */
	size_t found; /* whose names begin so */
	bool exact;
	const char **words; /* all that there are, with their dashes */
	size_t word_count;
};

static void look_at(struct search *search, const char *name, const struct argp_option *option)
{
	*ARENA_PUSH(search->arena, search->words, search->word_count) =
		arena_printf(search->arena, "--%s", name);
	if (search->exact || strncmp(name, search->name, search->len) != 0)
		return;
	search->exact = name[search->len] == '\0';
	search->found++;
	search->option = option;
}

/* An alias is like what it follows, but for its names. */
static void search_long(struct search *search, const struct argp *argp)
{
	const struct argp_option *original = argp->options;
	const struct argp_child *child = argp->children;

	for (const struct argp_option *option = argp->options; option && !option_is_end(option);
		 option++) {
		original = option->flags & OPTION_ALIAS ? original : option;
		if (option->name && !(option->flags & OPTION_DOC))
			look_at(search, option->name, original);
	}
	for (; child && child->argp; child++)
		search_long(search, child->argp);
}

static const struct argp_option *find_short(const struct argp *argp, int key)
{
	const struct argp_option *found = option_of_key(argp->options, key);
	const struct argp_child *child = argp->children;

	for (; !found && child && child->argp; child++)
		found = find_short(child->argp, key);
	return found;
}

/* Of "-vt": does the word behind it belong to it? */
static bool short_takes_next(const struct argp *argp, const char *word)
{
	for (const char *at = word + 1; *at; at++) {
		const struct argp_option *option = find_short(argp, *at);

		if (option && option->arg)
			return option_takes_value(option) && !at[1];
	}
	return false;
}

static error_t complain(int key, char *text, struct argp_state *state)
{
	(void)text;
	if (key == ARGP_KEY_NO_ARGS)
		argp_error(state, "%s", (const char *)state->input);
	return ARGP_ERR_UNKNOWN;
}

/* In argp's own words and way: ends the process. */
static void end_unknown(struct search *search, char **argv)
{
	static const struct argp complainer = {NULL, complain, NULL, NULL, NULL, NULL, NULL};
	const char *word = arena_printf(search->arena, "--%.*s", (int)search->len, search->name);
	SCOPED_BUF guess;

	buf_init(&guess, GUESS_MAX);
	*ARENA_PUSH(search->arena, search->words, search->word_count) = NULL;
	text_guess(&guess, word, search->words);
	argp_parse(&complainer, 1, argv, 0, NULL,
		arena_printf(search->arena, "unrecognized option '%s'%s%s%s", word,
			guess.len ? "; did you mean " : "", buf_text(&guess), guess.len ? "?" : ""));
}

/* How many words the long option takes: itself, perhaps the next. */
static int check_long(const struct argp *argp, char **argv, int at, struct arena *arena)
{
	const char *name = argv[at] + strlen("--");
	struct search search = {.arena = arena, .name = name, .len = strcspn(name, "=")};

	search_long(&search, argp);
	look_at(&search, "help", NULL);
	look_at(&search, "usage", NULL);
	if (!search.found)
		end_unknown(&search, argv);
	return 1 + (!name[search.len] && search.option && option_takes_value(search.option));
}

void option_parse(const struct argp *argp, int argc, char **argv, void *input)
{
	static char help[] = "--help";
	struct arena arena;

	arena_init(&arena);
	for (int i = 1, taken = 1; i < argc && strcmp(argv[i], "--") != 0; i += taken, taken = 1) {
		if (strcmp(argv[i], "-h") == 0 && !find_short(argp, 'h'))
			argv[i] = help;
		if (strncmp(argv[i], "--", 2) == 0)
			taken = check_long(argp, argv, i, &arena);
		else if (argv[i][0] == '-')
			taken += short_takes_next(argp, argv[i]);
	}
	arena_finish(&arena);
	argp_parse(argp, argc, argv, 0, NULL, input);
}
