#include "expected.h"

#include <string.h>

#include "arena.h"
#include "node.h"
#include "text.h"

const char *const expected_verdict_words[] = {"fail", "error", NULL};
_Static_assert(COUNT_OF(expected_verdict_words) == EXPECTED_VERDICT_COUNT + 1, "all words");

struct expected_text {
	struct struct_list entries;
	struct place entries_place;
};

static const struct field entry_fields[] = {
	{"cells", FIELD_TEXTS, offsetof(struct expected_entry, cells), .required = true,
		.doc = "globs over cell ids: scenario@target:Mode/tls1.3"},
	{"verdict", FIELD_WORD, offsetof(struct expected_entry, verdict),
		.words = expected_verdict_words, .doc = "how they end: fail (default) or error"},
	{"observed", FIELD_TEXT, offsetof(struct expected_entry, observed),
		.place_offset = offsetof(struct expected_entry, observed_place),
		.doc = "what exactly is observed: accept by http 200"},
	{"reason", FIELD_TEXT, offsetof(struct expected_entry, reason), .required = true,
		.doc = "why this is accepted for now"},
	{"link", FIELD_TEXT, offsetof(struct expected_entry, link), .doc = "where it is tracked"},
	{"until", FIELD_TEXT, offsetof(struct expected_entry, until),
		.place_offset = offsetof(struct expected_entry, until_place),
		.doc = "the last day on which it is accepted, 2027-03-31 (UTC)"},
};
static const struct schema entry_schema = {
	"expected failure", sizeof(struct expected_entry), entry_fields, COUNT_OF(entry_fields)};

static const struct field fields[] = {
	{"expected", FIELD_STRUCTS, offsetof(struct expected_text, entries), .fields = &entry_schema,
		.place_offset = offsetof(struct expected_text, entries_place),
		.doc = "list of expected failures"},
};
const struct schema expected_schema = {
	"expected failures", sizeof(struct expected_text), fields, COUNT_OF(fields)};

/* A date of the Gregorian calendar. */
static bool is_date(const char *text)
{
	struct tm parts = {0};
	const char *end = strlen(text) == 10 ? strptime(text, "%Y-%m-%d", &parts) : NULL;
	struct tm again = parts;
	time_t seconds;

	if (!end || *end)
		return false;
	seconds = timegm(&again);
	gmtime_r(&seconds, &again);
	return again.tm_mday == parts.tm_mday && again.tm_mon == parts.tm_mon;
}

static void check_entry(struct expected_entry *entry, const char *today, struct diag *diag)
{
	for (size_t i = 0; i < entry->cells.count; i++) {
		if (!strchr(entry->cells.items[i], '@') && !text_ends_with(entry->cells.items[i], "*"))
			diag_error(diag, entry->cells.places[i],
				"'%s' can match no cell: its form is scenario@target:Mode/tls1.3",
				entry->cells.items[i]);
	}
	if (entry->until && !is_date(entry->until))
		diag_error(
			diag, entry->until_place, "'%s' is no date: write it as 2027-03-31", entry->until);
	else
		entry->expired = entry->until && strcmp(entry->until, today) < 0;
	if (entry->observed && !text_starts_with(entry->observed, "accept") &&
		!text_starts_with(entry->observed, "reject") && !text_starts_with(entry->observed, "none"))
		diag_error(diag, entry->observed_place,
			"'%s' is nothing that can be observed: it begins with accept, reject or none",
			entry->observed);
}

/* Where each entry begins: the schema keeps no place of a map in a list. */
static void set_places(struct expected *expected, const struct node *root)
{
	const struct node *list = node_get(root, "expected");

	for (size_t i = 0; i < expected->count; i++)
		expected->entries[i].place = list->items[i]->place;
}

struct expected *expected_read(
	struct arena *arena, struct diag *diag, const char *path, time_t today)
{
	size_t before = diag->count + diag->dropped;
	struct expected *expected = ARENA_NEW(arena, struct expected);
	struct expected_text text = {0};
	char date[16] = "";
	struct tm parts;
	struct node *root;
	bool ok = node_read(&root, arena, diag, path);

	if (!root)
		return NULL;
	gmtime_r(&today, &parts);
	strftime(date, sizeof(date), "%Y-%m-%d", &parts);
	ok = schema_read(&text, &expected_schema, root, arena, diag) && ok;
	expected->path = arena_strdup(arena, path);
	expected->entries = text.entries.items;
	expected->count = text.entries.count;
	if (ok && !text.entries_place.line) {
		diag_error(diag, root->place, "'expected' is missing: a list of expected failures");
		ok = false;
	}
	if (ok)
		set_places(expected, root);
	for (size_t i = 0; ok && i < expected->count; i++) {
		struct expected_entry *entry = &expected->entries[i];

		check_entry(entry, date, diag);
		entry->cell_use = ARENA_ARRAY(arena, struct expected_use, entry->cells.count);
	}
	return ok && diag->count + diag->dropped == before ? expected : NULL;
}
