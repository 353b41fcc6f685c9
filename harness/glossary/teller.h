#ifndef TELLER_H
#define TELLER_H
/*
 * Those who explain: one for each kind of word (glossary.c has the table). Each writes what it has
 * to say as a head line and labelled rows.
 */
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;
struct rule_cover;
struct selection;

struct telling {
	struct buf *out;
	size_t columns; /* rows are wrapped there; 0: not */
	struct selection *selection; /* its catalogue has been read */
	struct arena *arena;
	size_t told; /* how many meanings, so far */
	const struct rule_cover *covers; /* tell_rule.c's; NULL: not asked for yet */
	size_t cover_count;
};

/* Words that can be explained. */
struct word_list {
	const char **items;
	size_t count;
};
void word_list_add(struct word_list *list, struct arena *arena, const char *word);

/* The same, but for case, and '-', '_' and ' ' are one. */
bool teller_same(const char *a, const char *b);
/* "NAME: TEXT", with a blank line before all but the first. */
void teller_head(struct telling *telling, const char *name, const char *text);
/* Nothing where `text` is NULL or empty. */
void teller_row(struct telling *telling, const char *label, const char *text);
/* Ids of scenarios, those of one file as one: "a/b, c/ and 10 more". */
void teller_scenarios(
	struct telling *telling, const char *label, const char *const *ids, size_t count);

/* Each: false, and nothing is written, if it knows no such word. */
bool tell_scenario(struct telling *telling, const char *word);
bool tell_cell(struct telling *telling, const char *word);
bool tell_alert(struct telling *telling, const char *word);
bool tell_rule(struct telling *telling, const char *word);
bool tell_defect(struct telling *telling, const char *word);
bool tell_class(struct telling *telling, const char *word);
bool tell_verdict(struct telling *telling, const char *word);
bool tell_exit(struct telling *telling, const char *word);
bool tell_mode(struct telling *telling, const char *word);

/* What each of them knows. */
void list_scenario_words(struct word_list *out, struct telling *telling);
void list_alert_words(struct word_list *out, struct telling *telling);
void list_rule_words(struct word_list *out, struct telling *telling);
void list_defect_words(struct word_list *out, struct telling *telling);
void list_class_words(struct word_list *out, struct telling *telling);
void list_verdict_words(struct word_list *out, struct telling *telling);
void list_exit_words(struct word_list *out, struct telling *telling);
void list_mode_words(struct word_list *out, struct telling *telling);
#endif
