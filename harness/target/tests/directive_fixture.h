#ifndef DIRECTIVE_FIXTURE_H
#define DIRECTIVE_FIXTURE_H
/* A target with `directives`, and what is found of them in its configuration. */
#include "target_fixture.h"

/* A server with one template and one argument, and these directives. */
static inline struct target *read_with(
	struct target_fixture *f, const char *directives, const char *conf)
{
	struct target *target;

	fixture_open(f, NULL);
	fixture_write(f, "target.yaml",
		arena_printf(&f->arena,
			"title: sample\nprogram: sh\nargs: [-c, conf, \"--deep=${port}\", --lax]\n"
			"files: [{name: conf, from: conf.in}, {name: other, from: other.in}]\n"
			"modes:\n  VerifyClientCertIfGiven: {setting: verify maybe, values: {block: "
			"\"a\\nb\"}}\n"
			"directives:\n%s",
			directives));
	fixture_write(f, "conf.in", conf);
	fixture_write(f, "other.in", "verify elsewhere\n");
	target = fixture_read(f);
	if (!target)
		fixture_expect(f, "nothing");
	return target;
}

static inline void render(
	struct rendered *out, struct target_fixture *f, const struct target *target)
{
	struct template_values environment;

	fixture_environment(&environment, f);
	ck_assert(target_render(
		out, &f->arena, &f->diag, target, AUTH_VERIFY_CLIENT_CERT_IF_GIVEN, NULL, 0, &environment));
}

static inline struct directive_fix find_asked(
	struct target_fixture *f, const struct target *target, struct directive_question *asked)
{
	struct rendered rendered;
	struct directive_fix fix;

	render(&rendered, f, target);
	asked->rendered = &rendered;
	ck_assert(target_directive_find(&fix, target, asked, &f->arena));
	return fix;
}

static inline struct directive_fix find(
	struct target_fixture *f, const struct target *target, enum directive_kind kind)
{
	struct directive_question asked = {
		.kind = kind, .mode = AUTH_VERIFY_CLIENT_CERT_IF_GIVEN, .let_in = true};
	struct directive_fix fix = find_asked(f, target, &asked);

	ck_assert_int_eq(fix.decides, kind);
	return fix;
}
#endif
