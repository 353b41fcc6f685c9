/* Rules of the registry, and what they are part of. */
#include <string.h>

#include "arena.h"
#include "rule_cover.h"
#include "selection.h"
#include "teller.h"

static void tell_one_rule(struct telling *telling, const struct rule_cover *cover)
{
	const struct rule *rule = cover->rule;
	const struct rule_source *source = rule ? rule->source : NULL;

	teller_head(telling, cover->id, rule ? rule->title : "a rule that is in no registry");
	if (source)
		teller_row(telling, "source",
			arena_printf(telling->arena, "%s: %s (%s)%s%s", source->id, source->title,
				rule_kind_words[source->kind], source->url ? " " : "",
				source->url ? source->url : ""));
	teller_scenarios(telling, "covered by", cover->scenarios, cover->scenario_count);
	if (rule && !cover->scenario_count)
		teller_row(
			telling, "uncovered", rule->uncovered ? rule->uncovered : "no scenario names it");
	if (rule)
		teller_row(telling, "but for", rule->partly);
}

/* "RFC 8446 6.2 unknown_ca" is a part of "RFC 8446 6.2". */
static bool is_named(const struct rule_cover *cover, const struct rule *rule, const char *word)
{
	return rule ? cover->rule == rule : teller_same(cover->id, word);
}

/* A document that has rules, as a whole. */
static bool tell_source(struct telling *telling, const char *word)
{
	const struct rules *rules = &telling->selection->catalogue.rules;

	for (size_t i = 0; i < rules->source_count; i++) {
		const struct rule_source *source = rules->sources[i];

		if (!teller_same(source->id, word))
			continue;
		teller_head(telling, source->id, source->title);
		teller_row(telling, "kind", rule_kind_words[source->kind]);
		teller_row(telling, "where", source->url);
		teller_row(telling, "extent", source->extent);
		teller_row(telling, "rules",
			arena_printf(telling->arena, "`mtlspec list rules '%s'` has them", source->id));
		return true;
	}
	return false;
}

bool tell_rule(struct telling *telling, const char *word)
{
	struct catalogue *catalogue = &telling->selection->catalogue;
	const struct rule *rule = rules_find(&catalogue->rules, word);
	bool told = false;

	if (!telling->covers)
		telling->covers = rule_cover_make(&telling->cover_count, catalogue);
	for (size_t i = 0; i < telling->cover_count && !told; i++) {
		told = is_named(&telling->covers[i], rule, word);
		if (told)
			tell_one_rule(telling, &telling->covers[i]);
	}
	return told || tell_source(telling, word);
}

void list_rule_words(struct word_list *out, struct telling *telling)
{
	struct catalogue *catalogue = &telling->selection->catalogue;
	const char *const *names = rules_names(&catalogue->rules, NULL, telling->arena);

	for (; *names; names++)
		word_list_add(out, telling->arena, *names);
	for (size_t i = 0; i < catalogue->rules.source_count; i++)
		word_list_add(out, telling->arena, catalogue->rules.sources[i]->id);
}
