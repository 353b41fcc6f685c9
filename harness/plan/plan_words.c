#include "plan_words.h"

#include <string.h>

#include "arena.h"
#include "text.h"

enum { DEPTH_MAX = 64 };

enum kind { WORD, NOT, AND, OR };

struct plan_words {
	enum kind kind;
	const char *word; /* of WORD */
	const struct plan_words *left; /* of all others */
	const struct plan_words *right; /* of AND and OR */
};

struct parser {
	struct arena *arena;
	const char *at; /* what is not read yet */
	const char *why; /* what is wrong, or NULL */
	int depth;
};

static const struct plan_words *parse_or(struct parser *parser);

static size_t token_length(const char *at)
{
	return *at == '(' || *at == ')' ? 1 : strcspn(at, " \t\n()");
}

/* The next one is that; then it is read. */
static bool take(struct parser *parser, const char *token)
{
	size_t len;

	parser->at += strspn(parser->at, " \t\n");
	len = token_length(parser->at);
	if (len != strlen(token) || strncmp(parser->at, token, len) != 0)
		return false;
	parser->at += len;
	return true;
}

static const struct plan_words *fail(struct parser *parser, const char *why)
{
	if (!parser->why)
		parser->why = why;
	return NULL;
}

static const struct plan_words *join(struct parser *parser, enum kind kind,
	const struct plan_words *left, const struct plan_words *right)
{
	struct plan_words *node = ARENA_NEW(parser->arena, struct plan_words);

	*node = (struct plan_words){.kind = kind, .left = left, .right = right};
	return node;
}

static const struct plan_words *parse_word(struct parser *parser)
{
	static const char *const taken[] = {"and", "or", ")", NULL};
	struct plan_words *node;
	size_t len;

	for (size_t i = 0; taken[i]; i++) {
		if (take(parser, taken[i]))
			return fail(
				parser, arena_printf(parser->arena, "a word is wanted, not '%s'", taken[i]));
	}
	len = token_length(parser->at);
	if (!len)
		return fail(parser, "it ends where a word is wanted");
	node = ARENA_NEW(parser->arena, struct plan_words);
	*node =
		(struct plan_words){.kind = WORD, .word = arena_strndup(parser->arena, parser->at, len)};
	parser->at += len;
	return node;
}

static const struct plan_words *parse_factor(struct parser *parser)
{
	const struct plan_words *inner;

	if (parser->why || ++parser->depth > DEPTH_MAX)
		return fail(parser, "it has too many levels");
	if (take(parser, "not")) {
		inner = parse_factor(parser);
		inner = inner ? join(parser, NOT, inner, NULL) : NULL;
	} else if (take(parser, "(")) {
		inner = parse_or(parser);
		if (inner && !take(parser, ")"))
			inner = fail(parser, "a ')' is missing");
	} else {
		inner = parse_word(parser);
	}
	parser->depth--;
	return inner;
}

static const struct plan_words *parse_and(struct parser *parser)
{
	const struct plan_words *left = parse_factor(parser);

	while (left && take(parser, "and")) {
		const struct plan_words *right = parse_factor(parser);

		left = right ? join(parser, AND, left, right) : NULL;
	}
	return left;
}

static const struct plan_words *parse_or(struct parser *parser)
{
	const struct plan_words *left = parse_and(parser);

	while (left && take(parser, "or")) {
		const struct plan_words *right = parse_and(parser);

		left = right ? join(parser, OR, left, right) : NULL;
	}
	return left;
}

const struct plan_words *plan_words_parse(const char **why, struct arena *arena, const char *text)
{
	struct parser parser = {.arena = arena, .at = text};
	const struct plan_words *words = parse_or(&parser);

	parser.at += strspn(parser.at, " \t\n");
	if (words && *parser.at)
		words = fail(&parser,
			arena_printf(arena, "'and' or 'or' is wanted before '%.*s'",
				(int)token_length(parser.at), parser.at));
	*why = parser.why;
	return words;
}

static bool has_word(const char *id, const char *word)
{
	return strpbrk(word, "*?") ? text_glob(word, id) : strcasestr(id, word) != NULL;
}

bool plan_words_match(const struct plan_words *words, const char *id)
{
	switch (words->kind) {
	case NOT:
		return !plan_words_match(words->left, id);
	case AND:
		return plan_words_match(words->left, id) && plan_words_match(words->right, id);
	case OR:
		return plan_words_match(words->left, id) || plan_words_match(words->right, id);
	default:
		return has_word(id, words->word);
	}
}
