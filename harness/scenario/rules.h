#ifndef RULES_H
#define RULES_H
/*
 * The registry of rules: what asks for the behaviour that scenarios look at. It is the file
 * rules.yaml at the top of a folder of scenarios.
 *
 *   sources:
 *     - id: RFC 5280                  # with which the ids of its rules begin
 *       title: ...                    # in words of our own
 *       kind: standard                # standard | evaluation | weakness
 *       url: https://...              # optional
 *       extent: ...                   # optional: which part of it stands below; whole, if left out
 *   rules:
 *     - id: RFC 5280 6.1.3 (a)(2)     # as scenarios name it in their `rules`
 *       title: ...                    # what it asks for, in words of our own
 *     - id: RFC 8446 6.2
 *       title: ...
 *       parts: [unknown_ca]           # scenarios may name "RFC 8446 6.2 unknown_ca", too
 *     - id: CWE-298
 *       title: ...
 *       scenarios: [chain/expired]    # ids or globs: they cover it without naming it
 *       partly: ...                   # what these leave out
 *     - id: CWE-322
 *       title: ...
 *       uncovered: ...                # why no scenario can cover it, or none does
 */
#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "schema.h"

#define RULES_FILE "rules.yaml"

enum rule_kind { RULE_STANDARD, RULE_EVALUATION, RULE_WEAKNESS, RULE_KIND_COUNT };
extern const char *const rule_kind_words[]; /* standard evaluation weakness */

struct rule_source {
	const char *id;
	struct place place;
	const char *title;
	int kind; /* enum rule_kind */
	const char *url; /* or NULL */
	const char *extent; /* or NULL */
};

struct rule {
	const char *id;
	struct place place; /* its file is the registry that it stands in */
	const char *title;
	struct text_list parts;
	struct text_list scenarios;
	const char *partly; /* or NULL */
	struct place partly_place;
	const char *uncovered; /* or NULL */
	struct place uncovered_place;
	const struct rule_source *source;
};

struct rules {
	struct rule_source **sources;
	size_t source_count;
	struct rule **items;
	size_t count;
};

extern const struct schema rules_schema;

/*
 * Adds what the file holds; what has an id that is there already, of another file, takes its
 * place. Adds diagnostics for what is wrong: ids that stand there twice, rules of no source, a
 * reason for leaving out what has scenarios.
 */
void rules_read(struct rules *rules, struct arena *arena, struct diag *diag, const char *path);
/* The rule that a scenario names, by its id or that of one of its parts; NULL: none. */
const struct rule *rules_find(const struct rules *rules, const char *text);
/* The source that a rule of this name would be of, by its beginning; NULL: none. */
const struct rule_source *rules_source(const struct rules *rules, const char *text);
/* Every name that rules_find knows, of one source or (NULL) of all; ends with NULL. */
const char *const *rules_names(
	const struct rules *rules, const struct rule_source *source, struct arena *arena);
#endif
