/* What a run says before it begins, and how to see a cell again. */
#include "again.h"
#include "plan_line.h"
#include "select_fixture.h"

START_TEST(test_cells_of_rounds)
{
	struct select_fixture f;
	struct plan_result line;

	fixture_open_box(&f);
	fixture_ask_scenario(&f, "chain/good");
	f.request.modes[AUTH_NO_CLIENT_CERT] = true;
	fixture_make(&f);
	plan_line_make(&line, &f.selection, 3);
	ck_assert_uint_eq(line.cell_count, 6);
	ck_assert_str_eq(line.cells[0], "chain/good@box:NoClientCert/tls1.2");
	ck_assert_str_eq(line.cells[2], "chain/good@box:NoClientCert/tls1.2#2");
	ck_assert_str_eq(line.cells[5], "chain/good@box:NoClientCert/tls1.3#3");
	ck_assert_uint_eq(line.scenario_count, 1);
	fixture_close(&f);
}
END_TEST

/* Each scenario once, with its place; each target, with what is missing. */
START_TEST(test_texts)
{
	struct select_fixture f;
	struct plan_result line;

	fixture_open_box(&f);
	fixture_ask(&f,
		fixture_file(&f, "absent.yaml",
			"title: a\nprogram: no-such-program\nargs: [x]\n"
			"modes: {NoClientCert: {setting: off}}\n"));
	fixture_make(&f);
	plan_line_make(&line, &f.selection, 1);
	ck_assert_uint_eq(line.scenario_count, 3);
	ck_assert_str_eq(line.scenarios[0].id, "chain/good");
	ck_assert_ptr_nonnull(strstr(line.scenarios[0].file, "chain/good.yaml:1"));
	ck_assert_uint_eq(line.target_count, 2);
	ck_assert_ptr_null(line.targets[0].missing);
	ck_assert_str_eq(line.targets[1].missing, "no-such-program is not installed");
	ck_assert_ptr_nonnull(line.openssl_version);
	fixture_close(&f);
}
END_TEST

START_TEST(test_credentials)
{
	const char *const names[] = {"client", "client-expired", NULL};
	struct select_fixture f;
	struct plan_result line;

	fixture_open_box(&f);
	fixture_make(&f);
	plan_line_make(&line, &f.selection, 1);
	plan_line_credentials(&line, &f.selection, names);
	ck_assert_uint_eq(line.credential_count, 2);
	ck_assert_str_eq(line.credentials[1].name, "client-expired");
	fixture_close(&f);
}
END_TEST

START_TEST(test_again)
{
	static const struct pki_own_credential given[] = {
		{"client", {"c.pem", "c.key"}}, {"client-expired", {"an e.pem", NULL}}};
	static const struct pki_own_files cas[] = {{"root.pem", NULL}, {"my ca.pem", "ca.key"}};
	static const char *const crls[] = {"a.crl", "b.crl"};
	static const struct {
		struct selection_request request;
		const char *certificates;
		const char *cell;
	} rows[] = {
		{{.target_count = 0}, "", ""},
		{{.own_pki = {.cas = cas, .ca_count = 1}}, " --client-ca root.pem", ""},
		{{.own_pki = {.cas = cas, .ca_count = 2, .crls = crls, .crl_count = 2}},
			" --client-ca root.pem --client-ca 'my ca.pem,ca.key' --client-crl a.crl "
			"--client-crl b.crl",
			""},
		{{.own_pki = {.credentials = given, .credential_count = 2, .passphrase_file = "p"}},
			" --credential client=c.pem,c.key --credential 'client-expired=an e.pem' "
			"--key-passphrase-file p",
			""},
		{{.pki_file = "it's mine", .pki_variant = "v"},
			" --pki-file 'it'\\''s mine' --pki-variant v", ""},
		{{.scenario_dir = "a b", .driver = DRIVER_BOTH}, "", " --scenarios 'a b' --driver both"},
		{{.driver = DRIVER_HTTP, .backend = "127.0.0.1:80"}, "",
			" --driver http --backend 127.0.0.1:80"},
	};
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		ck_assert_str_eq(again_certificates(&rows[i].request, &arena), rows[i].certificates);
		ck_assert_str_eq(again_cell(&rows[i].request, &arena), rows[i].cell);
	}
	arena_finish(&arena);
}
END_TEST

struct unit_case line_case(void)
{
	return (struct unit_case){
		"line", {test_cells_of_rounds, test_texts, test_credentials, test_again}};
}
