#include "glossary.h"

#include <string.h>

#include "arena.h"

const struct glossary_kind glossary_kinds[] = {
	{"scenario", "what is tried: an id of `mtlspec list`, a folder's file, or a file of your own",
		tell_scenario, list_scenario_words},
	{"cell", "what is judged: SCENARIO@TARGET:MODE/TLS, as reports write it", tell_cell, NULL},
	{"alert", "what TLS says to refuse: unknown_ca, or its number", tell_alert, list_alert_words},
	{"rule", "what asks for a behaviour: an id of `mtlspec list rules`, or of their source",
		tell_rule, list_rule_words},
	{"defect", "a mistake of the references, of `mtlspec list defects`", tell_defect,
		list_defect_words},
	{"class", "the kind of harm that a failure is: let in, deceived, ...", tell_class,
		list_class_words},
	{"verdict", "what becomes of a cell: pass, fail, error, ...", tell_verdict, list_verdict_words},
	{"exit", "exit codes: exit 3", tell_exit, list_exit_words},
	{"mode", "client-auth modes: RequireAndVerifyClientCert, ...", tell_mode, list_mode_words},
	{NULL, NULL, NULL, NULL},
};

/* What stands behind the kind's own word; NULL: it does not begin with that. */
static const char *behind(const char *word, const char *kind)
{
	size_t len = strlen(kind);

	return strncmp(word, kind, len) == 0 && word[len] == ' ' ? word + len + 1 : NULL;
}

bool glossary_tell(struct telling *telling, const char *word)
{
	size_t before = telling->told;

	for (const struct glossary_kind *kind = glossary_kinds; kind->word; kind++) {
		const char *rest = behind(word, kind->word);

		if (rest && *rest && kind->tell(telling, rest))
			return true;
	}
	for (const struct glossary_kind *kind = glossary_kinds; kind->word; kind++)
		(void)kind->tell(telling, word);
	return telling->told > before;
}

void glossary_list(struct telling *telling)
{
	for (const struct glossary_kind *kind = glossary_kinds; kind->word; kind++) {
		struct word_list words = {NULL, 0};
		const char *text = kind->about;

		if (kind->list) {
			kind->list(&words, telling);
			text = arena_printf(telling->arena, "%s (%zu)", text, words.count);
		}
		teller_row(telling, kind->word, text);
	}
}

const char *const *glossary_words(struct telling *telling)
{
	struct word_list words = {NULL, 0};

	for (const struct glossary_kind *kind = glossary_kinds; kind->word; kind++) {
		if (kind->list)
			kind->list(&words, telling);
	}
	word_list_add(&words, telling->arena, NULL);
	return words.items;
}
