/* Skips with their reasons, shards; main. */
#include "select_fixture.h"

/* A target without the feature is a skip with that reason; one with it is run. */
START_TEST(test_features)
{
	struct select_fixture f;
	const struct plan *plan;
	size_t skipped = 0;

	fixture_open_box(&f);
	fixture_file(&f, "other/target.yaml", TARGET "features: [{name: crl}]\n");
	fixture_ask(&f, arena_printf(&f.arena, "%s/other", f.root));
	plan = fixture_make(&f);
	for (size_t i = 0; i < plan->cell_count; i++)
		skipped += plan->cells[i].skip_reason != NULL;
	ck_assert_uint_eq(plan->cell_count, 24);
	ck_assert_uint_eq(skipped, 4);
	ck_assert_str_eq(fixture_cell(plan, "client/revoked@box:NoClientCert/tls1.2")->skip_reason,
		"box does not say that it has 'crl', which the scenario requires");
	fixture_close(&f);
}
END_TEST

START_TEST(test_not_installed)
{
	struct select_fixture f;
	const struct plan *plan;

	fixture_open(&f);
	fixture_ask(&f,
		fixture_file(&f, "absent.yaml",
			"title: a\nprogram: no-such-program\nargs: [x]\n"
			"modes: {NoClientCert: {setting: off}}\n"));
	plan = fixture_make(&f);
	ck_assert_uint_eq(plan->cell_count, 12);
	for (size_t i = 0; i < plan->cell_count; i++)
		ck_assert_ptr_nonnull(plan->cells[i].skip_reason);
	ck_assert_str_eq(fixture_cell(plan, "chain/good@absent:NoClientCert/tls1.3")->skip_reason,
		"no-such-program is not installed");
	fixture_close(&f);
}
END_TEST

/* A user's good client without the key of its CA: what only that key could make is a skip. */
START_TEST(test_lacks)
{
	struct select_fixture f;
	struct pki_own_credential client = {.name = "client"};
	const struct plan *plan;
	struct pki_own_files ca = {0};
	const char *why = NULL;
	const char *dir;
	struct pki *pki;

	fixture_open_box(&f);
	fixture_make(&f);
	dir = arena_printf(&f.arena, "%s/pki", f.root);
	pki = pki_create(f.selection.catalogue.recipe);
	ck_assert_msg(pki_write(pki, dir, false, &f.arena, &why), "%s", why);
	pki_destroy(pki);
	selection_finish(&f.selection);
	selection_init(&f.selection);
	client.files.certificate = arena_printf(&f.arena, "%s/credentials/client.pem", dir);
	client.files.key = arena_printf(&f.arena, "%s/credentials/client.key", dir);
	ca.certificate = arena_printf(&f.arena, "%s/client-ca.pem", dir);
	f.request.own_pki =
		(struct pki_own){.credentials = &client, .credential_count = 1, .cas = &ca, .ca_count = 1};
	plan = fixture_make(&f);
	ck_assert_ptr_null(fixture_cell(plan, "chain/good@box:NoClientCert/tls1.2")->skip_reason);
	ck_assert_ptr_nonnull(
		fixture_cell(plan, "client/expired@box:NoClientCert/tls1.2")->skip_reason);
	fixture_close(&f);
}
END_TEST

/* Each cell is in exactly one part, skipped or not, however many parts there are. */
START_TEST(test_shards)
{
	for (size_t count = 1; count <= 5; count++) {
		size_t seen = 0;

		for (size_t index = 1; index <= count; index++) {
			const struct shard shard = {.index = index, .count = count};
			struct select_fixture f;
			size_t to_run = 0;
			size_t left = 0;

			fixture_open_box(&f);
			fixture_make(&f);
			plan_take_shard(f.selection.plan, &shard);
			for (size_t i = 0; i < f.selection.plan->cell_count; i++)
				to_run += !f.selection.plan->cells[i].skip_reason;
			for (size_t i = 0; i < f.selection.plan->instance_count; i++)
				left += f.selection.plan->instances[i].cell_count;
			ck_assert_uint_eq(to_run, left);
			seen += f.selection.plan->cell_count;
			fixture_close(&f);
		}
		ck_assert_uint_eq(seen, 12);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		names_case(),
		filters_case(),
		wrong_case(),
		nothing_case(),
		connect_case(),
		{"skips", {test_features, test_not_installed, test_lacks}},
		{"shards", {test_shards}},
		tests_case(),
		line_case(),
		files_case(),
		rules_case(),
	};

	return unit_run("select", cases, COUNT_OF(cases));
}
