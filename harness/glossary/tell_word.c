/* Words of a report: verdicts, classes of failures, exit codes; and the client-auth modes. */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "teller.h"
#include "word_meaning.h"

/* Index of the word, or -1. */
static int find_word(const char *const *words, const char *word)
{
	for (int i = 0; words[i]; i++) {
		if (teller_same(words[i], word))
			return i;
	}
	return -1;
}

static void list(struct word_list *out, struct telling *telling, const char *const *words)
{
	for (; *words; words++)
		word_list_add(out, telling->arena, *words);
}

bool tell_class(struct telling *telling, const char *word)
{
	int index = find_word(failure_class_words, word);

	if (index < 0)
		return false;
	teller_head(telling, failure_class_words[index], "a class of failures");
	teller_row(telling, "means", failure_class_meanings[index]);
	return true;
}

void list_class_words(struct word_list *out, struct telling *telling)
{
	list(out, telling, failure_class_words);
}

bool tell_verdict(struct telling *telling, const char *word)
{
	int index = find_word(verdict_words, word);

	if (index < 0)
		return false;
	teller_head(telling, verdict_words[index], "a verdict");
	teller_row(telling, "means", verdict_meaning((enum verdict)index));
	return true;
}

void list_verdict_words(struct word_list *out, struct telling *telling)
{
	list(out, telling, verdict_words);
}

static const char *exit_word(const struct exit_meaning *one, struct arena *arena)
{
	return arena_printf(arena, "exit %d", (int)one->code);
}

bool tell_exit(struct telling *telling, const char *word)
{
	for (const struct exit_meaning *one = exit_meanings; one->means; one++) {
		const char *name = exit_word(one, telling->arena);

		if (strcmp(name + strlen("exit "), word) != 0 && !teller_same(name, word))
			continue;
		teller_head(telling, name, "an exit code of `mtlspec run`");
		teller_row(telling, "means", one->means);
		return true;
	}
	return false;
}

void list_exit_words(struct word_list *out, struct telling *telling)
{
	for (const struct exit_meaning *one = exit_meanings; one->means; one++)
		word_list_add(out, telling->arena, exit_word(one, telling->arena));
}

bool tell_mode(struct telling *telling, const char *word)
{
	int index = find_word(auth_mode_words, word);

	if (index < 0)
		return false;
	teller_head(telling, auth_mode_words[index], "a client-auth mode");
	teller_row(telling, "means", auth_mode_meaning((enum auth_mode)index));
	teller_row(telling, "elsewhere", auth_mode_elsewhere((enum auth_mode)index));
	return true;
}

void list_mode_words(struct word_list *out, struct telling *telling)
{
	list(out, telling, auth_mode_words);
}
