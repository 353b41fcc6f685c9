#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "text.h"
#include "world.h"

static char *refusal_of(struct arena *arena, const char *path)
{
	struct diag diag;
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	char *kept;

	diag_init(&diag);
	if (recipe_read(arena, &diag, path))
		fputs("(accepted)\n", out);
	diag_print(&diag, out);
	fclose(out);
	kept = arena_strdup(arena, text);
	free(text);
	diag_finish(&diag);
	return kept;
}

static void check_golden(struct arena *arena, const char *file)
{
	const char *why = "";
	char *wanted;
	size_t len;
	char *path = arena_printf(arena, "%.*s.txt", (int)(strlen(file) - strlen(".yaml")), file);

	ck_assert_msg(file_read(&wanted, &len, &why, arena, path, 1 << 16), "%s", why);
	ck_assert_str_eq(refusal_of(arena, file), wanted);
}

/* Each recipe/NAME.yaml is refused with what recipe/NAME.txt says. */
START_TEST(test_refusals)
{
	struct arena arena;
	struct dirent *entry;
	DIR *dir;
	size_t count = 0;

	/* messages name the file as it was given */
	ck_assert_int_eq(chdir(TEST_DATA_DIR "/recipe"), 0);
	dir = opendir(".");
	ck_assert_ptr_nonnull(dir);
	arena_init(&arena);
	while ((entry = readdir(dir))) {
		if (!text_ends_with(entry->d_name, ".yaml"))
			continue;
		check_golden(&arena, entry->d_name);
		count++;
	}
	ck_assert_uint_ge(count, 15);
	closedir(dir);
	arena_finish(&arena);
}
END_TEST

START_TEST(test_no_recipe)
{
	static const struct {
		const char *path;
		const char *wanted;
	} rows[] = {{"nowhere.yaml", "No such file"}, {".", "directory"},
		{"/dev/null", "is a device, not a file"}};
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *refusal = refusal_of(&arena, rows[i].path);

		ck_assert_msg(
			strstr(refusal, rows[i].wanted) && strstr(refusal, rows[i].path), "%s", refusal);
	}
	arena_finish(&arena);
}
END_TEST

START_TEST(test_too_many_items)
{
	struct arena arena;
	struct diag diag;
	struct world world;
	FILE *out;

	world_begin(&world, LEAST_RECIPE "    subject: {CN: c}\n", NULL);
	out = fopen(world_path(&world, "many.yaml"), "w");
	fputs("authorities: {root: {subject: {CN: root}}}\ncredentials:\n", out);
	for (int i = 0; i < RECIPE_ITEMS_MAX; i++)
		fprintf(out, "  c%d: {issuer: root, subject: {CN: x}}\n", i);
	fclose(out);
	arena_init(&arena);
	diag_init(&diag);
	ck_assert_ptr_null(recipe_read(&arena, &diag, world_path(&world, "many.yaml")));
	ck_assert_uint_eq(diag.count, 1);
	ck_assert_ptr_nonnull(strstr(diag.entries[0].text, "more than"));
	diag_finish(&diag);
	arena_finish(&arena);
	world_end(&world);
}
END_TEST

/* A long line of models must not be a deep recursion, whichever way round it is written. */
START_TEST(test_long_line_of_models)
{
	struct world world;
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	fputs("authorities: {root: {subject: {CN: root}}}\ncredentials:\n", out);
	for (int i = 0; i < RECIPE_ITEMS_MAX - 2; i++)
		fprintf(out, "  c%d: {like: c%d}\n", i, i + 1);
	fprintf(out, "  c%d: {issuer: root, subject: {CN: last}}\n", RECIPE_ITEMS_MAX - 2);
	fclose(out);
	world_begin(&world, text, NULL);
	ck_assert_str_eq(world_credential(&world, "c0")->subject, "CN=last");
	world_end(&world);
	free(text);
}
END_TEST

#define MODEL_RECIPE                                                                               \
	"authorities:\n"                                                                               \
	"  root: {subject: {CN: root}}\n"                                                              \
	"  twin: {like: root}\n"                                                                       \
	"credentials:\n"                                                                               \
	"  late: {like: model, valid: {until: +9d}, defect: late}\n"                                   \
	"  model:\n"                                                                                   \
	"    issuer: root\n"                                                                           \
	"    subject: {O: o, CN: model}\n"                                                             \
	"    key: p384\n"                                                                              \
	"    valid: {from: -2s, until: +3m}\n"                                                         \
	"    digest: sha512\n"                                                                         \
	"    key_usage: [keyAgreement]\n"                                                              \
	"    eku: [OCSPSigning]\n"                                                                     \
	"    san: [dns:a.test]\n"                                                                      \
	"    revoked: true\n"                                                                          \
	"    sign_with: another-key\n"                                                                 \
	"    chain: [twin]\n"                                                                          \
	"    defect: is a model\n"                                                                     \
	"  same: {like: model}\n"                                                                      \
	"  grandchild: {like: late, subject: {CN: g}, san: [], chain: []}\n"

static const struct recipe_item *item_of(const struct world *world, const char *name)
{
	const struct recipe_item *item = recipe_find(world->recipe, RECIPE_CREDENTIAL, name);

	ck_assert_ptr_nonnull(item);
	return item;
}

START_TEST(test_like_copies_all_but_what_is_named)
{
	struct world world;
	const struct recipe_item *same;
	const struct recipe_item *grandchild;

	world_begin(&world, MODEL_RECIPE, NULL);
	same = item_of(&world, "same");
	grandchild = item_of(&world, "grandchild");
	ck_assert_str_eq(same->name, "same");
	ck_assert_str_eq(same->issuer->name, "root");
	ck_assert_uint_eq(same->subject.count, 2);
	ck_assert_int_eq(same->key, KEY_P384);
	ck_assert_int_eq(same->valid.from_s, -2);
	ck_assert_int_eq(same->valid.until_s, 180);
	ck_assert_int_eq(same->digest, DIGEST_SHA512);
	ck_assert_uint_eq(same->key_usage, 1U << 4);
	ck_assert_uint_eq(same->extended_key_usage, 1U << 6);
	ck_assert_uint_eq(same->san.count, 1);
	ck_assert(same->revoked);
	ck_assert_int_eq(same->sign_with, SIGN_WITH_ANOTHER_KEY);
	ck_assert_uint_eq(same->chain_len, 1);
	ck_assert_str_eq(same->defect, "");
	ck_assert_int_eq(grandchild->valid.from_s, -2);
	ck_assert_int_eq(grandchild->valid.until_s, 9 * 86400);
	ck_assert_uint_eq(grandchild->subject.count, 1);
	ck_assert_uint_eq(grandchild->san.count, 0);
	ck_assert_uint_eq(grandchild->chain_len, 0);
	ck_assert_int_gt((int)grandchild->chain_place.line, 0);
	ck_assert_str_eq(grandchild->defect, "");
	ck_assert_str_eq(item_of(&world, "late")->defect, "late");
	world_end(&world);
}
END_TEST

START_TEST(test_names_in_file_order)
{
	static const char *const wanted[] = {"late", "model", "same", "grandchild"};
	struct world world;
	const char *const *names;

	world_begin(&world, MODEL_RECIPE, NULL);
	names = recipe_credentials(world.recipe);
	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		ck_assert_str_eq(names[i], wanted[i]);
	ck_assert_ptr_null(names[COUNT_OF(wanted)]);
	world_end(&world);
}
END_TEST

START_TEST(test_units_of_time)
{
	static const struct {
		const char *text;
		long seconds;
	} rows[] = {{"+1s", 1}, {"+2m", 120}, {"+3h", 10800}, {"+4d", 345600}, {"+5y", 157680000},
		{"+1000y", 31536000000}, {"+0s", 0}};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world world;
		struct arena arena;

		arena_init(&arena);
		world_begin(&world,
			arena_printf(&arena, LEAST_RECIPE "    subject: {CN: c}\n    valid: {until: %s}\n",
				rows[i].text),
			NULL);
		ck_assert_int_eq(item_of(&world, "c")->valid.until_s, rows[i].seconds);
		world_end(&world);
		arena_finish(&arena);
	}
}
END_TEST

static size_t count_words(const char *const *words)
{
	size_t count = 0;

	while (words[count])
		count++;
	return count;
}

START_TEST(test_word_tables_are_whole)
{
	ck_assert_uint_eq(count_words(key_words), KEY_KIND_COUNT);
	ck_assert_uint_eq(count_words(digest_words), DIGEST_COUNT);
	ck_assert_uint_eq(count_words(key_usage_words), KEY_USAGE_COUNT);
	ck_assert_uint_eq(count_words(extended_key_usage_words), EXTENDED_KEY_USAGE_COUNT);
	ck_assert_uint_eq(count_words(alt_name_words), ALT_NAME_KIND_COUNT);
}
END_TEST

/* Every field says what it is for, and the comment on top of pki.yaml names it. */
START_TEST(test_every_key_is_described)
{
	struct arena arena;
	const char *why = "";
	char *text;
	size_t len;

	arena_init(&arena);
	ck_assert(
		file_read(&text, &len, &why, &arena, TEST_SOURCE_DIR "/ca-fixtures/pki.yaml", 1 << 20));
	*strstr(text, "\nauthorities:") = '\0';
	for (size_t i = 0; i < recipe_credential_schema.count; i++) {
		const struct field *field = &recipe_credential_schema.fields[i];

		ck_assert_msg(field->doc && field->doc[0], "%s", field->name);
		ck_assert_msg(
			strstr(text, arena_printf(&arena, "%s: ", field->name)) != NULL, "%s", field->name);
	}
	for (size_t i = 0; key_words[i]; i++)
		ck_assert_msg(strstr(text, key_words[i]) != NULL, "%s", key_words[i]);
	for (size_t i = 0; key_usage_words[i]; i++)
		ck_assert_msg(strstr(text, key_usage_words[i]) != NULL, "%s", key_usage_words[i]);
	for (size_t i = 0; extended_key_usage_words[i]; i++)
		ck_assert_ptr_nonnull(strstr(text, extended_key_usage_words[i]));
	for (size_t i = 0; subject_words[i]; i++)
		ck_assert_ptr_nonnull(strstr(text, subject_words[i]));
	arena_finish(&arena);
}
END_TEST

START_TEST(test_variant_replaces_everywhere)
{
	struct world world;

	world_begin(&world,
		"authorities:\n"
		"  one: {subject: {CN: one}}\n"
		"  two: {subject: {CN: two}}\n"
		"  below: {issuer: one, subject: {CN: below}}\n"
		"credentials:\n"
		"  leaf: {issuer: one, subject: {CN: leaf}, chain: [one]}\n"
		"variants:\n"
		"  swap: {one: two}\n",
		"swap");
	ck_assert_str_eq(recipe_find(world.recipe, RECIPE_AUTHORITY, "one")->name, "two");
	ck_assert_str_eq(recipe_find(world.recipe, RECIPE_AUTHORITY, "below")->issuer->name, "two");
	ck_assert_str_eq(item_of(&world, "leaf")->issuer->name, "two");
	ck_assert_str_eq(item_of(&world, "leaf")->chain[0]->name, "two");
	ck_assert(!recipe_apply_variant(world.recipe, "nonesuch"));
	world_end(&world);
}
END_TEST

#define EXTENDING                                                                                  \
	"extend: builtin\n"                                                                            \
	"authorities:\n"                                                                               \
	"  our-root: {subject: {CN: ours}}\n"                                                          \
	"credentials:\n"                                                                               \
	"  client-bob: {like: client, subject: {CN: bob}}\n"                                           \
	"  client-ours: {like: client, issuer: our-root}\n"                                            \
	"  server: {issuer: our-root, subject: {CN: elsewhere.test}, key: p384}\n"                     \
	"variants:\n"                                                                                  \
	"  shared-ca: {client-root: our-root}\n"                                                       \
	"  swap: {client-root: our-root}\n"

static size_t count_words(const char *const *words);

START_TEST(test_extend_adds_and_replaces)
{
	struct world builtin;
	struct world world;

	world_begin(&builtin, NULL, NULL);
	world_begin(&world, EXTENDING, NULL);
	ck_assert_uint_eq(count_words(recipe_credentials(world.recipe)),
		count_words(recipe_credentials(builtin.recipe)) + 2);
	ck_assert_uint_eq(count_words(recipe_authorities(world.recipe)),
		count_words(recipe_authorities(builtin.recipe)) + 1);
	ck_assert_str_eq(item_of(&world, "client-bob")->issuer->name, "client-issuing");
	ck_assert_str_eq(item_of(&world, "client-ours")->issuer->name, "our-root");
	/* what is like it follows */
	ck_assert_int_eq(item_of(&world, "server")->key, KEY_P384);
	ck_assert_int_eq(item_of(&world, "server-expired")->key, KEY_P384);
	ck_assert_str_eq(recipe_defect(world.recipe, "client-expired"),
		recipe_defect(builtin.recipe, "client-expired"));
	ck_assert_str_eq(world_credential(&world, "client-bob")->subject, "CN=bob");
	world_end(&world);
	world_end(&builtin);
}
END_TEST

/* One field of a name that is there already, and all else as it was. */
START_TEST(test_extend_like_itself)
{
	struct world world;
	const struct recipe_item *client;
	const struct recipe_item *expired;

	world_begin(&world,
		"extend: builtin\n"
		"authorities:\n"
		"  client-issuing: {like: client-issuing, subject: {CN: ours}}\n"
		"credentials:\n"
		"  client: {like: client, subject: {CN: alice}}\n"
		"  client-expired: {like: client-expired, valid: {until: -2d}}\n",
		NULL);
	ck_assert_ptr_nonnull(world.pki);
	client = item_of(&world, "client");
	ck_assert_str_eq(client->issuer->name, "client-issuing");
	ck_assert_int_eq((int)client->issuer->pathlen, 0);
	ck_assert_str_eq(client->issuer->issuer->name, "client-root");
	ck_assert_uint_eq(client->san.count, 2);
	ck_assert_str_eq(world_credential(&world, "client")->subject, "CN=alice");
	ck_assert_str_eq(world_credential(&world, "client-wrong-ca")->subject, "CN=alice");
	expired = item_of(&world, "client-expired");
	ck_assert_int_eq((int)expired->valid.from_s, -60 * 86400);
	ck_assert_int_eq((int)expired->valid.until_s, -2 * 86400);
	ck_assert_str_eq(expired->like->name, "client");
	ck_assert_str_eq(expired->defect, "expired yesterday");
	world_end(&world);
}
END_TEST

START_TEST(test_extend_variants)
{
	static const char *const variants[] = {"shared-ca", "swap"};

	for (size_t i = 0; i < COUNT_OF(variants); i++) {
		struct world world;

		world_begin(&world, EXTENDING, variants[i]);
		ck_assert_str_eq(
			recipe_find(world.recipe, RECIPE_AUTHORITY, "client-root")->name, "our-root");
		world_end(&world);
	}
}
END_TEST

START_TEST(test_names_that_the_harness_needs)
{
	static const char *const credentials[] = {PKI_GOOD_CLIENT, PKI_WRONG_CA_CLIENT, PKI_SERVER};
	static const char *const authorities[] = {PKI_CLIENT_ROOT, PKI_SERVER_ROOT};
	struct world world;

	world_begin(&world, NULL, NULL);
	for (size_t i = 0; i < COUNT_OF(credentials); i++)
		ck_assert_ptr_nonnull(recipe_find(world.recipe, RECIPE_CREDENTIAL, credentials[i]));
	for (size_t i = 0; i < COUNT_OF(authorities); i++)
		ck_assert_ptr_nonnull(recipe_find(world.recipe, RECIPE_AUTHORITY, authorities[i]));
	world_end(&world);
}
END_TEST

START_TEST(test_keys_differ)
{
	static const struct {
		const char *one;
		const char *other;
		bool differ;
	} rows[] = {
		{"client", "client", false},
		{"client", "client-expired", false},
		{"client", "client-wrong-ca", false},
		{"client", "client-ed25519", true},
		{"client-rsa", "client-rsa-1024", true},
		{"client", "client-sha1", true},
		{"client", "nobody", false},
	};
	struct world world;

	world_begin(&world, NULL, NULL);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_msg(
			recipe_keys_differ(world.recipe, rows[i].one, rows[i].other) == rows[i].differ,
			"%s, %s", rows[i].one, rows[i].other);
	world_end(&world);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"refusals", {test_refusals, test_no_recipe}},
		{"limits", {test_too_many_items, test_long_line_of_models}},
		{"like", {test_like_copies_all_but_what_is_named, test_names_in_file_order}},
		{"words", {test_units_of_time, test_word_tables_are_whole, test_every_key_is_described}},
		{"variants", {test_variant_replaces_everywhere}},
		{"extend", {test_extend_adds_and_replaces, test_extend_like_itself, test_extend_variants}},
		{"harness", {test_names_that_the_harness_needs, test_keys_differ}},
	};
	return unit_run("ca_recipe", cases, COUNT_OF(cases));
}
