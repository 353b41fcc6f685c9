#include <string.h>
#include <jansson.h>

#include "buf.h"
#include "doctor_report.h"
#include "doctor_text.h"
#include "unit.h"

static const char *const versions[] = {"1.0", "2.0", NULL};

static struct doctor_check checks[] = {
	{"openssl", CHECK_OK, "OpenSSL 3", NULL},
	{"libcurl", CHECK_WARNING, "no HTTP/2", "speaks HTTP/1.1 only"},
};

static struct doctor_skip skips[] = {{"it has no crl", 2}, {"no word for it", 5}};

static struct doctor_target targets[] = {
	{.name = "proxy",
		.title = "A proxy",
		.side = SIDE_SERVER,
		.place = "/usr/sbin/proxy",
		.version = "2.0",
		.cached = versions,
		.install = "sh install",
		.modes = {{AUTH_NO_CLIENT_CERT, "supported", NULL},
			{AUTH_REQUEST_CLIENT_CERT, "approximated", "nearly"}},
		.mode_count = 2,
		.skips = skips,
		.skip_count = 2,
		.cells = 50},
	{.name = "client", .title = "A client", .side = SIDE_CLIENT, .install = "apt-get install it"},
};

static struct doctor_report sample(void)
{
	return (struct doctor_report){checks, COUNT_OF(checks), targets, COUNT_OF(targets)};
}

START_TEST(test_doctor_text)
{
	static const char wanted[] =
		"openssl  ok       OpenSSL 3\n"
		"libcurl  warning  no HTTP/2\n"
		"                  speaks HTTP/1.1 only\n"
		"\n"
		"proxy    ready    A proxy 2.0\n"
		"         side      server\n"
		"         place     /usr/sbin/proxy\n"
		"         cached    1.0\n"
		"                   2.0\n"
		"         modes     NoClientCert                supported\n"
		"                   RequestClientCert           approximated: nearly\n"
		"         skipped   2 of 50 cells: it has no crl\n"
		"                   5 of 50 cells: no word for it\n"
		"         install   sh install\n"
		"client   missing  A client\n"
		"         side      client\n"
		"         install   apt-get install it\n"
		"\n"
		"mtlspec doctor: 2 checks: 1 ok, 1 warning, 0 bad; 2 targets: 1 ready, 1 missing; exit 0\n";
	const struct doctor_report report = sample();
	SCOPED_BUF text;

	buf_init(&text, 64 * 1024);
	doctor_write_text(&text, &report, 0);
	ck_assert_str_eq(buf_text(&text), wanted);
}
END_TEST

START_TEST(test_doctor_json)
{
	const struct doctor_report report = sample();
	json_t *root;
	json_t *proxy;
	SCOPED_BUF text;

	buf_init(&text, 64 * 1024);
	doctor_write_json(&text, &report, 0);
	root = json_loads(buf_text(&text), JSON_REJECT_DUPLICATES, NULL);
	ck_assert_ptr_nonnull(root);
	ck_assert(json_is_true(json_object_get(root, "can_run")));
	ck_assert_uint_eq(json_array_size(json_object_get(root, "checks")), 2);
	proxy = json_array_get(json_object_get(root, "targets"), 0);
	ck_assert_str_eq(json_string_value(json_object_get(proxy, "place")), "/usr/sbin/proxy");
	ck_assert_uint_eq(json_array_size(json_object_get(proxy, "cached")), 2);
	ck_assert_str_eq(
		json_string_value(json_object_get(
			json_object_get(json_object_get(proxy, "modes"), "RequestClientCert"), "reason")),
		"nearly");
	ck_assert_int_eq(json_integer_value(json_object_get(
						 json_array_get(json_object_get(proxy, "skips"), 1), "cells")),
		5);
	ck_assert(json_is_null(
		json_object_get(json_array_get(json_object_get(root, "targets"), 1), "place")));
	json_decref(root);
}
END_TEST

/* A warning costs nothing; a bad check, or no target at all, does. */
START_TEST(test_can_run)
{
	struct doctor_check bad[] = {checks[0], {"loopback", CHECK_BAD, "none", "get one"}};
	struct doctor_report report = sample();

	ck_assert(doctor_can_run(&report));
	report.targets = targets + 1;
	report.target_count = 1;
	ck_assert(!doctor_can_run(&report));
	report = sample();
	report.checks = bad;
	ck_assert(!doctor_can_run(&report));
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"doctor", {test_doctor_text, test_doctor_json, test_can_run}}};

	return unit_run("doctor", cases, COUNT_OF(cases));
}
