/* When to come again (RFC 9110 section 10.2.3). */
#include "retry_after.h"
#include "test_http.h"

START_TEST(retry_after_forms)
{
	/* the time of RFC 9110's examples, and seven seconds before it */
	const time_t now = 784111777 - 7;
	static const struct {
		const char *value;
		long seconds; /* -1: it is neither */
	} rows[] = {
		{"0", 0},
		{"120", 120},
		{"Sun, 06 Nov 1994 08:49:37 GMT", 7},
		{"Sunday, 06-Nov-94 08:49:37 GMT", 7},
		{"Sun Nov  6 08:49:37 1994", 7},
		{"Sun, 06 Nov 1994 08:49:00 GMT", 0},
		{"99999999999999999999999", __LONG_MAX__},
		{"", -1},
		{"-1", -1},
		{"1.5", -1},
		{"5 seconds", -1},
		{"soon", -1},
		{"Sun, 06 Nov 1994 08:49:37 CET", -1},
		{"Sun, 06 Nov 1994", -1},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		long seconds = -1;
		bool read = retry_after_read(&seconds, rows[i].value, now);

		ck_assert_msg(read == (rows[i].seconds >= 0), "%s", rows[i].value);
		ck_assert_msg(!read || seconds == rows[i].seconds, "%s: %ld", rows[i].value, seconds);
	}
}
END_TEST

struct unit_case retry_after_case(void)
{
	return (struct unit_case){"retry_after", {retry_after_forms}};
}
