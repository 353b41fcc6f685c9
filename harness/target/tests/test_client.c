#include "target_client.h"
#include "target_fixture.h"

#define CLIENT "title: c\nprogram: sh\nclient:\n  kind: program\n"

static struct target *read_yaml(struct target_fixture *f, const char *yaml)
{
	struct target *target;

	fixture_open(f, yaml);
	target = fixture_read(f);
	if (!target)
		diag_print(&f->diag, stderr);
	ck_assert_ptr_nonnull(target);
	return target;
}

static const char *render(struct target_fixture *f, const struct target *target,
	enum tls_version version, const char *const *features, size_t count)
{
	struct template_values environment;
	struct rendered out;
	const char *line = "";

	template_values_init(&environment, &f->arena);
	for (const char *const *name = target_client_value_names; *name; name++)
		template_set(&environment, *name, arena_printf(&f->arena, "<%s>", *name));
	ck_assert(target_render_client(
		&out, &f->arena, &f->diag, target, version, features, count, &environment));
	for (const char **arg = out.args; *arg; arg++)
		line = arena_printf(&f->arena, "%s %s", line, *arg);
	return out.input ? arena_printf(&f->arena, "%s < %s", line, out.input) : line;
}

START_TEST(test_reads_client)
{
	struct target_fixture f;
	struct target *target = read_yaml(&f,
		CLIENT "  args: [-a, '${url}']\n"
			   "  stdin: 'GET ${path}'\n"
			   "  success: [0, 8]\n"
			   "  cannot: [{what: ip-name, reason: no way}]\n");

	ck_assert(target->sides[SIDE_CLIENT] && !target->sides[SIDE_SERVER]);
	ck_assert(target->client.given && target->client.kind == CLIENT_PROGRAM);
	ck_assert(target->client.success[0] && target->client.success[8] && !target->client.success[1]);
	ck_assert_str_eq(target->client.cannot[NEED_IP_NAME], "no way");
	ck_assert_ptr_null(target->client.cannot[NEED_SNI]);
	ck_assert_str_eq(render(&f, target, TLS_1_3, NULL, 0), " -a <url> < GET <path>");
	fixture_close(&f);
}
END_TEST

START_TEST(test_arguments_that_depend)
{
	static const char *const on[] = {"client-certificate", "crl"};
	struct target_fixture f;
	struct target *target = read_yaml(&f,
		"title: c\nprogram: sh\ntls: {tls1.2: v12, tls1.3: v13}\nvalues: {quick: yes}\n"
		"features: [{name: crl, values: {list: 'crl=${server_crl}'}}]\n"
		"client:\n"
		"  kind: proxy\n"
		"  args: [-q, '${list}', {when: client-certificate, args: [-E, '${client_both}']},\n"
		"    {when: crl, args: -crl}, '${tls}', '${quick}', '${upstream_port}']\n");

	ck_assert_str_eq(
		render(&f, target, TLS_VERSION_NONE, NULL, 0), " -q v12 v13 yes <upstream_port>");
	ck_assert_str_eq(render(&f, target, TLS_1_2, on, 2),
		" -q crl=<server_crl> -E <client_both> -crl v12 yes <upstream_port>");
	ck_assert_str_eq(
		render(&f, target, TLS_1_1, on, 1), " -q -E <client_both> yes <upstream_port>");
	fixture_close(&f);
}
END_TEST

/* Arguments and files may stand at the top as well. */
START_TEST(test_top_level_parts)
{
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, CLIENT "args: ['-c${dir}/a']\nfiles: [{name: a, from: a.in}]\n");
	fixture_write(&f, "a.in", "${name}");
	target = fixture_read(&f);
	ck_assert_ptr_nonnull(target);
	ck_assert_uint_eq(target->file_count, 1);
	ck_assert_str_eq(render(&f, target, TLS_1_3, NULL, 0), " -c<dir>/a");
	ck_assert(target->client.success[0] && !target->client.success[1]);
	fixture_close(&f);
}
END_TEST

START_TEST(test_wrong_clients)
{
	static const struct {
		const char *yaml;
		const char *said;
	} rows[] = {
		{"title: c\nprogram: sh\nclient: {}\n", "missing key 'kind' in client"},
		{"title: c\nprogram: sh\nclient: {kind: proxies}\n", "did you mean 'proxy'?"},
		{CLIENT "  args: x\n", "'args' must be a list"},
		{CLIENT "  args: [{args: [a]}]\n", "missing key 'when' in args"},
		{CLIENT "  args: [{when: clr, args: [a]}]\n", "there is no such feature"},
		{CLIENT "  args: ['${urll}']\n", "unknown name '${urll}'"},
		{CLIENT "  args: ['${upstream_port}']\n", "unknown name '${upstream_port}'"},
		{CLIENT "  args: ['${backend_port}']\n", "unknown name '${backend_port}'"},
		{CLIENT "  stdin: '${x}'\n", "unknown name '${x}'"},
		{CLIENT "  success: [256]\n", "'256' is no exit status"},
		{CLIENT "  success: [-1]\n", "'-1' is no exit status"},
		{CLIENT "  cannot: [{what: snl, reason: r}]\n", "did you mean 'sni'?"},
		{CLIENT "  cannot: [{what: sni}]\n", "missing key 'reason'"},
		{CLIENT "  args: [a]\nargs: [b]\n", "'args' here and at the top level"},
		{CLIENT "sides: [server, client]\n", "with 'client' it plays that side and no other"},
		{CLIENT "modes: {NoClientCert: {setting: s}}\n", "'modes' say what a server does"},
		{LEAST "sides: [client]\n", "to play the client side the file needs 'client'"},
		{"title: c\nprogram: sh\n", "missing key 'modes' in target"},
		{"title: c\nconnect: a:1\nclient: {kind: proxy}\n", "'connect' is for servers"},
		{"title: c\nprogram: sh\nclient: {kind: proxy, args: ['${url}']}\n",
			"unknown name '${url}'"},
		{"title: c\nprogram: sh\nclient: {kind: proxy, stdin: x}\n", "'stdin' is for programs"},
		{"title: c\nprogram: sh\nclient: {kind: daemon, stdin: x}\n", "'stdin' is for programs"},
		{"title: c\nprogram: sh\nclient: {kind: daemon, success: 3}\n",
			"'success' is for programs"},
		{"title: c\nprogram: sh\nclient: {kind: daemon, args: ['${tls_proxy}']}\n",
			"unknown name '${tls_proxy}'"},
		{"title: c\nprogram: sh\nclient: {kind: daemon, args: ['${upstream_port}']}\n",
			"unknown name '${upstream_port}'"},
		{CLIENT "  args: ['${client_key}']\nfeatures: [{name: encrypted-key, values: {}}]\n",
			"nothing opens ${client_key} then"},
		{CLIENT "  args: ['${client_both}', '${client_key}', '${passphrase}']\n"
				"features: [{name: encrypted-key, values: {}}]\n",
			"not what is in ${client_both}"},
		{CLIENT "  args: ['${client_encrypted_key}', '${passphrase}']\n"
				"features: [{name: encrypted-key, values: {}}]\n",
			"it is ${client_key} that is encrypted then"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target_fixture f;

		fixture_open(&f, rows[i].yaml);
		ck_assert_msg(fixture_read(&f) == NULL, "taken: %s", rows[i].yaml);
		fixture_expect(&f, rows[i].said);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_every_need_has_a_word_and_can_be_read)
{
	for (int need = 0; need < CLIENT_NEED_COUNT; need++) {
		struct target_fixture f;
		char yaml[200];
		struct target *target;

		snprintf(yaml, sizeof(yaml), CLIENT "  cannot: [{what: %s, reason: r}]\n",
			client_need_words[need]);
		target = read_yaml(&f, yaml);
		for (int other = 0; other < CLIENT_NEED_COUNT; other++)
			ck_assert_int_eq(target->client.cannot[other] != NULL, other == need);
		fixture_close(&f);
	}
	ck_assert_ptr_null(client_need_words[CLIENT_NEED_COUNT]);
}
END_TEST

/* What a kind of client may use is a part of all that there is. */
START_TEST(test_names_of_kinds)
{
	for (int kind = 0; kind < CLIENT_KIND_COUNT; kind++) {
		for (const char *const *name = target_client_names((enum client_kind)kind); *name; name++) {
			const char *const *all = target_client_value_names;

			while (*all && strcmp(*all, *name) != 0)
				all++;
			ck_assert_msg(*all != NULL, "%s", *name);
		}
	}
}
END_TEST

/* The key of what it presents, and no other file, is another one with that feature. */
START_TEST(test_encrypted_key)
{
	static const char *const on[] = {"client-certificate", "encrypted-key"};

	for (const struct target_client_file *file = target_client_files; file->name; file++) {
		bool is_key = strcmp(file->name, "client_key") == 0;

		ck_assert_str_eq(target_client_file_suffix(file, on, 1), file->suffix);
		ck_assert_str_eq(
			target_client_file_suffix(file, on, 2), is_key ? "encrypted.key" : file->suffix);
	}
}
END_TEST

/* Wherever the name stands, the proxy must be there. */
START_TEST(test_uses)
{
	static const struct {
		const char *yaml;
		bool uses;
	} rows[] = {
		{CLIENT "  args: ['${url}', '${connect_proxy}']\n", false},
		{CLIENT "  args: ['--proxy=${tls_proxy}']\n", true},
		{CLIENT "  args: [{when: client-certificate, args: [a, '${tls_proxy}']}]\n", true},
		{CLIENT "  stdin: '${tls_proxy}'\n", true},
		{CLIENT "environment: {https_proxy: '${tls_proxy}'}\n", true},
		{CLIENT "values: {proxy: '${tls_proxy}'}\n", true},
		{CLIENT "features: [{name: crl, values: {proxy: '${tls_proxy}'}}]\n", true},
		{CLIENT "  files: [{name: a, from: a.in}]\n", true},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target_fixture f;
		const struct target *target;

		fixture_open(&f, rows[i].yaml);
		fixture_write(&f, "a.in", "proxy ${tls_proxy}");
		target = fixture_read(&f);
		ck_assert_msg(target, "row %zu", i);
		ck_assert_msg(target_client_uses(target, "${tls_proxy}") == rows[i].uses, "row %zu", i);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_command_is_split_as_by_a_shell)
{
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, NULL);
	target = target_from_command(&f.arena, &f.diag,
		"  /bin/sh -c 'a  b' \"c \\\" \\d\" e\\ f '' g'h'\"i\" ${url} ${client_cert} ");
	ck_assert_ptr_nonnull(target);
	ck_assert_str_eq(target->name, "sh");
	ck_assert_str_eq(target->program_path, "/bin/sh");
	ck_assert_str_eq(
		render(&f, target, TLS_1_3, NULL, 0), " -c a  b c \" \\d e f ghi <url> <client_cert>");
	ck_assert_ptr_null(target->client.cannot[NEED_CLIENT_CERTIFICATE]);
	ck_assert(target->client.success[0]);
	fixture_close(&f);
}
END_TEST

START_TEST(test_command_is_led_to_us)
{
	static const struct {
		const char *command;
		bool by_proxy;
		bool certificate;
		bool crl;
	} rows[] = {
		{"sh ${url}", true, false, false},
		{"sh ${url} ${client_both}", true, true, false},
		{"sh ${url} ${client_p12} ${passphrase_file}", true, true, false},
		{"sh ${host} ${port} ${server_crl}", false, false, true},
		{"sh -x ${connect_proxy} ${url}", false, false, false},
		{"sh -x ${tls_proxy} ${url}", false, false, false},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target_fixture f;
		struct target *target;

		fixture_open(&f, NULL);
		target = target_from_command(&f.arena, &f.diag, rows[i].command);
		ck_assert_ptr_nonnull(target);
		ck_assert_int_eq(target->environment.count > 0, rows[i].by_proxy);
		ck_assert_int_eq(
			target->client.cannot[NEED_CLIENT_CERTIFICATE] == NULL, rows[i].certificate);
		ck_assert_int_eq(
			target->client.cannot[NEED_NO_CLIENT_CERTIFICATE] != NULL, rows[i].certificate);
		ck_assert_int_eq(target_find_feature(target, "crl") != NULL, rows[i].crl);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_wrong_commands)
{
	static const char *const rows[][2] = {
		{"", "the command is empty"},
		{" \t", "the command is empty"},
		{"sh 'a ${url}", "a quote (') is open"},
		{"sh \"a ${url}", "a quote (\") is open"},
		{"sh ${urll} ${port}", "unknown name '${urll}'"},
		{"sh", "with neither ${url} nor ${port} it can't find our server"},
		{"no-such-program-here ${url}", "there is no program 'no-such-program-here'"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target_fixture f;

		fixture_open(&f, NULL);
		ck_assert_msg(
			target_from_command(&f.arena, &f.diag, rows[i][0]) == NULL, "taken: %s", rows[i][0]);
		fixture_expect(&f, rows[i][1]);
		fixture_close(&f);
	}
}
END_TEST

struct unit_case client_case(void)
{
	return (struct unit_case){"client",
		{test_reads_client, test_arguments_that_depend, test_top_level_parts, test_wrong_clients,
			test_every_need_has_a_word_and_can_be_read, test_names_of_kinds, test_encrypted_key,
			test_uses}};
}

struct unit_case command_case(void)
{
	return (struct unit_case){"command",
		{test_command_is_split_as_by_a_shell, test_command_is_led_to_us, test_wrong_commands}};
}
