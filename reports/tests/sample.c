#include "sample.h"

#include <string.h>

#include "buf.h"
#include "fatal.h"
#include "scoped.h"
#include "tally.h"

enum { RENDERED_MAX = 256 * 1024 * 1024 };

struct sample_scenario {
	const char *id;
	const char *title;
	const char *why;
	const char *rule;
	const char *credential;
	const char *defect;
	int alert;
	bool good;
};

static const struct sample_scenario scenarios[] = {
	{"chain/impostor-ca", "A certificate from an impostor CA",
		"A CA's name is no proof: only its key is. Whoever may choose a name must not gain entry.",
		"RFC 5280 6.1.3 (a)(1)", "client-impostor", "issuer has the right name and another key",
		TLS_ALERT_UNKNOWN_CA, false},
	{"client-certificate/expired", "An expired client certificate",
		"A lapsed certificate must stop working by itself, without anybody revoking it.",
		"RFC 5280 6.1.3 (a)(2)", "client-expired", "notAfter is one day ago",
		TLS_ALERT_CERTIFICATE_EXPIRED, false},
	{"client-certificate/good", "A good client certificate",
		"A rejection means something only where the good one is let in.", "RFC 8446 4.4.2",
		"client", "", TLS_ALERT_NONE, true},
	{"client-certificate/none", "No client certificate",
		"Where a certificate is required, leaving it out must not open the door.",
		"RFC 8446 4.4.2.4", NULL, "", TLS_ALERT_CERTIFICATE_REQUIRED, false},
	{"client-certificate/server-eku", "A server's certificate used as a client's",
		"A stolen server certificate must not also log in.", "RFC 5280 4.2.1.12",
		"client-server-eku", "extendedKeyUsage says serverAuth only", 43, false},
	{"revocation/revoked", "A revoked client certificate",
		"Revoking is of use only if somebody looks.", "RFC 5280 6.3", "client-revoked",
		"its serial number stands in the CRL", 44, false},
};

enum { SCENARIO_COUNT = COUNT_OF(scenarios), TARGET_COUNT = 2 };

/* What "client-expired" says: two certificates, the first with the defect. */
static void fill_credential(struct arena *arena, struct plan_result *plan)
{
	struct credential_info *info = ARENA_PUSH(arena, plan->credentials, plan->credential_count);

	*info = (struct credential_info){.name = "client-expired", .defect = "notAfter is one day ago"};
	for (int i = 0; i < 2; i++) {
		struct certificate_info *cert =
			ARENA_PUSH(arena, info->certificates, info->certificate_count);
		const struct certificate_fact facts[] = {
			{"subject", i ? "CN=issuing" : "CN=client", false},
			{"validity", "2026-01-01T00:00:00Z to 2026-02-01T00:00:00Z", i == 0},
			{"nameConstraints", NULL, false},
		};

		cert->facts = arena_memdup(arena, facts, sizeof(facts));
		cert->fact_count = COUNT_OF(facts);
	}
}

static void fill_plan(struct arena *arena, struct plan_result *plan)
{
	plan->program_version = "mtlspec 0.1.0";
	plan->openssl_version = "OpenSSL 3.0.17 1 Jul 2025";
	plan->command = "mtlspec run --target reference --target nginx --html index.html";
	plan->started = "2026-11-21T12:00:00Z";
	plan->scenarios = ARENA_ARRAY(arena, struct scenario_info, SCENARIO_COUNT);
	plan->scenario_count = SCENARIO_COUNT;
	for (size_t i = 0; i < SCENARIO_COUNT; i++) {
		struct scenario_info *info = &plan->scenarios[i];

		info->id = scenarios[i].id;
		info->title = scenarios[i].title;
		info->why = scenarios[i].why;
		info->file = arena_printf(arena, "scenarios/%s.yaml:1", scenarios[i].id);
		info->rules = ARENA_ARRAY(arena, const char *, 2);
		info->rules[0] = scenarios[i].rule;
		info->rules[1] = "RFC 8446 6.2";
		info->rule_count = 2;
	}
	plan->targets = ARENA_ARRAY(arena, struct target_info, TARGET_COUNT);
	plan->target_count = TARGET_COUNT;
	plan->targets[0] =
		(struct target_info){.name = "reference", .title = "built-in reference server"};
	plan->targets[1] = (struct target_info){
		.name = "nginx", .title = "nginx", .version = "1.22.1", .folder = "proxies/nginx"};
	fill_credential(arena, plan);
}

static void add_attempt(struct arena *arena, struct cell_result *cell, const char *role,
	const char *credential, bool accepted, bool by_alert)
{
	struct attempt_result *attempt = ARENA_PUSH(arena, cell->attempts, cell->attempt_count);
	struct observation *facts = &attempt->facts;
	uint64_t at = 0;

	attempt->role = role;
	attempt->driver = "tls";
	attempt->credential = credential;
	attempt->presents_nothing = !credential;
	attempt->outcome = accepted ? OUTCOME_ACCEPT : OUTCOME_REJECT;
	attempt->by = accepted ? "http 200" : by_alert ? "alert certificate_expired" : "http 400";
	observation_init(facts);
	facts->connected = true;
	facts->offered = facts->negotiated = cell->tls;
	facts->cipher = "TLS_AES_256_GCM_SHA384";
	facts->certificate_requested = cell->mode != AUTH_NO_CLIENT_CERT;
	facts->sent = facts->certificate_requested ? SENT_AS_MEANT : SENT_NOT_ASKED;
	facts->handshake_done = facts->server_trusted = facts->request_sent = true;
	facts->http_status = accepted ? 200 : by_alert ? 0 : 400;
	facts->token_echoed = facts->backend_saw = accepted;
	facts->backend_observed = true;
	facts->end = END_FIN;
	facts->duration_us = 1840;
	observation_note(facts, arena, at += 90, PARTY_CLIENT, "ClientHello", 517);
	observation_note(facts, arena, at += 420, PARTY_SERVER, "ServerHello", 122);
	observation_note(facts, arena, at += 20, PARTY_SERVER, "CertificateRequest", 93);
	observation_note(facts, arena, at += 10, PARTY_SERVER, "Certificate", 1012);
	observation_note(facts, arena, at += 300, PARTY_CLIENT, "Certificate", 987);
	observation_note(facts, arena, at += 10, PARTY_CLIENT, "Finished", 36);
	if (by_alert) {
		facts->alert = TLS_ALERT_CERTIFICATE_EXPIRED;
		facts->alert_from = PARTY_SERVER;
		observation_note(
			facts, arena, at += 300, PARTY_SERVER, "alert fatal certificate_expired", 2);
	} else {
		observation_note(
			facts, arena, at += 300, PARTY_SERVER, accepted ? "HTTP 200" : "HTTP 400", 312);
	}
	observation_note(facts, arena, at += 40, PARTY_NONE, "connection closed by target", 0);
}

static void judge_plainly(struct arena *arena, struct cell_result *cell,
	const struct sample_scenario *scenario, bool nginx)
{
	bool reject = !scenario->good && auth_mode_verifies(cell->mode);
	bool by_alert = reject && !nginx;

	cell->verdict = VERDICT_PASS;
	cell->expected = cell->observed = reject ? OUTCOME_REJECT : OUTCOME_ACCEPT;
	cell->expected_alert = reject ? scenario->alert : TLS_ALERT_NONE;
	cell->by = !reject ? "http 200"
		: nginx        ? "http 400"
					   : arena_printf(arena, "alert %s", tls_alert_name(scenario->alert));
	cell->alert = by_alert ? scenario->alert : TLS_ALERT_NONE;
	cell->alert_from = by_alert ? PARTY_SERVER : PARTY_NONE;
	if (reject && nginx)
		cell->deviation = "refused by http 400 where the RFC names an alert";
	add_attempt(arena, cell, "subject", scenario->credential, !reject, by_alert);
	if (!scenario->good)
		add_attempt(arena, cell, "again", scenario->credential, !reject, by_alert);
	add_attempt(arena, cell, "good client after", "client", true, false);
	cell->handshake_client = cell->backend_observed = true;
	cell->backend = !reject;
	cell->control = CONTROL_PASS;
	cell->wrong_ca = auth_mode_verifies(cell->mode) ? CONTROL_PASS : CONTROL_NONE;
	cell->duration_us = 4200 + (uint64_t)cell->mode * 13;
}

static void make_accepted(struct cell_result *cell)
{
	cell->observed = OUTCOME_ACCEPT;
	cell->by = "http 200";
	cell->backend = true;
	cell->deviation = NULL;
	cell->alert = TLS_ALERT_NONE;
	cell->alert_from = PARTY_NONE;
}

/* The cells that are not plain passes. mode AUTH_MODE_COUNT: all; tls TLS_VERSION_NONE: both. */
struct spoiled {
	const char *scenario;
	bool nginx;
	enum auth_mode mode;
	enum tls_version tls;
	enum verdict verdict;
	enum outcome observed;
	const char *reason;
};

static const struct spoiled spoils[] = {
	{"revocation/revoked", true, AUTH_MODE_COUNT, TLS_VERSION_NONE, VERDICT_SKIP, OUTCOME_NONE,
		"the target has no feature 'crl'"},
	{"client-certificate/expired", true, AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, TLS_1_3, VERDICT_FAIL,
		OUTCOME_ACCEPT, "a client with an expired certificate was let in"},
	{"client-certificate/server-eku", true, AUTH_REQUEST_CLIENT_CERT, TLS_1_3, VERDICT_XFAIL,
		OUTCOME_REJECT, "optional_no_ca forgives unknown CAs only, not a wrong purpose"},
	{"client-certificate/server-eku", true, AUTH_REQUEST_CLIENT_CERT, TLS_1_2, VERDICT_XPASS,
		OUTCOME_ACCEPT, "declared to be refused, but was accepted as the mode says"},
	{"client-certificate/none", true, AUTH_REQUIRE_ANY_CLIENT_CERT, TLS_VERSION_NONE, VERDICT_ERROR,
		OUTCOME_NONE, "the target ended with signal 11 before this cell was done"},
	{"client-certificate/none", false, AUTH_NO_CLIENT_CERT, TLS_1_3, VERDICT_NOT_RUN, OUTCOME_NONE,
		"interrupted before this cell"},
};

static bool is_spoiled(const struct spoiled *row, const struct cell_result *cell, bool nginx)
{
	return row->nginx == nginx && strcmp(row->scenario, cell->scenario) == 0 &&
		(row->mode == AUTH_MODE_COUNT || row->mode == cell->mode) &&
		(row->tls == TLS_VERSION_NONE || row->tls == cell->tls);
}

static void apply_spoil(struct arena *arena, struct cell_result *cell, const struct spoiled *row)
{
	cell->verdict = row->verdict;
	cell->observed = row->observed;
	cell->reason = row->reason;
	if (row->observed == OUTCOME_NONE)
		cell->by = cell->deviation = NULL;
	if (row->verdict == VERDICT_ERROR)
		cell->control = CONTROL_FAIL;
	if (row->verdict == VERDICT_XFAIL || row->verdict == VERDICT_XPASS)
		cell->link = "https://nginx.org/en/docs/http/ngx_http_ssl_module.html";
	if (row->verdict == VERDICT_SKIP || row->verdict == VERDICT_NOT_RUN) {
		cell->attempt_count = 0;
		cell->control = cell->wrong_ca = CONTROL_NONE;
		cell->backend_observed = cell->backend = cell->handshake_client = false;
	}
	if (row->verdict != VERDICT_FAIL)
		return;
	make_accepted(cell);
	cell->attempt_count = 0;
	cell->attempts = NULL;
	add_attempt(arena, cell, "subject", "client-expired", true, false);
	add_attempt(arena, cell, "again", "client-expired", true, false);
	add_attempt(arena, cell, "good client after", "client", true, false);
	cell->instance_log = "2026/11/21 12:00:01 [info] 7#7: *1 client <script>alert(1)</script>\n"
						 "2026/11/21 12:00:01 [warn] 7#7: *1 strange byte \\x1b[31m";
}

static void spoil(struct arena *arena, struct cell_result *cell, bool nginx)
{
	for (size_t i = 0; i < COUNT_OF(spoils); i++) {
		if (is_spoiled(&spoils[i], cell, nginx))
			apply_spoil(arena, cell, &spoils[i]);
	}
}

static void fill_cell(struct arena *arena, struct cell_result *cell,
	const struct sample_scenario *scenario, const char *target)
{
	bool nginx = strcmp(target, "nginx") == 0;

	cell->id = arena_printf(arena, "%s@%s:%s/%s", scenario->id, target, auth_mode_name(cell->mode),
		tls_version_name(cell->tls));
	cell->scenario = scenario->id;
	cell->target = target;
	cell->driver = "tls";
	cell->credential = scenario->credential;
	cell->presents_nothing = !scenario->credential;
	cell->defect = scenario->defect;
	cell->setting = nginx ? "ssl_verify_client on;" : NULL;
	cell->fix = nginx ? "ssl_verify_client, ssl_client_certificate, ssl_verify_depth" : NULL;
	cell->reproduce = arena_printf(arena, "mtlspec run --target %s --cell '%s'", target, cell->id);
	cell->reproduce_openssl = "openssl s_client -connect 127.0.0.1:8443 -cert client.pem";
	judge_plainly(arena, cell, scenario, nginx);
	spoil(arena, cell, nginx);
	if (nginx && cell->verdict == VERDICT_FAIL)
		cell->directive = (struct directive_fix){.decides = DIRECTIVE_VERIFICATION,
			.find = "ssl_verify_client",
			.should = "ssl_verify_client on;",
			.have = "ssl_verify_client optional;",
			.file = "nginx.conf",
			.line = 41};
}

static void finish_run(struct run_result *run)
{
	struct tally tally;

	tally_run(&tally, run);
	memcpy(run->end.counts, tally.verdicts, sizeof(run->end.counts));
	run->end.connections = tally.connections;
	run->end.exit_code = result_exit_code(tally.verdicts, false);
	run->end.duration_us = 1912345;
	run->has_end = true;
}

static void list_cells(struct arena *arena, struct run_result *run)
{
	run->plan.cells = ARENA_ARRAY(arena, const char *, run->cell_count);
	run->plan.cell_count = run->cell_count;
	for (size_t i = 0; i < run->cell_count; i++)
		run->plan.cells[i] = run->cells[i].id;
}

struct run_result *sample_run(struct arena *arena)
{
	struct run_result *run = ARENA_NEW(arena, struct run_result);

	fill_plan(arena, &run->plan);
	for (size_t t = 0; t < TARGET_COUNT; t++) {
		for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
			for (size_t s = 0; s < SCENARIO_COUNT * 2; s++) {
				struct cell_result *cell = ARENA_PUSH(arena, run->cells, run->cell_count);

				cell->mode = (enum auth_mode)mode;
				cell->tls = s % 2 ? TLS_1_3 : TLS_1_2;
				fill_cell(arena, cell, &scenarios[s / 2], run->plan.targets[t].name);
			}
		}
	}
	list_cells(arena, run);
	finish_run(run);
	return run;
}

struct run_result *sample_large(struct arena *arena, size_t count)
{
	struct run_result *run = ARENA_NEW(arena, struct run_result);
	struct run_result *small = sample_run(arena);

	run->plan = small->plan;
	run->plan.scenarios = ARENA_ARRAY(arena, struct scenario_info, count / small->cell_count + 1);
	run->plan.scenario_count = 0;
	run->cells = ARENA_ARRAY(arena, struct cell_result, count);
	run->cell_count = count;
	for (size_t i = 0; i < count; i++) {
		const struct cell_result *from = &small->cells[i % small->cell_count];
		struct scenario_info *info = &run->plan.scenarios[i / small->cell_count];

		if (i % small->cell_count == 0) {
			*info = small->plan.scenarios[0];
			info->id = arena_printf(arena, "large/scenario-%zu", i / small->cell_count);
			run->plan.scenario_count++;
		}
		run->cells[i] = *from;
		run->cells[i].scenario = info->id;
		run->cells[i].id = arena_printf(arena, "%s@%s:%s/%s/%zu", info->id, from->target,
			auth_mode_name(from->mode), tls_version_name(from->tls), i % small->cell_count);
		run->cells[i].driver = strrchr(run->cells[i].id, '/') + 1;
	}
	list_cells(arena, run);
	finish_run(run);
	return run;
}

void sample_spoil(struct arena *arena, struct run_result *run, const char *every)
{
	for (size_t i = 0; i < run->cell_count; i++) {
		struct cell_result *cell = &run->cells[i];

		cell->id = arena_printf(arena, "%s%s", cell->id, every);
		cell->reason = cell->deviation = cell->instance_log = cell->by = every;
		cell->directive.find = cell->directive.should = cell->directive.have = every;
		cell->directive.file = cell->directive.also = cell->directive.means = every;
		cell->directive.log = every;
		cell->directive.decides = DIRECTIVE_TRUST;
		cell->setting = cell->fix = cell->link = cell->reproduce = every;
		cell->credential = cell->defect = every;
		cell->presents_nothing = false;
	}
	for (size_t i = 0; i < run->plan.scenario_count; i++) {
		run->plan.scenarios[i].why = run->plan.scenarios[i].file = every;
		run->plan.scenarios[i].rules[0] = every;
	}
	run->plan.targets[0].version = run->plan.targets[1].version = every;
	run->plan.command = run->plan.program_version = run->plan.started = every;
}

char *sample_every_byte(struct arena *arena)
{
	char *every = arena_alloc(arena, 256);

	for (int byte = 1; byte < 256; byte++)
		every[byte - 1] = (char)byte;
	return every;
}

void sample_blame(struct run_result *run, const char *target)
{
	for (size_t i = 0; i < run->cell_count; i++) {
		struct cell_result *cell = &run->cells[i];

		cell->verdict = VERDICT_FAIL;
		if (strcmp(cell->target, target) == 0)
			cell->directive = (struct directive_fix){.decides = DIRECTIVE_VERIFICATION,
				.find = "ssl_verify_client",
				.should = "ssl_verify_client on;",
				.have = "ssl_verify_client optional;",
				.file = "nginx.conf",
				.line = 34};
	}
}

char *sample_render(struct arena *arena, void (*write)(struct buf *out, const struct view *view),
	const struct run_result *run)
{
	struct view view;
	SCOPED_BUF out;

	buf_init(&out, RENDERED_MAX);
	view_build(&view, arena, run);
	write(&out, &view);
	if (out.overflowed || strlen(buf_text(&out)) != out.len)
		FATAL("a report that is too large, or holds a NUL");
	return arena_strndup(arena, buf_text(&out), out.len);
}
