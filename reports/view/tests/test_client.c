/* Cells whose target is the client, in words. */
#include <string.h>

#include "arena.h"
#include "explain.h"
#include "sample.h"
#include "unit.h"

static struct arena arena;
static struct attempt_result attempts[2];

/* It sent its request to an expired server, and then failed. */
static struct cell_result client_cell(void)
{
	arena_finish(&arena);
	arena_init(&arena);
	return sample_client(attempts);
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
	cell.first = "first verifying nobody";
	ck_assert_str_eq(row(&cell, "configured"),
		"to connect to server.mtlspec.test, first verifying nobody, then with certificate client; "
		"our server in mode RequestClientCert");
	/* it did not come so far as to try him again */
	cell.attempt_count = 1;
	ck_assert_str_eq(row(&cell, "control"),
		"good server accepted before; wrong-CA server trusted, so nothing is verified here");
	cell.client_credential = NULL;
	ck_assert_str_eq(row(&cell, "configured"), "");
	cell.client_presents_nothing = true;
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

/* Why the scenario matters is no reason for what our own server refused, nor for trouble. */
START_TEST(test_why_is_told_where_it_fits)
{
	struct cell_result cell = client_cell();

	ck_assert_str_eq(row(&cell, "why"), "w");
	cell.verdict = VERDICT_ERROR;
	ck_assert_str_eq(row(&cell, "why"), "");
	cell.verdict = VERDICT_FAIL;
	cell.expected = OUTCOME_ACCEPT;
	cell.observed = OUTCOME_REJECT;
	cell.alert = TLS_ALERT_UNKNOWN_CA;
	cell.alert_from = PARTY_CLIENT;
	ck_assert_str_eq(row(&cell, "why"), "w");
	cell.alert_from = PARTY_SERVER;
	ck_assert_str_eq(row(&cell, "why"), "");
}
END_TEST

/* Nor does it say why a mode that verifies nothing must let a bad certificate in. */
START_TEST(test_why_has_a_direction)
{
	struct cell_result cell = client_cell();

	cell.side = SIDE_SERVER;
	cell.expected = OUTCOME_ACCEPT;
	cell.observed = OUTCOME_REJECT;
	cell.mode = AUTH_REQUEST_CLIENT_CERT;
	cell.defect = "expired";
	ck_assert_ptr_nonnull(strstr(row(&cell, "why"), "verifies nothing"));
	ck_assert_str_eq(row(&cell, "rule"), "");
	cell.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT;
	ck_assert_str_eq(row(&cell, "why"), "w");
	cell.mode = AUTH_REQUEST_CLIENT_CERT;
	cell.defect = "";
	ck_assert_str_eq(row(&cell, "why"), "w");
	cell.defect = "expired";
	cell.expected = OUTCOME_REJECT;
	ck_assert_str_eq(row(&cell, "why"), "w");
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

int main(void)
{
	const struct unit_case cases[] = {
		{"client_side",
			{test_client_cell_in_words, test_client_refusals_in_words,
				test_why_is_told_where_it_fits, test_why_has_a_direction,
				test_server_cell_in_words}},
	};

	return unit_run("client", cases, COUNT_OF(cases));
}
