#include "rules.h"

#include <string.h>

#include "arena.h"
#include "node.h"

const char *const rule_kind_words[] = {"standard", "evaluation", "weakness", NULL};
_Static_assert(COUNT_OF(rule_kind_words) == RULE_KIND_COUNT + 1, "a word for each kind");

static const struct field source_fields[] = {
	{"id", FIELD_TEXT, offsetof(struct rule_source, id), .required = true,
		.place_offset = offsetof(struct rule_source, place),
		.doc = "with which the ids of its rules begin"},
	{"title", FIELD_TEXT, offsetof(struct rule_source, title), .required = true,
		.doc = "what it is about, in one line"},
	{"kind", FIELD_WORD, offsetof(struct rule_source, kind), .required = true,
		.words = rule_kind_words, .doc = "what its rules are"},
	{"url", FIELD_TEXT, offsetof(struct rule_source, url), .doc = "where it can be read"},
	{"extent", FIELD_TEXT, offsetof(struct rule_source, extent),
		.doc = "which part of it stands in the registry"},
};
static const struct schema source_schema = {
	"source", sizeof(struct rule_source), source_fields, COUNT_OF(source_fields)};

static const struct field rule_fields[] = {
	{"id", FIELD_TEXT, offsetof(struct rule, id), .required = true,
		.place_offset = offsetof(struct rule, place),
		.doc = "as scenarios name it; it begins with the id of its source"},
	{"title", FIELD_TEXT, offsetof(struct rule, title), .required = true,
		.doc = "what it asks for, in one line"},
	{"parts", FIELD_TEXTS, offsetof(struct rule, parts),
		.doc = "words that scenarios may add to its id"},
	{"scenarios", FIELD_TEXTS, offsetof(struct rule, scenarios),
		.doc = "globs of scenarios that cover it without naming it"},
	{"partly", FIELD_TEXT, offsetof(struct rule, partly),
		.place_offset = offsetof(struct rule, partly_place), .doc = "what these leave out"},
	{"uncovered", FIELD_TEXT, offsetof(struct rule, uncovered),
		.place_offset = offsetof(struct rule, uncovered_place), .doc = "why no scenario covers it"},
};
static const struct schema rule_schema = {
	"rule", sizeof(struct rule), rule_fields, COUNT_OF(rule_fields)};

struct registry {
	struct struct_list sources;
	struct struct_list rules;
};

static const struct field fields[] = {
	{"sources", FIELD_STRUCTS, offsetof(struct registry, sources), .fields = &source_schema,
		.doc = "documents that have rules"},
	{"rules", FIELD_STRUCTS, offsetof(struct registry, rules), .required = true,
		.fields = &rule_schema, .doc = "what they ask for"},
};
const struct schema rules_schema = {
	"registry of rules", sizeof(struct registry), fields, COUNT_OF(fields)};

/* "RFC 8446 4.4.2" is of "RFC 8446", "CWE-295" of "CWE", "RFC 84460 1" of neither. */
static bool begins(const char *text, const char *id)
{
	size_t len = strlen(id);

	return strncmp(text, id, len) == 0 && (text[len] == ' ' || text[len] == '-');
}

const struct rule_source *rules_source(const struct rules *rules, const char *text)
{
	const struct rule_source *best = NULL;

	for (size_t i = 0; i < rules->source_count; i++) {
		const struct rule_source *source = rules->sources[i];

		if (begins(text, source->id) && (!best || strlen(source->id) > strlen(best->id)))
			best = source;
	}
	return best;
}

static bool has_part(const struct rule *rule, const char *part)
{
	for (size_t i = 0; i < rule->parts.count; i++) {
		if (strcmp(rule->parts.items[i], part) == 0)
			return true;
	}
	return false;
}

const struct rule *rules_find(const struct rules *rules, const char *text)
{
	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = rules->items[i];
		size_t len = strlen(rule->id);

		if (strncmp(text, rule->id, len) != 0)
			continue;
		if (!text[len] || (text[len] == ' ' && has_part(rule, text + len + 1)))
			return rule;
	}
	return NULL;
}

const char *const *rules_names(
	const struct rules *rules, const struct rule_source *source, struct arena *arena)
{
	const char **names = NULL;
	size_t count = 0;

	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = rules->items[i];

		if (source && rule->source != source)
			continue;
		*ARENA_PUSH(arena, names, count) = rule->id;
		for (size_t j = 0; j < rule->parts.count; j++)
			*ARENA_PUSH(arena, names, count) =
				arena_printf(arena, "%s %s", rule->id, rule->parts.items[j]);
	}
	*ARENA_PUSH(arena, names, count) = NULL;
	return names;
}

/* False, with a diagnostic: the same file has it already. */
static bool is_first(
	const char *what, const char *id, struct place there, struct place here, struct diag *diag)
{
	if (strcmp(there.file, here.file) != 0)
		return true;
	diag_error(diag, here, "%s '%s' is there twice: first in line %zu", what, id, there.line);
	return false;
}

static void take_source(
	struct rules *rules, struct rule_source *source, struct arena *arena, struct diag *diag)
{
	for (size_t i = 0; i < rules->source_count; i++) {
		if (strcmp(rules->sources[i]->id, source->id) != 0)
			continue;
		if (is_first("source", source->id, rules->sources[i]->place, source->place, diag))
			*rules->sources[i] = *source; /* where its rules look for it */
		return;
	}
	*ARENA_PUSH(arena, rules->sources, rules->source_count) = source;
}

static void check_rule(
	const struct rules *rules, const struct rule *rule, struct arena *arena, struct diag *diag)
{
	const char **sources = ARENA_ARRAY(arena, const char *, rules->source_count + 1);

	for (size_t i = 0; i < rules->source_count; i++)
		sources[i] = rules->sources[i]->id;
	if (!rule->source)
		diag_error_suggest(diag, rule->place, rule->id, sources,
			"rule '%s' begins with the id of no source", rule->id);
	if (rule->uncovered && rule->scenarios.count)
		diag_error(diag, rule->uncovered_place,
			"'uncovered' beside 'scenarios': either some cover it, or none");
	if (rule->uncovered && rule->partly)
		diag_error(diag, rule->partly_place, "'partly' beside 'uncovered': nothing covers it");
}

static void take_rule(
	struct rules *rules, struct rule *rule, struct arena *arena, struct diag *diag)
{
	rule->source = rules_source(rules, rule->id);
	check_rule(rules, rule, arena, diag);
	for (size_t i = 0; i < rules->count; i++) {
		if (strcmp(rules->items[i]->id, rule->id) != 0)
			continue;
		if (is_first("rule", rule->id, rules->items[i]->place, rule->place, diag))
			rules->items[i] = rule;
		return;
	}
	*ARENA_PUSH(arena, rules->items, rules->count) = rule;
}

void rules_read(struct rules *rules, struct arena *arena, struct diag *diag, const char *path)
{
	struct registry registry = {0};
	struct rule_source *sources;
	struct rule *items;
	struct node *root;

	if (!node_read(&root, arena, diag, path) ||
		!schema_read(&registry, &rules_schema, root, arena, diag))
		return;
	sources = registry.sources.items;
	items = registry.rules.items;
	for (size_t i = 0; i < registry.sources.count; i++)
		take_source(rules, &sources[i], arena, diag);
	for (size_t i = 0; i < registry.rules.count; i++)
		take_rule(rules, &items[i], arena, diag);
}
