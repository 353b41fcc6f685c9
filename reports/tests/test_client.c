/* Cells whose target is the client: both legs are told. */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "explain.h"
#include "html.h"
#include "report.h"
#include "unit.h"

static struct arena arena;
static struct attempt_result attempts[2];

/* It sent its request to an expired server, and then failed. */
static struct cell_result client_cell(void)
{
	struct observation *facts = &attempts[0].facts;

	arena_finish(&arena);
	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(attempts); i++) {
		attempts[i] = (struct attempt_result){.role = i ? "good server after" : "subject",
			.driver = "program",
			.credential = i ? "server" : "server-expired",
			.by = "exit status 0"};
		observation_init(&attempts[i].facts);
	}
	facts->connections = 2;
	facts->served = SENT_AS_MEANT;
	facts->peer_presented = PRESENTED_CONFIGURED;
	facts->data_received = 77;
	facts->server_name = "server.mtlspec.test";
	facts->exited = true;
	facts->exit_status = 9;
	facts->output = "curl: (9) <no>";
	attempts[1].facts.data_received = 500;
	return (struct cell_result){.id = "a@curl:RequestClientCert/tls1.3",
		.scenario = "a",
		.target = "curl",
		.side = SIDE_CLIENT,
		.mode = AUTH_REQUEST_CLIENT_CERT,
		.tls = TLS_1_3,
		.driver = "program",
		.verdict = VERDICT_FAIL,
		.expected = OUTCOME_REJECT,
		.expected_alert = TLS_ALERT_CERTIFICATE_EXPIRED,
		.observed = OUTCOME_ACCEPT,
		.alert = TLS_ALERT_NONE,
		.by = "exit status 9",
		.control = CONTROL_PASS,
		.wrong_ca = CONTROL_FAIL,
		.credential = "server-expired",
		.defect = "expired yesterday",
		.server_name = "server.mtlspec.test",
		.client_credential = "client",
		.attempts = attempts,
		.attempt_count = COUNT_OF(attempts)};
}

static const char *row(const struct cell_result *cell, const char *label)
{
	static const struct scenario_info scenario = {.id = "a", .why = "w"};
	struct explain_row rows[EXPLAIN_MAX];
	size_t count = explain_cell(rows, &arena, cell, &scenario);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].label, label) == 0)
			return rows[i].text;
	}
	return "";
}

START_TEST(test_client_cell_in_words)
{
	struct cell_result cell = client_cell();

	ck_assert_str_eq(row(&cell, "observed"),
		"accept: exit status 9, our server got 77 bytes of application data");
	ck_assert_str_eq(row(&cell, "server"), "server-expired (expired yesterday)");
	ck_assert_str_eq(row(&cell, "presented"), "");
	ck_assert_str_eq(row(&cell, "configured"),
		"to connect to server.mtlspec.test, with certificate client; our server in mode "
		"RequestClientCert");
	ck_assert_str_eq(row(&cell, "control"),
		"good server accepted before and after; wrong-CA server trusted, so nothing is verified "
		"here");
	cell.client_credential = "none";
	ck_assert_ptr_nonnull(strstr(row(&cell, "configured"), "with no certificate"));
}
END_TEST

/* Who refused, and with which alert. */
START_TEST(test_client_refusals_in_words)
{
	struct cell_result cell = client_cell();

	attempts[0].facts.data_received = 0;
	cell.observed = OUTCOME_REJECT;
	cell.alert = TLS_ALERT_CERTIFICATE_EXPIRED;
	cell.alert_from = PARTY_CLIENT;
	cell.by = "alert certificate_expired";
	ck_assert_str_eq(row(&cell, "observed"),
		"reject: alert certificate_expired from the client, our server got no application data");
	cell.alert_from = PARTY_SERVER;
	cell.by = "alert certificate_required of our server, and then exit status 56";
	ck_assert_str_eq(row(&cell, "observed"),
		"reject: alert certificate_required of our server, and then exit status 56, our server got "
		"no application data");
}
END_TEST

/* A server's cell says nothing of this. */
START_TEST(test_server_cell_in_words)
{
	struct cell_result cell = client_cell();

	cell.side = SIDE_SERVER;
	ck_assert_str_eq(row(&cell, "configured"), "");
	ck_assert_str_eq(row(&cell, "server"), "");
	ck_assert_ptr_null(strstr(row(&cell, "observed"), "our server"));
	ck_assert_ptr_nonnull(strstr(row(&cell, "control"), "good client"));
}
END_TEST

START_TEST(test_page_shows_both_legs)
{
	struct cell_result cell = client_cell();
	struct scenario_info scenario = {.id = "a", .title = "A"};
	struct target_info target = {.name = "curl", .title = "curl"};
	struct run_result run = {.plan = {.scenarios = &scenario,
								 .scenario_count = 1,
								 .targets = &target,
								 .target_count = 1},
		.cells = &cell,
		.cell_count = 1,
		.end = {.counts = {[VERDICT_FAIL] = 1}},
		.has_end = true};
	SCOPED_BUF page;

	buf_init(&page, REPORT_MAX);
	html_write(&page, &run);
	ck_assert_ptr_nonnull(strstr(buf_text(&page),
		"our server: 2 connections, our certificate as meant, its certificate as configured, 77 "
		"bytes of application data"));
	ck_assert_ptr_nonnull(strstr(buf_text(&page), "its other end: exit status 9"));
	ck_assert_ptr_nonnull(strstr(buf_text(&page), "curl: (9) &lt;no&gt;"));
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"client_side",
			{test_client_cell_in_words, test_client_refusals_in_words, test_server_cell_in_words,
				test_page_shows_both_legs}},
	};

	return unit_run("client", cases, COUNT_OF(cases));
}
