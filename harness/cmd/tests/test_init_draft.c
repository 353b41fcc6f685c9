/* What init writes is a project's file that says what was seen, whatever a server calls itself. */
#include <argp.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "init_draft.h"
#include "project_file.h"
#include "run_options.h"
#include "tls_alert.h"
#include "unit.h"

enum { TEXT_MAX = 64 * 1024 };

static struct arena arena;
static struct diag diag;
static struct project_layer layers[PROJECT_LAYER_COUNT];
static struct buf text;

static void begin(const struct init_findings *findings)
{
	arena_init(&arena);
	diag_init(&diag);
	memset(layers, 0, sizeof(layers));
	buf_init(&text, TEXT_MAX);
	init_draft(&text, findings);
	project_file_parse(
		layers, &arena, &diag, "mtlspec.yaml", text.data, text.len, NULL, run_arguments_parser());
	ck_assert_msg(!diag_failed(&diag), "%s\n%s", diag.count ? diag.entries[0].text : "", text.data);
}

static void end(void)
{
	buf_finish(&text);
	diag_finish(&diag);
	arena_finish(&arena);
}

static const char *value(const char *key)
{
	for (size_t i = 0; i < layers[PROJECT_TOP].count; i++) {
		const struct project_value *one = &layers[PROJECT_TOP].values[i];

		if (one->option && strcmp(one->option->name, key) == 0)
			return one->text;
	}
	return NULL;
}

static struct init_findings findings_of(struct server_look old, struct server_look new)
{
	struct init_findings findings = {.target = "[::1]:443", .name = "::1"};

	findings.looks[TLS_1_2] = old;
	findings.looks[TLS_1_3] = new;
	return findings;
}

static const struct server_look silent = {.alert = TLS_ALERT_PROTOCOL_VERSION};

START_TEST(test_modes)
{
	static const struct {
		bool asks;
		int status;
		int alert;
		const char *mode;
		const char *said;
	} rows[] = {
		{false, 200, TLS_ALERT_NONE, "NoClientCert", "does not ask for a certificate"},
		{false, 403, TLS_ALERT_NONE, "NoClientCert", "HTTP 403"},
		{true, 200, TLS_ALERT_NONE, "VerifyClientCertIfGiven", "gets HTTP 200"},
		{true, 404, TLS_ALERT_NONE, "VerifyClientCertIfGiven", "gets HTTP 404"},
		{true, 400, TLS_ALERT_NONE, "RequireAndVerifyClientCert", "gets HTTP 400"},
		{true, 0, TLS_ALERT_CERTIFICATE_REQUIRED, "RequireAndVerifyClientCert",
			"gets alert certificate_required"},
		{true, 0, TLS_ALERT_NONE, "RequireAndVerifyClientCert", "gets no answer by HTTP"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct server_look look = {
			.speaks = true, .asks = rows[i].asks, .status = rows[i].status, .alert = rows[i].alert};
		const struct init_findings findings = findings_of(silent, look);

		begin(&findings);
		ck_assert_str_eq(value("mode"), rows[i].mode);
		ck_assert_str_eq(value("target"), "[::1]:443");
		ck_assert_ptr_nonnull(strstr(text.data, rows[i].said));
		ck_assert_ptr_nonnull(strstr(text.data, "TLS 1.2: no (alert protocol_version)\n"));
		ck_assert_uint_eq(layers[PROJECT_TOP].count, 3);
		end();
	}
}
END_TEST

/* The name that it was asked by, where its certificate bears that; else one that it bears. */
START_TEST(test_names)
{
	const char *names[] = {"*.example", "a.example", "b.example"};
	struct server_look look = {
		.speaks = true, .alert = TLS_ALERT_NONE, .names = names, .name_count = 3};
	struct init_findings findings = findings_of(look, silent);

	begin(&findings);
	ck_assert_str_eq(value("server-name"), "a.example");
	ck_assert_ptr_null(value("server-ca"));
	ck_assert_ptr_nonnull(strstr(text.data, "# server-ca: "));
	end();
	findings.looks[TLS_1_2].bears_name = true;
	findings.root_file = "root.pem";
	begin(&findings);
	ck_assert_str_eq(value("server-name"), "::1");
	ck_assert_str_eq(value("server-ca"), "root.pem");
	end();
	findings.looks[TLS_1_2].bundle = "/etc/bundle.pem";
	begin(&findings);
	ck_assert_str_eq(value("server-ca"), "/etc/bundle.pem");
	end();
}
END_TEST

/* A name with a line break in it, of ASCII or of Unicode, could be followed by a key: `client`
 * names a program to start. */
START_TEST(test_hostile_names)
{
	const char *names[] = {"a\nclient: evil", "b\rclient: evil",
		"c\xe2\x80\xa8"
		"client: evil",
		"d\xc2\x85"
		"client: evil",
		"\"\nclient: evil"};
	struct server_look look = {.speaks = true,
		.alert = TLS_ALERT_NONE,
		.asks = true,
		.names = names,
		.name_count = COUNT_OF(names),
		.ca_names = names,
		.ca_name_count = COUNT_OF(names)};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct init_findings findings;

		look.issuer = names[i];
		findings = findings_of(look, look);
		findings.alpn = names[i];
		begin(&findings);
		ck_assert_uint_eq(layers[PROJECT_TOP].count, 3);
		ck_assert_ptr_null(value("client"));
		ck_assert_str_eq(value("server-name"), "::1");
		end();
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"draft", {test_modes, test_names, test_hostile_names}},
	};

	return unit_run("init_draft", cases, COUNT_OF(cases));
}
