#include "plan_fixture.h"

#define PROGRAM                                                                                    \
	"title: p\nprogram: sh\nfeatures: [{name: crl, values: {}}]\n"                                 \
	"client:\n  kind: program\n  args: ['${url}', {when: crl, args: [-crl]}]\n"
#define PROXY                                                                                      \
	"title: x\nprogram: sh\n"                                                                      \
	"features: [{name: crl, values: {crl: 'crl ${server_crl}'}}]\n"                                \
	"client:\n  kind: proxy\n  args: ['${name}', '${crl}',\n"                                      \
	"    {when: client-certificate, args: ['${client_cert}']}]\n"

static struct scenario *client_scenario(struct plan_fixture *f, const char *id)
{
	struct scenario *scenario = fixture_scenario(f, id);

	scenario->side = SIDE_CLIENT;
	scenario->steps->server.present = "server";
	scenario->steps->server.name = SCENARIO_SERVER_NAME;
	scenario->steps->client.present = SCENARIO_GOOD_CLIENT;
	for (int mode = 1; mode < AUTH_MODE_COUNT; mode++)
		scenario->modes[mode] = false;
	return scenario;
}

static size_t instance_of(const struct plan_fixture *f, const char *id)
{
	const struct plan_cell *cell = fixture_cell(f, id);

	ck_assert_msg(!cell->skip_reason, "%s: %s", id, cell->skip_reason);
	return cell->instance;
}

/* A target plays one side, and meets the scenarios of that side; others are named, or left out. */
START_TEST(test_sides)
{
	static const char *const named[] = {"served", "met", NULL};
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "served");
	client_scenario(&f, "met");
	fixture_target(&f, "server", TWO_MODES);
	fixture_target(&f, "program", PROGRAM);
	fixture_plan(&f);
	for (size_t i = 0; i < f.plan->cell_count; i++)
		ck_assert_int_eq(f.plan->cells[i].target == f.targets[0],
			f.plan->cells[i].scenario->side == SIDE_SERVER);
	f.request.scenario_globs = named;
	fixture_plan(&f);
	ck_assert_str_eq(fixture_cell(&f, "met@server:NoClientCert/tls1.2")->skip_reason,
		"server does not play the client side");
	ck_assert_str_eq(fixture_cell(&f, "served@program:NoClientCert/tls1.2")->skip_reason,
		"program does not play the server side");
	fixture_close(&f);
}
END_TEST

/* The mode is our server's, so it makes no other instance. */
START_TEST(test_instances_are_shared)
{
	struct plan_fixture f;
	struct scenario *wanted;

	fixture_open(&f);
	wanted = client_scenario(&f, "a");
	wanted->modes[AUTH_REQUEST_CLIENT_CERT] = true;
	wanted->steps->expect[AUTH_REQUEST_CLIENT_CERT].connection.given = true;
	client_scenario(&f, "b")->steps->server.present = "server-expired";
	fixture_target(&f, "program", PROGRAM);
	fixture_target(&f, "proxy", PROXY);
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->cell_count, 12);
	ck_assert_uint_eq(f.plan->instance_count, 2);
	ck_assert_uint_eq(f.plan->instances[0].cell_count, 6);
	ck_assert_int_eq(f.plan->instances[0].side, SIDE_CLIENT);
	ck_assert_str_eq(f.plan->instances[0].client_credential, "client");
	ck_assert_uint_eq(f.plan->instances[0].feature_count, 1);
	ck_assert_str_eq(f.plan->instances[0].features[0], TARGET_FEATURE_CLIENT_CERTIFICATE);
	fixture_close(&f);
}
END_TEST

START_TEST(test_instances_are_distinct)
{
	static const char *const targets[] = {"program", "proxy"};
	struct plan_fixture f;

	fixture_open(&f);
	client_scenario(&f, "plain");
	client_scenario(&f, "none")->steps->client.present = NULL;
	client_scenario(&f, "other")->steps->client.present = "client-wrong-ca";
	client_scenario(&f, "name")->steps->server.name = "a.b.test";
	fixture_require(&f, client_scenario(&f, "crl"), "crl");
	client_scenario(&f, "control")->steps->server.control = "server-deep";
	client_scenario(&f, "bundle")->bundle = "two-server-cas";
	fixture_target(&f, "program", PROGRAM);
	fixture_target(&f, "proxy", PROXY);
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->instance_count, 14);
	for (size_t i = 0; i < COUNT_OF(targets); i++) {
		const char *none = arena_printf(&f.arena, "none@%s:NoClientCert/tls1.2", targets[i]);
		const struct plan_instance *instance = &f.plan->instances[instance_of(&f, none)];

		ck_assert_ptr_null(instance->client_credential);
		ck_assert_uint_eq(instance->feature_count, 0);
		instance = &f.plan->instances[instance_of(
			&f, arena_printf(&f.arena, "bundle@%s:NoClientCert/tls1.2", targets[i]))];
		ck_assert_str_eq(instance->bundle, "two-server-cas");
	}
	fixture_close(&f);
}
END_TEST

/* They may name files of the PKI, as those of servers. */
START_TEST(test_files_of_a_client)
{
	struct plan_fixture f;

	fixture_open(&f);
	client_scenario(&f, "a");
	fixture_target(&f, "program",
		"title: p\nprogram: sh\ncredentials: [client-rsa]\nauthorities: [other-root]\n"
		"bundles: [two-cas]\n"
		"client:\n  kind: program\n"
		"  args: ['${url}', '${authority.other-root.cert}', '${authority.other-root.crl}',\n"
		"    '${bundle.two-cas.cert}', '${bundle.two-cas.crl}',\n"
		"    '${credential.client-rsa.encrypted_key}']\n");
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->instance_count, 1);
	fixture_close(&f);
}
END_TEST

/* What a feature changes decides for a proxy, that it is on for a program. */
START_TEST(test_features_that_change_nothing)
{
	struct plan_fixture f;

	fixture_open(&f);
	client_scenario(&f, "plain");
	fixture_require(&f, client_scenario(&f, "free"), "free");
	fixture_target(&f, "proxy",
		"title: x\nprogram: sh\nfeatures: [{name: free}]\n"
		"client: {kind: proxy, args: ['${name}']}\n");
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->instance_count, 1);
	fixture_close(&f);
}
END_TEST

/* A daemon is launched, too: what its text says makes it another one. */
START_TEST(test_daemons)
{
	struct plan_fixture f;

	fixture_open(&f);
	client_scenario(&f, "plain");
	fixture_require(&f, client_scenario(&f, "free"), "free");
	fixture_require(&f, client_scenario(&f, "told"), "told");
	fixture_target(&f, "daemon",
		"title: x\nprogram: sh\nfeatures: [{name: free}, {name: told, values: {it: yes}}]\n"
		"client: {kind: daemon, args: ['${url}', '${it}']}\n");
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->instance_count, 2);
	ck_assert_uint_eq(instance_of(&f, "plain@daemon:NoClientCert/tls1.2"),
		instance_of(&f, "free@daemon:NoClientCert/tls1.3"));
	fixture_close(&f);
}
END_TEST

#define RELOADS "reload: {signal: HUP, done: x}\n"

/* What changes files has its instance alone; and the target must be there, and understand it. */
START_TEST(test_deeds)
{
	static const char *const named[] = {"waits", "reloads", NULL};
	struct plan_fixture f;
	struct scenario *scenario;

	fixture_open(&f);
	client_scenario(&f, "plain");
	client_scenario(&f, "waits")->steps->deed_place.line = 1;
	scenario = client_scenario(&f, "reloads");
	scenario->steps->deed_place.line = 1;
	scenario->steps->deed.reload = true;
	fixture_target(&f, "program", PROGRAM);
	fixture_target(&f, "proxy", PROXY);
	fixture_target(&f, "able", PROXY RELOADS);
	fixture_plan(&f);
	/* of each proxy one for what is plain in both versions, and one for each other cell */
	ck_assert_uint_eq(f.plan->instance_count, 1 + 3 + 5);
	ck_assert_ptr_null(
		f.plan->instances[instance_of(&f, "plain@able:NoClientCert/tls1.3")].only_for);
	ck_assert_str_eq(
		f.plan->instances[instance_of(&f, "reloads@able:NoClientCert/tls1.3")].only_for,
		"reloads@able:NoClientCert/tls1.3");
	ck_assert_str_eq(fixture_cell(&f, "reloads@proxy:NoClientCert/tls1.2")->skip_reason,
		"the target file of proxy does not say how it is made to read its files again (`reload`)");
	f.request.scenario_globs = named;
	fixture_plan(&f);
	ck_assert_str_eq(fixture_cell(&f, "waits@program:NoClientCert/tls1.2")->skip_reason,
		"program is started anew for each connection: its files can't change while it runs");
	fixture_close(&f);
}
END_TEST

/* A name of its own needs a control that is good under it: said, or what is to be accepted. */
START_TEST(test_controls)
{
	struct plan_fixture f;
	struct scenario *scenario;

	fixture_open(&f);
	scenario = client_scenario(&f, "accepted");
	scenario->steps->server.name = "a.b.test";
	scenario->steps->server.present = "server-deep";
	scenario = client_scenario(&f, "rejected");
	scenario->steps->server.name = "a.b.test";
	scenario->steps->expect[0].connection.outcome = OUTCOME_REJECT;
	client_scenario(&f, "usual");
	fixture_target(&f, "program", PROGRAM);
	fixture_plan(&f);
#define CONTROL(id) f.plan->instances[instance_of(&f, id "@program:NoClientCert/tls1.3")].control
	ck_assert_str_eq(CONTROL("accepted"), "server-deep");
	ck_assert_ptr_null(CONTROL("rejected"));
	ck_assert_ptr_null(CONTROL("usual"));
	fixture_close(&f);
}
END_TEST

#define NO_CERTIFICATE "  cannot: [{what: client-certificate, reason: it has none}]\n"

START_TEST(test_client_without_certificate)
{
	struct plan_fixture f;
	struct scenario *scenario;

	fixture_open(&f);
	scenario = client_scenario(&f, "any");
	scenario->modes[AUTH_REQUEST_CLIENT_CERT] = true;
	scenario->modes[AUTH_REQUIRE_ANY_CLIENT_CERT] = true;
	scenario = client_scenario(&f, "shown");
	scenario->modes[0] = false;
	scenario->modes[AUTH_REQUEST_CLIENT_CERT] = true;
	scenario->steps->presents = PRESENTS_CONFIGURED;
	fixture_target(&f, "program", PROGRAM NO_CERTIFICATE);
	fixture_plan(&f);
	ck_assert_ptr_null(fixture_cell(&f, "any@program:NoClientCert/tls1.3")->skip_reason);
	ck_assert_ptr_null(fixture_cell(&f, "any@program:RequestClientCert/tls1.3")->skip_reason);
	ck_assert_str_eq(fixture_cell(&f, "any@program:RequireAnyClientCert/tls1.3")->skip_reason,
		"program can't express this (client-certificate): it has none");
	ck_assert_ptr_nonnull(fixture_cell(&f, "shown@program:RequestClientCert/tls1.3")->skip_reason);
	ck_assert_ptr_null(f.plan->instances[0].client_credential);
	fixture_close(&f);
}
END_TEST

START_TEST(test_client_that_always_has_a_certificate)
{
	struct plan_fixture f;

	fixture_open(&f);
	client_scenario(&f, "with");
	client_scenario(&f, "without")->steps->client.present = NULL;
	fixture_target(
		&f, "t", PROGRAM "  cannot: [{what: no-client-certificate, reason: it is built in}]\n");
	fixture_plan(&f);
	ck_assert_ptr_null(fixture_cell(&f, "with@t:NoClientCert/tls1.3")->skip_reason);
	ck_assert_str_eq(fixture_cell(&f, "without@t:NoClientCert/tls1.3")->skip_reason,
		"t can't express this (no-client-certificate): it is built in");
	fixture_close(&f);
}
END_TEST

/* Each need is there in some cell, and not in the plainest one of the other version. */
START_TEST(test_needs)
{
	static const struct {
		const char *what;
		const char *name;
		bool needed12, needed13;
	} rows[] = {
		{"sni", "a.test", true, true},
		{"sni", "127.0.0.1", false, false},
		{"ip-name", "127.0.0.1", true, true},
		{"ip-name", "::1", true, true},
		{"ip-name", "a.test", false, false},
		{"trailing-dot", "a.test.", true, true},
		{"trailing-dot", "a.test", false, false},
		{"idn", "xn--bcher-kva.test", true, true},
		{"idn", "a.xn--bcher-kva.test", true, true},
		{"idn", "axn--b.test", false, false},
		{"tls1.2-only", "a.test", true, false},
		{"tls1.3-only", "a.test", false, true},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct plan_fixture f;

		fixture_open(&f);
		client_scenario(&f, "a")->steps->server.name = rows[i].name;
		fixture_target(&f, "t",
			arena_printf(&f.arena, PROGRAM "  cannot: [{what: %s, reason: r}]\n", rows[i].what));
		fixture_plan(&f);
		ck_assert_msg(
			(fixture_cell(&f, "a@t:NoClientCert/tls1.2")->skip_reason != NULL) == rows[i].needed12,
			"row %zu", i);
		ck_assert_msg(
			(fixture_cell(&f, "a@t:NoClientCert/tls1.3")->skip_reason != NULL) == rows[i].needed13,
			"row %zu", i);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_client_skips)
{
	struct plan_fixture f;

	fixture_open(&f);
	fixture_require(&f, client_scenario(&f, "crl"), "ocsp");
	fixture_target(&f, "t", PROGRAM "tls: {tls1.3: x}\n");
	fixture_plan(&f);
	ck_assert_str_eq(fixture_cell(&f, "crl@t:NoClientCert/tls1.3")->skip_reason,
		"t does not say that it has 'ocsp', which the scenario requires");
	ck_assert_str_eq(fixture_cell(&f, "crl@t:NoClientCert/tls1.2")->skip_reason,
		"the target file of t has no word for tls1.2");
	fixture_close(&f);
}
END_TEST

/* It is told the good server's name, whatever the one's that is meant; and has to be told. */
START_TEST(test_fronts)
{
	struct plan_fixture f;

	fixture_open(&f);
	client_scenario(&f, "a")->steps->path_place = (struct place){.line = 1};
	client_scenario(&f, "b");
	fixture_target(&f, "program", PROGRAM);
	fixture_target(&f, "proxy", PROXY);
	fixture_plan(&f);
	ck_assert_str_eq(fixture_cell(&f, "a@program:NoClientCert/tls1.2")->skip_reason,
		"program is no proxy: it has no front where somebody asks");
	ck_assert_ptr_null(fixture_cell(&f, "b@program:NoClientCert/tls1.2")->skip_reason);
	ck_assert_ptr_null(fixture_cell(&f, "a@proxy:NoClientCert/tls1.2")->skip_reason);
	fixture_close(&f);
}
END_TEST

START_TEST(test_redirect)
{
	struct plan_fixture f;
	struct scenario *scenario;

	fixture_open(&f);
	scenario = client_scenario(&f, "led");
	scenario->steps->server.name = "a.b.test";
	scenario->steps->server.present = "server-deep";
	scenario->steps->server.by_redirect = true;
	fixture_target(&f, "program", PROGRAM);
	fixture_target(&f, "proxy", PROXY);
	fixture_plan(&f);
	ck_assert_ptr_null(CONTROL("led"));
	ck_assert_str_eq(
		f.plan->instances[instance_of(&f, "led@program:NoClientCert/tls1.3")].server_name,
		SCENARIO_SERVER_NAME);
	ck_assert_str_eq(fixture_cell(&f, "led@proxy:NoClientCert/tls1.3")->skip_reason,
		"proxy is no program that is told where to go");
	fixture_close(&f);
}
END_TEST

struct unit_case clients_case(void)
{
	return (struct unit_case){"clients",
		{test_sides, test_instances_are_shared, test_instances_are_distinct, test_files_of_a_client,
			test_features_that_change_nothing, test_controls, test_daemons, test_deeds,
			test_client_without_certificate, test_client_that_always_has_a_certificate, test_needs,
			test_client_skips, test_fronts, test_redirect}};
}
