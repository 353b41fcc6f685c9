#include <jansson.h>
#include <string.h>

#include "buf.h"
#include "sample_doctor.h"
#include "structured_writers.h"
#include "unit.h"

START_TEST(test_doctor_json)
{
	const struct doctor_report report = sample_doctor();
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
	ck_assert(json_is_null(json_object_get(proxy, "needs")));
	ck_assert_str_eq(json_string_value(json_object_get(
						 json_array_get(json_object_get(root, "targets"), 1), "needs")),
		"a module");
	ck_assert(json_is_null(
		json_object_get(json_array_get(json_object_get(root, "targets"), 1), "place")));
	json_decref(root);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"doctor_json", {test_doctor_json}}};

	return unit_run("doctor_json", cases, COUNT_OF(cases));
}
