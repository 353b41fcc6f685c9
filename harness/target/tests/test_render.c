#include <check.h>
#include <string.h>

#include "target_fixture.h"

START_TEST(test_renders)
{
	static const char *const crl[] = {"crl"};
	struct target_fixture f;
	struct template_values environment;
	struct rendered out;
	struct target *target;

	fixture_open(&f, WHOLE_FILE);
	fixture_write(&f, "conf.in", "w=${workers} ${mode.verify} ${tls} ${mode} $x $${y}");
	target = fixture_read(&f);
	fixture_environment(&environment, &f);
	ck_assert(target_render(
		&out, &f.arena, &f.diag, target, AUTH_REQUEST_CLIENT_CERT, crl, 1, &environment));
	ck_assert_uint_eq(out.file_count, 1);
	ck_assert_str_eq(out.files[0].name, "conf");
	ck_assert_str_eq(out.files[0].text, "w=1 ask v13 RequestClientCert $x ${y}");
	ck_assert_str_eq(out.args[1], "<dir>/conf");
	ck_assert_str_eq(out.args[2], "crl=<client_crl>");
	ck_assert_ptr_null(out.args[3]);
	ck_assert_str_eq(out.environment[0], "PORT=<port>");
	ck_assert_ptr_null(out.environment[1]);
	fixture_close(&f);
}
END_TEST

START_TEST(test_empty_argument_is_dropped)
{
	struct target_fixture f;
	struct template_values environment;
	struct rendered out;
	struct target *target;

	fixture_open(&f, WHOLE_FILE);
	fixture_write(&f, "conf.in", "");
	target = fixture_read(&f);
	fixture_environment(&environment, &f);
	ck_assert(
		target_render(&out, &f.arena, &f.diag, target, AUTH_NO_CLIENT_CERT, NULL, 0, &environment));
	ck_assert_str_eq(out.args[0], "-c");
	ck_assert_ptr_null(out.args[2]);
	fixture_close(&f);
}
END_TEST

START_TEST(test_name_that_nobody_gave)
{
	struct target_fixture f;
	struct template_values environment;
	struct rendered out;
	struct target *target;

	fixture_open(&f, LEAST "files: [{name: c, from: conf.in}]\n");
	fixture_write(&f, "conf.in", "a\n${dir} ${defects}");
	target = fixture_read(&f);
	template_values_init(&environment, &f.arena);
	ck_assert(!target_render(
		&out, &f.arena, &f.diag, target, AUTH_NO_CLIENT_CERT, NULL, 0, &environment));
	ck_assert_uint_eq(f.diag.count, 1);
	fixture_expect(&f, "conf.in:2:1: error: unknown name '${dir}'");
	fixture_close(&f);
}
END_TEST

static bool has_name(const char *const *names, const char *name)
{
	while (*names && strcmp(*names, name) != 0)
		names++;
	return *names != NULL;
}

START_TEST(test_built_in_names)
{
	struct arena arena;
	const char *const *names;

	arena_init(&arena);
	names = target_names(&arena);
	for (size_t i = 1; names[i]; i++)
		ck_assert_str_lt(names[i - 1], names[i]);
	ck_assert(has_name(names, "nginx") && has_name(names, "reference") && has_name(names, "curl"));
	arena_finish(&arena);
}
END_TEST

/* All of the rendering in one text. */
static const char *text_of(struct target_fixture *f, const struct rendered *rendered)
{
	const char *all = "";

	for (size_t i = 0; i < rendered->file_count; i++)
		all = arena_printf(&f->arena, "%s%s\n", all, rendered->files[i].text);
	for (const char **arg = rendered->args; *arg; arg++)
		all = arena_printf(&f->arena, "%s%s\n", all, *arg);
	return all;
}

static void render_modes(
	struct target_fixture *f, const struct target *target, const char *const *features)
{
	struct template_values environment;

	fixture_environment(&environment, f);
	for (const char *const *name = target_setup_names(target, &f->arena); *name; name++)
		template_set(&environment, *name, arena_printf(&f->arena, "<%s>", *name));
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		struct rendered out;

		if (!target->modes[mode].given || target->modes[mode].unsupported)
			continue;
		ck_assert(target_render(&out, &f->arena, &f->diag, target, (enum auth_mode)mode, features,
			target->feature_count, &environment));
		ck_assert_msg(
			!target_find_feature(target, "crl") || strstr(text_of(f, &out), "<client_crl>"),
			"%s: the feature crl is not in its configuration", target->name);
	}
}

/* Every client is told which CA to trust, and shows its certificate where it has one. */
static void render_client(
	struct target_fixture *f, const struct target *target, const char *const *features)
{
	const char *all[10] = {TARGET_FEATURE_CLIENT_CERTIFICATE};
	struct template_values environment;
	struct rendered with;
	struct rendered without;

	template_values_init(&environment, &f->arena);
	for (const char *const *name = target_client_value_names; *name; name++)
		template_set(&environment, *name, arena_printf(&f->arena, "<%s>", *name));
	for (size_t i = 0; i < target->feature_count; i++)
		all[1 + i] = features[i];
	ck_assert(target_render_client(
		&with, &f->arena, &f->diag, target, TLS_1_3, all, 1 + target->feature_count, &environment));
	ck_assert_ptr_nonnull(strstr(text_of(f, &with), "<server_ca>"));
	ck_assert_ptr_nonnull(strstr(text_of(f, &with), "<client_"));
	ck_assert(target_render_client(
		&without, &f->arena, &f->diag, target, TLS_1_3, NULL, 0, &environment));
	ck_assert_msg(!strstr(text_of(f, &without), "<client_"), "%s has a certificate all the same",
		target->name);
}

/* Each shipped folder can be read, and rendered in every mode that it supports, with every
 * feature. */
START_TEST(test_built_in_targets)
{
	struct target_fixture f;

	fixture_open(&f, NULL);
	for (const char *const *name = target_names(&f.arena); *name; name++) {
		struct target *target = target_read(&f.arena, &f.diag, *name);
		const char *features[8];

		if (!target)
			fixture_expect(&f, "nothing at all");
		for (size_t i = 0; i < target->feature_count; i++)
			features[i] = target->features[i].name;
		if (target->client.given)
			render_client(&f, target, features);
		else
			render_modes(&f, target, features);
	}
	fixture_close(&f);
}
END_TEST

START_TEST(test_nginx_folder)
{
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, NULL);
	target = target_read(&f.arena, &f.diag, TEST_SOURCE_DIR "/harness/targets/nginx");
	ck_assert_ptr_nonnull(target);
	ck_assert_str_eq(target->name, "nginx");
	ck_assert_ptr_nonnull(target_find_feature(target, "crl"));
	ck_assert_str_eq(target->identity.facts[FACT_VERIFIED].lower_header, "x-ssl-client-verify");
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++)
		ck_assert_int_eq(target->modes[mode].approximates != NULL,
			mode == AUTH_REQUEST_CLIENT_CERT || mode == AUTH_REQUIRE_ANY_CLIENT_CERT);
	fixture_close(&f);
}
END_TEST

struct unit_case render_case(void)
{
	return (struct unit_case){
		"render", {test_renders, test_empty_argument_is_dropped, test_name_that_nobody_gave}};
}

struct unit_case built_in_case(void)
{
	return (struct unit_case){
		"built_in", {test_built_in_names, test_built_in_targets, test_nginx_folder}};
}
