#include "alert_meaning.h"
#include "arena.h"
#include "buf.h"
#include "client_defect.h"
#include "defect.h"
#include "defect_list.h"
#include "defect_meaning.h"
#include "glossary.h"
#include "said.h"
#include "schema.h"
#include "selection.h"
#include "text.h"
#include "tls_alert.h"
#include "unit.h"
#include "word_meaning.h"

enum { TEXT_MAX = 1024 * 1024 };

struct world {
	struct selection selection;
	struct buf text;
	struct telling telling;
};

static void world_open(struct world *world)
{
	static const struct selection_request wanted;

	selection_init(&world->selection);
	selection_read_catalogue(&world->selection, &wanted);
	ck_assert(!diag_failed(&world->selection.catalogue.diag));
	buf_init(&world->text, TEXT_MAX);
	world->telling = (struct telling){.out = &world->text,
		.selection = &world->selection,
		.arena = &world->selection.catalogue.arena};
}

static void world_close(struct world *world)
{
	buf_finish(&world->text);
	selection_finish(&world->selection);
}

/* A sentence of its own: it begins in upper case and ends with a full stop. */
static void check_sentence(const char *text, const char *of)
{
	ck_assert_msg(text && *text >= 'A' && *text <= 'Z', "%s: %s", of, text);
	ck_assert_msg(text_ends_with(text, "."), "%s: %s", of, text);
}

START_TEST(test_each_alert_has_a_meaning)
{
	size_t count = 0;

	for (const char *const *word = tls_alert_words(); *word; word++, count++) {
		const struct alert_meaning *alert;
		int number;

		ck_assert(tls_alert_parse(&number, *word));
		alert = alert_meaning_of(number);
		ck_assert_msg(alert != NULL, "%s", *word);
		check_sentence(alert->means, *word);
		ck_assert(alert->section && *alert->section);
		/* what nobody sends comes from nothing */
		ck_assert_msg(text_ends_with(*word, "_RESERVED") == !alert->sender, "%s", *word);
		ck_assert_msg(!alert->sender == !alert->causes, "%s", *word);
	}
	for (const struct alert_meaning *alert = alert_meanings; alert->means; alert++)
		count--;
	ck_assert_uint_eq(count, 0);
	ck_assert(!alert_meaning_of(199));
}
END_TEST

START_TEST(test_each_defect_has_a_meaning)
{
	size_t count = 0;

	for (const struct named_defect *one = defect_list; one->word; one++, count++) {
		const char *text = defect_meaning(one);

		/* "the server " stands before it */
		ck_assert_msg(*text >= 'a' && *text <= 'z', "%s: '%s'", one->word, text);
		ck_assert_msg(!text_ends_with(text, "."), "%s", one->word);
	}
	ck_assert_uint_eq(count, DEFECT_COUNT + CLIENT_DEFECT_COUNT);
}
END_TEST

START_TEST(test_each_word_has_a_meaning)
{
	for (int i = 0; i < VERDICT_COUNT; i++)
		check_sentence(verdict_meaning((enum verdict)i), verdict_words[i]);
	for (int i = 0; i < FAILURE_CLASS_COUNT; i++)
		check_sentence(failure_class_meanings[i], failure_class_words[i]);
	for (int i = 0; i < AUTH_MODE_COUNT; i++) {
		check_sentence(auth_mode_meaning((enum auth_mode)i), auth_mode_words[i]);
		ck_assert(*auth_mode_elsewhere((enum auth_mode)i));
	}
}
END_TEST

START_TEST(test_each_exit_code_has_a_meaning)
{
	static const enum exit_code codes[] = {EXIT_AS_EXPECTED, EXIT_CONFORMANCE, EXIT_USAGE,
		EXIT_ENVIRONMENT, EXIT_NOTHING_SELECTED, EXIT_EXPECTATION_STALE, EXIT_ALL_SKIPPED,
		EXIT_HUNG_UP, EXIT_INTERRUPTED, EXIT_TERMINATED};
	size_t count = 0;

	for (; exit_meanings[count].means; count++) {
		ck_assert_uint_lt(count, COUNT_OF(codes));
		ck_assert_int_eq(exit_meanings[count].code, codes[count]);
		check_sentence(exit_meanings[count].means, "exit code");
	}
	ck_assert_uint_eq(count, COUNT_OF(codes));
}
END_TEST

/* Whatever is listed is told, by the kind that lists it, with and without the kind's word. */
START_TEST(test_what_is_listed_is_told)
{
	struct world world;

	world_open(&world);
	for (const struct glossary_kind *kind = glossary_kinds; kind->word; kind++) {
		struct word_list words = {NULL, 0};

		if (!kind->list)
			continue;
		kind->list(&words, &world.telling);
		ck_assert_uint_gt(words.count, 0);
		for (size_t i = 0; i < words.count; i++) {
			buf_clear(&world.text);
			ck_assert_msg(
				kind->tell(&world.telling, words.items[i]), "%s %s", kind->word, words.items[i]);
			ck_assert_uint_gt(world.text.len, 0);
			buf_clear(&world.text);
			ck_assert(glossary_tell(&world.telling, words.items[i]));
		}
		ck_assert(!kind->tell(&world.telling, "nothing-of-that-name"));
	}
	buf_clear(&world.text);
	ck_assert(!glossary_tell(&world.telling, "nothing-of-that-name"));
	ck_assert_uint_eq(world.text.len, 0);
	world_close(&world);
}
END_TEST

START_TEST(test_words_are_taken_loosely)
{
	static const struct {
		const char *word;
		const char *says;
		size_t meanings;
	} cases[] = {
		{"let-in", "let in: a class of failures\n", 1},
		{"Let In", "let in: a class of failures\n", 1},
		{"UNKNOWN CA", "unknown_ca: alert 48 of TLS\n", 1},
		{"48", "unknown_ca: alert 48 of TLS\n", 1},
		{"alert 48", "unknown_ca: alert 48 of TLS\n", 1},
		{"exit 3", "exit 3: ", 1},
		{"exit-3", "exit 3: ", 1},
		/* both an exit code and an alert */
		{"0", "close_notify: alert 0 of TLS\n", 2},
		{"exit 0", "exit 0: ", 1},
		{"requireandverifyclientcert", "RequireAndVerifyClientCert: a client-auth mode\n", 1},
		{"RFC 8446 6.2 unknown_ca", "RFC 8446 6.2: ", 1},
	};
	struct world world;

	world_open(&world);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		buf_clear(&world.text);
		world.telling.told = 0;
		ck_assert_msg(glossary_tell(&world.telling, cases[i].word), "%s", cases[i].word);
		ck_assert_msg(strstr(buf_text(&world.text), cases[i].says) != NULL, "%s: %s", cases[i].word,
			buf_text(&world.text));
		ck_assert_uint_eq(world.telling.told, cases[i].meanings);
	}
	world_close(&world);
}
END_TEST

struct inner {
	struct text_list list;
	long number;
};

struct outer {
	bool unused; /* no place stands first */
	const char *text;
	struct place text_place;
	const char *silent;
	int word;
	bool flag;
	struct inner inner;
	struct place inner_place;
	struct inner part;
};

START_TEST(test_what_was_said_is_said_back)
{
	static const char *const words[] = {"none", "some", NULL};
	static const struct field inner_fields[] = {
		{"list", FIELD_TEXTS, offsetof(struct inner, list), .doc = "texts"},
		{"number", FIELD_NUMBER, offsetof(struct inner, number), .doc = "a number"},
	};
	static const struct schema inner_schema = {
		"inner", sizeof(struct inner), inner_fields, COUNT_OF(inner_fields)};
	static const struct field fields[] = {
		{"text", FIELD_TEXT, offsetof(struct outer, text), .none = true,
			.place_offset = offsetof(struct outer, text_place), .doc = "a text"},
		{"silent", FIELD_TEXT, offsetof(struct outer, silent), .doc = "another"},
		{"word", FIELD_WORD, offsetof(struct outer, word), .words = words, .doc = "a word"},
		{"flag", FIELD_BOOL, offsetof(struct outer, flag), .doc = "a flag"},
		{"inner", FIELD_STRUCT, offsetof(struct outer, inner), .fields = &inner_schema,
			.place_offset = offsetof(struct outer, inner_place), .doc = "a struct"},
		{.name = "",
			.kind = FIELD_PART,
			.offset = offsetof(struct outer, part),
			.fields = &inner_schema},
	};
	static const struct schema schema = {"outer", sizeof(struct outer), fields, COUNT_OF(fields)};
	static const char *const without[] = {"flag", NULL};
	const char *items[] = {"a", "b"};
	struct outer said = {.text_place = {NULL, 1, 1},
		.word = 1,
		.flag = true,
		.inner = {{items, NULL, 2}, 0},
		.inner_place = {NULL, 2, 1},
		.part = {{NULL, NULL, 0}, 7}};
	struct outer nothing = {0};
	struct outer flag = {.flag = true};
	struct buf text;

	buf_init(&text, TEXT_MAX);
	said_put(&text, &schema, &said, without);
	ck_assert_str_eq(buf_text(&text), "text: none, word: some, inner: {list: [a, b]}, number: 7");
	/* of a part that says nothing there is no trace */
	buf_clear(&text);
	said_put(&text, &schema, &flag, NULL);
	ck_assert_str_eq(buf_text(&text), "flag: true");
	buf_clear(&text);
	said_put(&text, &schema, &nothing, NULL);
	ck_assert_str_eq(buf_text(&text), "");
	buf_finish(&text);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"alerts", {test_each_alert_has_a_meaning}},
		{"defects", {test_each_defect_has_a_meaning}},
		{"words", {test_each_word_has_a_meaning, test_each_exit_code_has_a_meaning}},
		{"kinds", {test_what_is_listed_is_told, test_words_are_taken_loosely}},
		{"said", {test_what_was_said_is_said_back}},
	};

	return unit_run("glossary", cases, COUNT_OF(cases));
}
