#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "target_fixture.h"

/* A wrong file and a part of what must be said about it. */
struct refusal {
	const char *yaml;
	const char *template; /* conf.in, or NULL */
	const char *said;
};

static void refuse(const struct refusal *refusals, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct target_fixture f;

		fixture_open(&f, refusals[i].yaml);
		if (refusals[i].template)
			fixture_write(&f, "conf.in", refusals[i].template);
		ck_assert_msg(fixture_read(&f) == NULL, "taken: %s", refusals[i].yaml);
		ck_assert(diag_failed(&f.diag));
		fixture_expect(&f, refusals[i].said);
		fixture_close(&f);
	}
}

static void check_lists(const struct target *target)
{
	ck_assert_uint_eq(target->args.count, 3);
	ck_assert_uint_eq(target->need_count, 1);
	ck_assert_str_eq(target->needs[0].what, "a shell");
	ck_assert_str_eq(target->needs[0].args.items[1], "true");
	ck_assert_ptr_null(target->lacks);
	ck_assert_uint_eq(target->version_args.count, 1);
	ck_assert_str_eq(target->version_after, "sample/");
	ck_assert_uint_eq(target->environment.count, 1);
	ck_assert_uint_eq(target->file_count, 1);
	ck_assert_str_eq(target->files[0].text, "w=${workers} ${mode.verify} ${tls}");
	ck_assert_uint_eq(target->refuses_by.count, 3);
	ck_assert_str_eq(target->crash_marks.items[0], "died");
	ck_assert_uint_eq(target->deviation_count, 3);
	ck_assert_str_eq(target->deviations[1].cells, "b*");
	ck_assert_int_eq(target->deviations[1].observed, OUTCOME_ACCEPT);
	ck_assert_str_eq(target->deviations[1].link, "l");
	ck_assert_int_eq(target->deviations[2].observed, OUTCOME_REJECT);
	ck_assert_ptr_null(target->deviations[2].link);
	ck_assert_uint_eq(target->deviations[2].place.line, 22);
}

START_TEST(test_reads_every_key)
{
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, WHOLE_FILE);
	fixture_write(&f, "conf.in", "w=${workers} ${mode.verify} ${tls}");
	target = fixture_read(&f);
	if (!target)
		fixture_expect(&f, "nothing");
	ck_assert_str_eq(target->name, "sample");
	ck_assert_str_eq(target->title, "A sample");
	ck_assert(target->sides[SIDE_SERVER] && !target->sides[SIDE_CLIENT]);
	ck_assert_ptr_nonnull(target->program_path);
	ck_assert_str_eq(target->install_hint, "apt-get install sh");
	check_lists(target);
	ck_assert_int_eq(target->stop_signal, SIGQUIT);
	ck_assert_int_eq(target_reload_signal(&target->reload), SIGUSR2);
	ck_assert_str_eq(target->reload.done.items[0], "new ones");
	ck_assert_double_eq(target->rate, 2.5);
	ck_assert_int_eq(target->start_timeout_ms, 700);
	ck_assert_int_eq(target->stop_timeout_ms, 800);
	ck_assert(target_speaks(target, TLS_1_3) && !target_speaks(target, TLS_1_2));
	ck_assert_ptr_null(target->connect_host);
	ck_assert(!target->takes_defects);
	fixture_close(&f);
}
END_TEST

START_TEST(test_defaults)
{
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, LEAST);
	target = fixture_read(&f);
	ck_assert_ptr_nonnull(target);
	ck_assert(target->sides[SIDE_SERVER] && !target->sides[SIDE_CLIENT]);
	ck_assert_int_eq(target->stop_signal, SIGTERM);
	ck_assert(!target_can_reload(&target->reload));
	ck_assert_double_eq(target->rate, 0);
	ck_assert_int_eq(target->start_timeout_ms, 5000);
	ck_assert_int_eq(target->stop_timeout_ms, 0);
	ck_assert(target->modes[AUTH_NO_CLIENT_CERT].given);
	ck_assert(!target->modes[AUTH_REQUEST_CLIENT_CERT].given);
	ck_assert(target_speaks(target, TLS_1_2) && target_speaks(target, TLS_1_3));
	ck_assert_ptr_null(target_find_feature(target, "crl"));
	fixture_close(&f);
}
END_TEST

START_TEST(test_tls_that_is_left_out_is_not_spoken)
{
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, LEAST "tls: {tls1.2: v12}\n");
	target = fixture_read(&f);
	ck_assert(target_speaks(target, TLS_1_2));
	ck_assert(!target_speaks(target, TLS_1_3));
	ck_assert(target_speaks(target, TLS_1_1));
	fixture_close(&f);
}
END_TEST

/* The field table names the modes by hand: every mode must be readable, and only as itself. */
START_TEST(test_every_mode_can_be_named)
{
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		struct target_fixture f;
		struct target *target;

		fixture_open(&f, NULL);
		fixture_write(&f, "target.yaml",
			arena_printf(&f.arena, "title: t\nprogram: sh\nmodes: {%s: {setting: s}}\n",
				auth_mode_words[mode]));
		target = fixture_read(&f);
		ck_assert_ptr_nonnull(target);
		for (int other = 0; other < AUTH_MODE_COUNT; other++)
			ck_assert_int_eq(target->modes[other].given, other == mode);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_every_stop_signal)
{
	static const struct {
		const char *word;
		int number;
	} signals[] = {{"TERM", SIGTERM}, {"INT", SIGINT}, {"QUIT", SIGQUIT}, {"HUP", SIGHUP},
		{"USR1", SIGUSR1}, {"USR2", SIGUSR2}};

	for (size_t i = 0; i < COUNT_OF(signals); i++) {
		struct target_fixture f;

		fixture_open(&f, NULL);
		fixture_write(
			&f, "target.yaml", arena_printf(&f.arena, LEAST "stop_signal: %s\n", signals[i].word));
		ck_assert_int_eq(fixture_read(&f)->stop_signal, signals[i].number);
		fixture_close(&f);
	}
}
END_TEST

/* A key without a line of documentation would be a hole in the generated JSON Schema. */
static void check_documented(const struct schema *schema)
{
	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];

		ck_assert_msg(field->kind == FIELD_PART || (field->doc && *field->doc), "%s.%s",
			schema->name, field->name);
		ck_assert_int_eq(field->kind == FIELD_STRUCT || field->kind == FIELD_STRUCTS ||
				field->kind == FIELD_PART || (field->takes & (TAKES_MAP | TAKES_MAPS)),
			field->fields != NULL);
		if (field->fields)
			check_documented(field->fields);
	}
}

START_TEST(test_every_key_is_documented)
{
	check_documented(&target_schema);
}
END_TEST

START_TEST(test_wrong_keys)
{
	static const struct refusal refusals[] = {
		{LEAST "titel: x\n", NULL, "target.yaml:5:1: error: unknown key 'titel'"},
		{LEAST "titel: x\n", NULL, "did you mean 'title'"},
		{LEAST "vhosts: []\n", NULL, "unknown key 'vhosts'"},
		{"program: sh\nmodes: {}\n", NULL, "missing key 'title'"},
		{"title: x\nprogram: sh\n", NULL, "missing key 'modes'"},
		{"title: x\nmodes: {}\n", NULL, "neither 'program' nor 'connect'"},
		{LEAST "rate: 0\n", NULL, "'rate' must be connections per second, from 0.01 to 10000"},
		{LEAST "rate: [1]\n", NULL, "'rate' must be connections per second"},
		{LEAST "start_timeout_ms: 5\n", NULL, "between 100 and 600000"},
		{LEAST "stop_signal: TREM\n", NULL, "did you mean 'TERM'"},
		{LEAST "reload: {signal: HUPP, done: x}\n", NULL, "did you mean 'HUP'"},
		{LEAST "reload: {signal: HUP}\n", NULL, "missing key 'done'"},
		{LEAST "reload: {done: x}\n", NULL, "'reload' needs one of signal, command, rewrite"},
		{LEAST "reload: {watches: true, signal: HUP, done: x}\n", NULL, "'reload' needs one of"},
		{LEAST "reload: {rewrite: x.conf, done: x}\n", NULL, "'x.conf' is none of its 'files'"},
		{LEAST "reload: {command: ['${nothing}']}\n", NULL, "nothing"},
		{LEAST "reload: {unsupported: x, watches: true}\n", NULL, "'unsupported' beside a way"},
		{LEAST "reload: {signal: HUP, done: \"a\\nb\"}\n", NULL, "'done' holds a line break"},
		{LEAST "needs: [{what: x}]\n", NULL, "target.yaml:5:9: error: missing key 'args'"},
		{LEAST "needs: [{args: [-v]}]\n", NULL, "missing key 'what'"},
		{LEAST "needs: [{what: x, args: []}]\n", NULL, "target.yaml:5:25: error: "},
		{LEAST "needs: [{what: \"a\\nb\", args: [-v]}]\n", NULL,
			"target.yaml:5:16: error: 'what' holds a line break"},
		{LEAST "needs: [{what: x, args: [-c, \"${dir}/x\"]}]\n", NULL,
			"target.yaml:5:30: error: 'needs' is looked at before"},
		{"title: x\nconnect: a:1\nmodes: {}\nneeds: [{what: x, args: [-v]}]\n", NULL,
			"target.yaml:4:16: error: 'needs' is asked of a program"},
		{LEAST "sides: [servr]\n", NULL, "target.yaml:5:9: error: unknown side 'servr'"},
		{LEAST "tls: {tls1.4: x}\n", NULL, "unknown key 'tls1.4'"},
		{LEAST "server_name: a.test\n", NULL,
			"target.yaml:5:14: error: 'server_name' is for what runs"},
		{LEAST "host: a.test\n", NULL, "target.yaml:5:7: error: 'host' is for what runs already"},
		{"title: x\nconnect: a:1\nserver_name: 'a b'\nmodes: {}\n", NULL,
			"target.yaml:3:14: error: 'a b' is neither a DNS name"},
		{"title: x\nconnect: a:1\nhost: \"a\\r\\nb\"\nmodes: {}\n", NULL, "can't be a Host header"},
		{LEAST "connect: localhost:1\n", NULL, "target.yaml:5:10: error: 'connect' is for"},
		{"title: x\nconnect: nowhere\nmodes: {}\n", NULL, "'nowhere' is no HOST:PORT"},
		{LEAST "refuses_by: [http 200]\n", NULL, "unknown way of refusing 'http 200'"},
		{LEAST "refuses_by: [http 100]\n", NULL, "unknown way of refusing 'http 100'"},
		{LEAST "refuses_by: [http 600]\n", NULL, "unknown way of refusing 'http 600'"},
		{LEAST "refuses_by: [alerts]\n", NULL, "did you mean 'alert'"},
		{LEAST "environment: {'A=B': x}\n", NULL, "is no name of a variable"},
		{"[]\n", NULL, "must be a map"},
		{"", NULL, "target.yaml"},
	};

	refuse(refusals, COUNT_OF(refusals));
}
END_TEST

START_TEST(test_all_errors_in_one_pass)
{
	struct target_fixture f;

	fixture_open(&f, LEAST "args: [\"${prot}\"]\nsides: nowhere\nrefuses_by: shouting\n");
	ck_assert_ptr_null(fixture_read(&f));
	ck_assert_uint_eq(f.diag.count, 3);
	fixture_close(&f);
}
END_TEST

START_TEST(test_wrong_templates)
{
	static const struct refusal refusals[] = {
		{LEAST "files: [{name: c, from: conf.in}]\n", "ok\n  listen ${prot};\n",
			"conf.in:2:10: error: unknown name '${prot}'"},
		{LEAST "files: [{name: c, from: conf.in}]\n", "ok\n  listen ${prot};\n",
			"did you mean 'port'"},
		{LEAST "files: [{name: c, from: conf.in}]\n", "a ${port", "conf.in:1:3: error"},
		{LEAST "files: [{name: c, from: conf.in}]\n", "${mode.verify}",
			"unknown name '${mode.verify}'"},
		{LEAST "args: [\"-p${porte}\"]\n", NULL, "target.yaml:5:"},
		{LEAST "environment: {A: \"${dirr}\"}\n", NULL, "unknown name '${dirr}'"},
		{LEAST "values: {a: \"${crl}\"}\n", NULL, "unknown name '${crl}'"},
		{LEAST "values: {port: x}\n", NULL, "the name 'port' is taken already"},
		{LEAST "values: {'A-B': x}\n", NULL, "can't be a name in a template"},
		{LEAST "features: [{name: crl, values: {a: \"${mode.x}\"}}]\n", NULL,
			"unknown name '${mode.x}'"},
		{LEAST "features: [{name: crl}, {name: crl}]\n", NULL, "a second feature 'crl'"},
		{LEAST "features: [{name: a, values: {v: x}}, {name: b, values: {v: x}}]\n", NULL,
			"the name 'v' is taken already"},
	};

	refuse(refusals, COUNT_OF(refusals));
}
END_TEST

START_TEST(test_wrong_modes)
{
#define HEAD "title: t\nprogram: sh\nmodes:\n"
	static const struct refusal refusals[] = {
		{HEAD "  RequireClientCert: {setting: x}\n", NULL, "unknown key 'RequireClientCert'"},
		{HEAD "  RequestClientCrt: {setting: x}\n", NULL, "did you mean 'RequestClientCert'"},
		{HEAD "  NoClientCert: {}\n", NULL, "NoClientCert needs 'setting'"},
		{HEAD "  NoClientCert: {setting: x, unsupported: y}\n", NULL, "which?"},
		{HEAD "  NoClientCert: {setting: x, values: {v: \"${nam}\"}}\n", NULL, "'${nam}'"},
		{HEAD "  NoClientCert: {setting: x, values: {'V': y}}\n", NULL, "can't be a name"},
		{HEAD "  NoClientCert: {setting: x, values: {v: y}}\n"
			  "  RequestClientCert: {setting: x}\n",
			NULL, "target.yaml:5:22: error: RequestClientCert lacks the value 'v'"},
	};
#undef HEAD

	refuse(refusals, COUNT_OF(refusals));
}
END_TEST

START_TEST(test_wrong_deviations)
{
#define DEVIATION(cells) LEAST "deviations: [{cells: '" cells "', observed: reject, reason: r}]\n"
	static const struct refusal refusals[] = {
		{DEVIATION("a@other:NoClientCert/tls1.3"), NULL, "name 'sample'"},
		{DEVIATION("a@sample:NoClientCrt/tls1.3"), NULL, "did you mean 'NoClientCert'"},
		{DEVIATION("a@sample:RequestClientCert/*"), NULL, "a mode that it supports"},
		{DEVIATION("a@sample:NoClientCert/tls1.4"), NULL, "can match no cell"},
		{DEVIATION("a/b"), NULL, "its form is scenario@target:Mode/tls1.3"},
		{LEAST "deviations: [{cells: '*', observed: either, reason: r}]\n", NULL, "'either'"},
		{LEAST "deviations: [{cells: '*', observed: reject}]\n", NULL, "missing key 'reason'"},
	};
#undef DEVIATION

	refuse(refusals, COUNT_OF(refusals));
}
END_TEST

START_TEST(test_wrong_files)
{
	static const struct refusal refusals[] = {
		{LEAST "files: [{name: c, from: none.in}]\n", NULL, "target.yaml:5:25: error: cannot read"},
		{LEAST "files: [{name: ../c, from: conf.in}]\n", "x", "'../c' is no plain file name"},
		{LEAST "files: [{name: c, from: conf.in}, {name: c, from: conf.in}]\n", "x",
			"a second file 'c'"},
		{LEAST "files: [{name: c, from: .}]\n", NULL, "is a directory"},
	};

	refuse(refusals, COUNT_OF(refusals));
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"read", {test_reads_every_key, test_defaults, test_tls_that_is_left_out_is_not_spoken}},
		{"words",
			{test_every_mode_can_be_named, test_every_stop_signal, test_every_key_is_documented}},
		{"keys", {test_wrong_keys, test_all_errors_in_one_pass}},
		{"templates", {test_wrong_templates}},
		{"modes", {test_wrong_modes}},
		{"deviations", {test_wrong_deviations}},
		{"files", {test_wrong_files}},
		identity_file_case(),
		asked_case(),
		find_case(),
		address_case(),
		program_case(),
		render_case(),
		directives_case(),
		directive_choice_case(),
		like_case(),
		log_case(),
		client_case(),
		command_case(),
		installed_case(),
		version_case(),
		setup_case(),
		paths_case(),
		answers_case(),
		reply_case(),
		built_in_case(),
	};

	return unit_run("target", cases, COUNT_OF(cases));
}
