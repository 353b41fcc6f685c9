/* What is asked for at a target that answers itself, and what its answers mean. */
#include <string.h>

#include "target_fixture.h"

#define RUNNING "title: x\nconnect: a:1\nmodes: {RequireAndVerifyClientCert: {setting: s}}\n"
#define LAUNCHED "title: x\nprogram: sh\nmodes: {RequireAndVerifyClientCert: {setting: s}}\n"

static struct target *read_text(struct target_fixture *f, const char *text)
{
	fixture_open(f, NULL);
	fixture_write(f, "target.yaml", text);
	return fixture_read(f);
}

START_TEST(test_keys)
{
	struct target_fixture f;
	struct target *target = read_text(&f,
		LAUNCHED "backend: none\npath: /api\nheaders: ['X-A: b', 'X-C: d']\n"
				 "accepted: [http 404, '401', hello]\nrefuses_by: [http 302, go away]\n");

	ck_assert_ptr_nonnull(target);
	ck_assert(target->answers.itself);
	ck_assert_str_eq(target->answers.path, "/api");
	ck_assert_uint_eq(target->answers.headers.count, 2);
	ck_assert_str_eq(target->answers.headers.items[1], "X-C: d");
	ck_assert_uint_eq(target->answers.accepted.count, 3);
	ck_assert_uint_eq(target->refuses_by.count, 2);
	fixture_close(&f);
	target = read_text(&f, RUNNING "accepted_if: {path: /api, says: ok}\n");
	ck_assert_ptr_nonnull(target);
	ck_assert_str_eq(target->answers.path, "/api");
	ck_assert_str_eq(target->answers.accepted.items[0], "ok");
	fixture_close(&f);
}
END_TEST

/* By what answers: our backend, the file that it serves, or itself. */
START_TEST(test_measured)
{
	static const struct {
		const char *text;
		bool alone; /* measured without our backend */
		bool behind; /* and with it behind what runs already */
	} rows[] = {
		{LAUNCHED, false, false},
		{LAUNCHED "backend: ours\n", false, false},
		{LAUNCHED "backend: none\n", true, true},
		{LAUNCHED "serves_file: /a\n", false, false},
		{RUNNING, true, false},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target_fixture f;
		const struct target *target = read_text(&f, rows[i].text);

		ck_assert_msg(target, "row %zu", i);
		ck_assert_msg(target_is_measured(target, false) == rows[i].alone, "row %zu", i);
		ck_assert_msg(target_is_measured(target, true) == rows[i].behind, "row %zu", i);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_wrong)
{
	static const char *const wrong[][2] = {
		{RUNNING "path: api\n", "yaml:4:7: error: 'api' is no path"},
		{RUNNING "headers: ['no header']\n", "is no header line"},
		{RUNNING "headers: ['Host: a']\n", "mtlspec's own"},
		{RUNNING "accepted: [close]\n", "is no answer"},
		{RUNNING "accepted: [http 99]\n", "is no status"},
		{RUNNING "accepted_if: {path: api, says: ok}\n", "yaml:4:21: error: 'api' is no path"},
		{RUNNING "accepted_if: {path: /api}\n", "missing key 'says'"},
		{RUNNING "path: /a\naccepted_if: {path: /api, says: ok}\n", "in one"},
		{RUNNING "backend: none\n", "--backend"},
		{RUNNING "backend: nothing\n", "one of: ours, none"},
		{RUNNING "serves_file: /a\n", "accepted_if: {path: /a, says: TEXT}"},
		{LAUNCHED "path: /a\n", "'backend: none'"},
		{LAUNCHED "accepted: [hello]\n", "'backend: none'"},
		{LAUNCHED "refuses_by: [go away]\n", "unknown way of refusing 'go away'"},
	};

	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct target_fixture f;

		ck_assert_msg(!read_text(&f, wrong[i][0]), "taken: %s", wrong[i][0]);
		fixture_expect(&f, wrong[i][1]);
		fixture_close(&f);
	}
}
END_TEST

struct unit_case answers_case(void)
{
	return (struct unit_case){"answers", {test_keys, test_measured, test_wrong}};
}
