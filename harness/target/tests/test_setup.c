/* Targets with more ports, names and certificates than the usual ones. */
#include "target_fixture.h"
#include "target_hosts.h"

static const char whole[] =
	LEAST "listeners: [{name: plain, plain: true}, {name: tls-only, mode: "
		  "RequestClientCert}, {name: same}]\n"
		  "hosts: [{name: open.test, mode: RequireAnyClientCert}, {role: home, "
		  "name: home.test}]\n"
		  "credentials: [server-deep]\n"
		  "authorities: [client-root]\n"
		  "bundles: [two-cas]\n"
		  "control: {client: client-rsa, server_root: other-root}\n"
		  "serves_file: /index.html\n"
		  "scenarios: [tutorials/]\n"
		  "args: [\"${port.plain} ${port.tls-only} "
		  "${credential.server-deep.chain} "
		  "${credential.server-deep.key} ${credential.server-deep.both} "
		  "${credential.server-deep.encrypted_key} ${passphrase_file} "
		  "${authority.client-root.cert} ${authority.client-root.crl} "
		  "${bundle.two-cas.cert} ${bundle.two-cas.crl} "
		  "${mark} ${host.home.name} ${host.home.backend_port}\"]\n";

START_TEST(test_setup_reads)
{
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, whole);
	target = fixture_read(&f);
	if (!target)
		fixture_expect(&f, "nothing");
	ck_assert_uint_eq(target->setup.listeners.count, 3);
	ck_assert_int_eq(target_find_listener(target, "tls-only"), 1);
	ck_assert_int_eq(target_find_listener(target, "other"), -1);
	ck_assert(target_listener(target, 0)->plain && !target_listener(target, 1)->plain);
	ck_assert_str_eq(target->setup.control.client, "client-rsa");
	ck_assert_str_eq(target->setup.control.server_root, "other-root");
	ck_assert_str_eq(target->setup.serves_file, "/index.html");
	fixture_close(&f);
}
END_TEST

/* The name's mode before the port's, and that before the instance's. */
START_TEST(test_mode_of_a_place)
{
	static const struct {
		int listener;
		const char *sni;
		enum auth_mode mode;
	} rows[] = {
		{-1, NULL, AUTH_NO_CLIENT_CERT},
		{-1, "other.test", AUTH_NO_CLIENT_CERT},
		{-1, "open.test", AUTH_REQUIRE_ANY_CLIENT_CERT},
		{1, NULL, AUTH_REQUEST_CLIENT_CERT},
		{1, "open.test", AUTH_REQUIRE_ANY_CLIENT_CERT},
		{2, NULL, AUTH_NO_CLIENT_CERT},
		/* one without a mode is in that of the port */
		{-1, "home.test", AUTH_NO_CLIENT_CERT},
		{1, "home.test", AUTH_REQUEST_CLIENT_CERT},
	};
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, whole);
	target = fixture_read(&f);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_int_eq(target_mode_at(target, AUTH_NO_CLIENT_CERT, rows[i].listener, rows[i].sni),
			rows[i].mode);
	fixture_close(&f);
}
END_TEST

START_TEST(test_hosts_by_role)
{
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, whole);
	target = fixture_read(&f);
	ck_assert_uint_eq(target_host_count(target), 2);
	ck_assert_str_eq(target_hosts_name(target, "home"), "home.test");
	ck_assert_str_eq(target_hosts_name(target, "open"), "open");
	ck_assert_str_eq(target_hosts_name(target, "open.test"), "open.test");
	ck_assert_ptr_null(target_hosts_name(target, NULL));
	ck_assert_ptr_eq(target_hosts_find(target, "home"), target_hosts_find(target, "home.test"));
	ck_assert_ptr_null(target_hosts_find(target, NULL));
	fixture_close(&f);
}
END_TEST

START_TEST(test_setup_refused)
{
	static const struct {
		const char *yaml;
		const char *said;
	} rows[] = {
		{LEAST "listeners: [{name: A}]\n", "yaml:5:20: error: 'A' can't be a listener's name"},
		{LEAST "listeners: [{name: a}, {name: a}]\n", "yaml:5:31: error: a second listener 'a'"},
		{LEAST "listeners: [{name: a, plain: true, mode: NoClientCert}]\n",
			"yaml:5:42: error: without TLS there is no client-auth mode"},
		{LEAST "listeners: [{name: a, mode: NoClientCrt}]\n", "did you mean 'NoClientCert'"},
		{LEAST "listeners: [{plain: true}]\n", "missing key 'name' in listener"},
		{LEAST "listeners: [{name: a}, {name: b}, {name: c}, {name: d}, {name: e}, {name: f}, "
			   "{name: g}, {name: h}, {name: i}]\n",
			"yaml:5:12: error: more than 8 listeners"},
		{"title: x\nconnect: localhost:1\nmodes:\n  NoClientCert: {setting: off}\n"
		 "listeners: [{name: a}]\n",
			"yaml:5:12: error: 'listeners' are for targets that are launched"},
		{"title: x\nprogram: sh\nclient: {kind: program, args: [a]}\nlisteners: [{name: a}]\n",
			"yaml:4:12: error: 'listeners' are for targets that are servers"},
		{"title: x\nprogram: sh\nclient: {kind: program, args: [a]}\nserves_file: /a\n",
			"yaml:4:14: error: 'serves_file' is for servers"},
		{LEAST "hosts: [{name: a, mode: NoClientCert}, {name: a, mode: NoClientCert}]\n",
			"yaml:5:47: error: a second host 'a'"},
		{LEAST "hosts: [{name: a}]\n",
			"yaml:5:16: error: host 'a' has neither a 'mode' nor a 'role'"},
		{LEAST "hosts: [{mode: NoClientCert}]\n", "missing key 'name' in host"},
		{LEAST "hosts: [{name: a, role: b.c}]\n", "yaml:5:25: error: 'b.c' can't be a host's role"},
		{LEAST "hosts: [{name: a, role: localhost}]\n", "'localhost' can't be a host's role"},
		{LEAST "hosts: [{name: a, role: x}, {name: b, role: x}]\n",
			"yaml:5:45: error: a second host in the role 'x'"},
		{LEAST
			"hosts: [{name: a, role: r0}, {name: b, role: r1}, {name: c, role: r2}, {name: d, "
			"role: r3}, {name: e, role: r4}, {name: f, role: r5}, {name: g, role: r6}, {name: h, "
			"role: r7}, {name: i, role: r8}]\n",
			"more than 8 hosts"},
		{LEAST "args: [\"${host.open.name}\"]\n", "unknown name '${host.open.name}'"},
		{"title: x\nprogram: sh\nclient: {kind: program, args: [a]}\nhosts: [{name: a, role: "
		 "b}]\n",
			"yaml:4:16: error: 'hosts' are for targets that are servers"},
		{LEAST "serves_file: index.html\n", "yaml:5:14: error: 'index.html' is no path"},
		{LEAST "args: [\"${port.tls}\"]\n", "unknown name '${port.tls}'"},
		{LEAST "args: [\"${credential.server.key}\"]\n", "unknown name '${credential.server.key}'"},
		{LEAST "credentials: [server]\nargs: [\"${credential.server.kye}\"]\n",
			"did you mean 'credential.server.key'"},
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

struct unit_case setup_case(void)
{
	return (struct unit_case){
		"setup", {test_setup_reads, test_mode_of_a_place, test_hosts_by_role, test_setup_refused}};
}
