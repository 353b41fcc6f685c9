#include "event_fields.h"

#include <stdint.h>
#include <string.h>

#include "result.h"
#include "scoped.h"

_Static_assert(sizeof(size_t) == sizeof(uint64_t), "FIELD_COUNT reads both");
_Static_assert(sizeof(enum verdict) == sizeof(unsigned), "FIELD_WORD reads an unsigned");

/* The kind follows from the member's type, so that a row can't lie about it. */
#define KIND_OF(type, member)                                                                      \
	_Generic(((type *)0)->member,                                                                  \
		const char *: FIELD_TEXT,                                                                  \
		_Bool: FIELD_BOOL,                                                                         \
		int: FIELD_INT,                                                                            \
		unsigned: FIELD_UNSIGNED,                                                                  \
		size_t: FIELD_COUNT)
#define PLAIN(type, name, member, when)                                                            \
	{                                                                                              \
		.key = (name), .kind = KIND_OF(type, member), .presence = (when),                          \
		.at = offsetof(type, member)                                                               \
	}
#define WORD(type, name, member, when, list)                                                       \
	{                                                                                              \
		.key = (name), .kind = FIELD_WORD, .presence = (when), .at = offsetof(type, member),       \
		.words = (list)                                                                            \
	}
#define ALERT(type, name, member, when)                                                            \
	{                                                                                              \
		.key = (name), .kind = FIELD_ALERT, .presence = (when), .at = offsetof(type, member)       \
	}
#define BOOL_IF(type, name, member, known, when)                                                   \
	{                                                                                              \
		.key = (name), .kind = FIELD_BOOL_IF, .presence = (when), .at = offsetof(type, member),    \
		.count_at = offsetof(type, known)                                                          \
	}
#define PRESENTED(type, name, member, nothing, when)                                               \
	{                                                                                              \
		.key = (name), .kind = FIELD_PRESENTED, .presence = (when), .at = offsetof(type, member),  \
		.count_at = offsetof(type, nothing)                                                        \
	}
#define LIST(type, name, list_kind, member, counted, when, table)                                  \
	{                                                                                              \
		.key = (name), .kind = (list_kind), .presence = (when), .at = offsetof(type, member),      \
		.count_at = offsetof(type, counted), .items = (table)                                      \
	}
#define OBJECT(type, name, member, table)                                                          \
	{                                                                                              \
		.key = (name), .kind = FIELD_OBJECT, .at = offsetof(type, member), .items = (table)        \
	}
#define TABLE(type, rows)                                                                          \
	{                                                                                              \
		.name = #type, .fields = (rows), .count = COUNT_OF(rows), .size = sizeof(type)             \
	}

#define MOMENT(key, member) PLAIN(struct moment, key, member, FIELD_ALWAYS)
static const struct event_field moment_fields[] = {
	MOMENT("at_us", at_us),
	WORD(struct moment, "sender", sender, FIELD_ALWAYS, party_words),
	MOMENT("what", what),
	MOMENT("bytes", bytes),
};
static const struct event_table moment_table = TABLE(struct moment, moment_fields);

#define IDENTITY(key, member) PLAIN(struct identity_seen, key, member, FIELD_OPTIONAL)
static const struct event_field identity_fields[] = {
	IDENTITY("verified", verified),
	IDENTITY("subject", subject),
	IDENTITY("certificate", certificate),
	IDENTITY("fingerprint", fingerprint),
	IDENTITY("issuer", issuer),
	IDENTITY("serial", serial),
	IDENTITY("uri", uri),
	IDENTITY("dns", dns),
	IDENTITY("san", san),
	IDENTITY("chain", chain),
	IDENTITY("forged", forged),
	IDENTITY("lookalike", lookalike),
};
static const struct event_table identity_table = TABLE(struct identity_seen, identity_fields);

#define FACT(key, member) PLAIN(struct observation, key, member, FIELD_OPTIONAL)
#define FACT_WORD(key, member, words) WORD(struct observation, key, member, FIELD_OPTIONAL, words)
static const struct event_field facts_fields[] = {
	FACT("plain", plain),
	FACT("connected", connected),
	FACT("connect_errno", connect_errno),
	FACT_WORD("offered", offered, tls_version_words),
	FACT_WORD("negotiated", negotiated, tls_version_words),
	FACT("cipher", cipher),
	FACT("certificate_requested", certificate_requested),
	FACT("asked_late", asked_late),
	FACT_WORD("renegotiation", renegotiation, renegotiation_words),
	FACT("ca_names", ca_names),
	LIST(struct observation, "first_ca_names", FIELD_TEXTS, first_ca_names, first_ca_name_count,
		FIELD_OPTIONAL, NULL),
	FACT_WORD("sent", sent, certificate_sent_words),
	FACT("unsent", unsent),
	FACT("twin", twin),
	FACT("why_twin", why_twin),
	LIST(struct observation, "signature_schemes", FIELD_TEXTS, signature_schemes,
		signature_scheme_count, FIELD_OPTIONAL, NULL),
	FACT("keys_asked", keys_asked),
	FACT("version_not_offered", version_not_offered),
	FACT("version_out_of_reach", version_out_of_reach),
	FACT("client_offers", client_offers),
	FACT("chain_not_offered", chain_not_offered),
	FACT("http2", http2),
	FACT_WORD("served", served, certificate_sent_words),
	FACT_WORD("peer_presented", peer_presented, peer_presented_words),
	FACT("server_name", server_name),
	LIST(struct observation, "protocols", FIELD_TEXTS, protocols, protocol_count, FIELD_OPTIONAL,
		NULL),
	FACT("signature", signature),
	FACT("staple_sent", staple_sent),
	FACT("data_received", data_received),
	FACT("handshake_done", handshake_done),
	FACT("session_offered", session_offered),
	FACT_WORD("early", early, early_data_words),
	FACT("resumed", resumed),
	FACT("server_trusted", server_trusted),
	FACT("server_trust_error", server_trust_error),
	FACT("request_sent", request_sent),
	ALERT(struct observation, "alert", alert, FIELD_OPTIONAL),
	FACT_WORD("alert_from", alert_from, party_words),
	FACT("http_status", http_status),
	FACT("status_refuses", called_refusal),
	FACT("status_named", named_refusal),
	FACT("hello_in_question", hello_in_question),
	FACT("sent_before_tls", sent_before_tls),
	FACT("hello_records", hello_records),
	FACT("hello_pieces", hello_pieces),
	FACT("answered_in_plain", answered_in_plain),
	FACT("called_acceptance", called_acceptance),
	FACT("is_measured", is_measured),
	FACT("token_echoed", token_echoed),
	BOOL_IF(struct observation, "backend", backend_saw, backend_observed, FIELD_ALWAYS),
	FACT("backend_asked", backend_asked),
	FACT("answered_by", answered_by),
	FACT("file_meant", file_meant),
	FACT("file_came", file_came),
	FACT("text_came", text_came),
	FACT("unwanted_came", unwanted_came),
	FACT("wrong_header", wrong_header),
	FACT("log_came", log_came),
	FACT("http_excerpt", http_excerpt),
	OBJECT(struct observation, "identity", identity, &identity_table),
	FACT("proxy_header", proxy_header),
	FACT_WORD("end", end, connection_end_words),
	FACT("connections", connections),
	FACT("token_received", token_received),
	FACT("answer_sent", answer_sent),
	FACT("on_kept_connection", on_kept_connection),
	FACT("plain_request", plain_request),
	FACT("by_wire", by_wire),
	FACT_WORD("far_end", far_end, far_end_words),
	FACT("exited", exited),
	FACT("exit_status", exit_status),
	FACT("exit_signal", exit_signal),
	FACT("crashed", crashed),
	FACT("fetched", fetched),
	FACT("output", output),
	FACT("trouble", trouble),
	LIST(struct observation, "moments", FIELD_ROWS, moments, moment_count, FIELD_OPTIONAL,
		&moment_table),
	FACT("duration_us", duration_us),
};
static const struct event_table facts_table = {.name = "struct observation",
	.fields = facts_fields,
	.count = COUNT_OF(facts_fields),
	.size = sizeof(struct observation),
	.untold = 4}; /* the answer itself, when to come again, requests that stand by themselves */

#define ATTEMPT(key, member) PLAIN(struct attempt_result, key, member, FIELD_ALWAYS)
static const struct event_field attempt_fields[] = {
	ATTEMPT("role", role),
	PLAIN(struct attempt_result, "step", step, FIELD_OPTIONAL),
	ATTEMPT("driver", driver),
	PRESENTED(struct attempt_result, "credential", credential, presents_nothing, FIELD_ALWAYS),
	WORD(struct attempt_result, "outcome", outcome, FIELD_ALWAYS, outcome_words),
	ATTEMPT("by", by),
	OBJECT(struct attempt_result, "facts", facts, &facts_table),
};
static const struct event_table attempt_table = TABLE(struct attempt_result, attempt_fields);

#define DIRECTIVE(key, member) PLAIN(struct directive_fix, key, member, FIELD_OPTIONAL)
static const struct event_field directive_fields[] = {
	WORD(struct directive_fix, "decides", decides, FIELD_OPTIONAL, directive_words),
	DIRECTIVE("find", find),
	DIRECTIVE("should", should),
	DIRECTIVE("never", never),
	DIRECTIVE("have", have),
	DIRECTIVE("file", file),
	DIRECTIVE("line", line),
	DIRECTIVE("also", also),
	DIRECTIVE("means", means),
	DIRECTIVE("log", log),
};
static const struct event_table directive_table = TABLE(struct directive_fix, directive_fields);
#define STEP(key, member, when) PLAIN(struct step_result, key, member, when)
static const struct event_field step_fields[] = {
	STEP("name", name, FIELD_ALWAYS),
	STEP("expected", expected, FIELD_ALWAYS),
	STEP("observed", observed, FIELD_ALWAYS),
	WORD(struct step_result, "verdict", verdict, FIELD_ALWAYS, verdict_words),
	STEP("note", note, FIELD_OPTIONAL),
};
static const struct event_table step_table = TABLE(struct step_result, step_fields);

#define CELL(key, member, when) PLAIN(struct cell_result, key, member, when)
#define CELL_WORD(key, member, when, words) WORD(struct cell_result, key, member, when, words)
static const struct event_field cell_fields[] = {
	CELL("id", id, FIELD_NEEDED),
	CELL("scenario", scenario, FIELD_NEEDED),
	CELL("target", target, FIELD_NEEDED),
	CELL_WORD("mode", mode, FIELD_NEEDED, auth_mode_words),
	CELL_WORD("tls", tls, FIELD_ALWAYS, tls_version_words),
	CELL("driver", driver, FIELD_ALWAYS),
	CELL_WORD("verdict", verdict, FIELD_NEEDED, verdict_words),
	CELL_WORD("expected", expected, FIELD_ALWAYS, outcome_words),
	CELL_WORD("observed", observed, FIELD_ALWAYS, outcome_words),
	CELL("by", by, FIELD_ALWAYS),
	ALERT(struct cell_result, "alert", alert, FIELD_ALWAYS),
	CELL_WORD("alert_from", alert_from, FIELD_ALWAYS, party_words),
	CELL("handshake_client", handshake_client, FIELD_ALWAYS),
	BOOL_IF(struct cell_result, "backend", backend, backend_observed, FIELD_ALWAYS),
	CELL_WORD("control", control, FIELD_ALWAYS, control_words),
	CELL("deviation", deviation, FIELD_ALWAYS),
	CELL("reason", reason, FIELD_ALWAYS),
	CELL("duration_us", duration_us, FIELD_ALWAYS),
	CELL_WORD("class", failure, FIELD_OPTIONAL, failure_class_words),
	CELL_WORD("side", side, FIELD_OPTIONAL, side_words),
	CELL_WORD("level", level, FIELD_OPTIONAL, level_words),
	PLAIN(struct cell_result, "by_policy", by_policy, FIELD_OPTIONAL),
	ALERT(struct cell_result, "expected_alert", expected_alert, FIELD_OPTIONAL),
	CELL_WORD("wrong_ca", wrong_ca, FIELD_OPTIONAL, control_words),
	CELL("link", link, FIELD_OPTIONAL),
	CELL("judged", judged, FIELD_OPTIONAL),
	PRESENTED(struct cell_result, "credential", credential, presents_nothing, FIELD_OPTIONAL),
	CELL("defect", defect, FIELD_OPTIONAL),
	CELL("server_name", server_name, FIELD_OPTIONAL),
	CELL("first", first, FIELD_OPTIONAL),
	PRESENTED(struct cell_result, "client_credential", client_credential, client_presents_nothing,
		FIELD_OPTIONAL),
	CELL("setting", setting, FIELD_OPTIONAL),
	CELL("fix", fix, FIELD_OPTIONAL),
	OBJECT(struct cell_result, "directive", directive, &directive_table),
	CELL("reproduce", reproduce, FIELD_OPTIONAL),
	CELL("reproduce_openssl", reproduce_openssl, FIELD_OPTIONAL),
	CELL("reproduce_curl", reproduce_curl, FIELD_OPTIONAL),
	CELL("kept", kept, FIELD_OPTIONAL),
	CELL("instance_log", instance_log, FIELD_OPTIONAL),
	LIST(
		struct cell_result, "steps", FIELD_OBJECTS, steps, step_count, FIELD_OPTIONAL, &step_table),
	LIST(struct cell_result, "attempts", FIELD_OBJECTS, attempts, attempt_count, FIELD_ALWAYS,
		&attempt_table),
};
const struct event_table event_cell_table = TABLE(struct cell_result, cell_fields);

#define SCENARIO(key, member, when) PLAIN(struct scenario_info, key, member, when)
static const struct event_field scenario_fields[] = {
	SCENARIO("id", id, FIELD_NEEDED),
	SCENARIO("title", title, FIELD_ALWAYS),
	SCENARIO("why", why, FIELD_ALWAYS),
	SCENARIO("file", file, FIELD_ALWAYS),
	LIST(struct scenario_info, "rules", FIELD_TEXTS, rules, rule_count, FIELD_ALWAYS, NULL),
	SCENARIO("confirms", confirms, FIELD_OPTIONAL),
};
static const struct event_table scenario_table = TABLE(struct scenario_info, scenario_fields);

#define SOURCE(key, member, when) PLAIN(struct rule_source_info, key, member, when)
static const struct event_field rule_source_fields[] = {
	SOURCE("id", id, FIELD_NEEDED),
	SOURCE("title", title, FIELD_ALWAYS),
	SOURCE("kind", kind, FIELD_ALWAYS),
	SOURCE("url", url, FIELD_OPTIONAL),
	SOURCE("extent", extent, FIELD_OPTIONAL),
};
static const struct event_table rule_source_table =
	TABLE(struct rule_source_info, rule_source_fields);

#define RULE(key, member, when) PLAIN(struct rule_info, key, member, when)
static const struct event_field rule_fields[] = {
	RULE("id", id, FIELD_NEEDED),
	RULE("title", title, FIELD_OPTIONAL),
	RULE("source", source, FIELD_OPTIONAL),
	RULE("partly", partly, FIELD_OPTIONAL),
	RULE("uncovered", uncovered, FIELD_OPTIONAL),
	LIST(struct rule_info, "scenarios", FIELD_TEXTS, scenarios, scenario_count, FIELD_OPTIONAL,
		NULL),
};
static const struct event_table rule_table = TABLE(struct rule_info, rule_fields);

#define TARGET(key, member, when) PLAIN(struct target_info, key, member, when)
static const struct event_field target_fields[] = {
	TARGET("name", name, FIELD_NEEDED),
	TARGET("title", title, FIELD_ALWAYS),
	TARGET("version", version, FIELD_ALWAYS),
	TARGET("missing", missing, FIELD_OPTIONAL),
	TARGET("folder", folder, FIELD_OPTIONAL),
	TARGET("defect", defect, FIELD_OPTIONAL),
};
static const struct event_table target_table = TABLE(struct target_info, target_fields);

#define CERTIFICATE_FACT(key, member) PLAIN(struct certificate_fact, key, member, FIELD_ALWAYS)
static const struct event_field certificate_fact_fields[] = {
	CERTIFICATE_FACT("name", name),
	CERTIFICATE_FACT("value", value),
	CERTIFICATE_FACT("wrong", wrong),
};
static const struct event_table certificate_fact_table =
	TABLE(struct certificate_fact, certificate_fact_fields);

static const struct event_field certificate_fields[] = {
	LIST(struct certificate_info, "facts", FIELD_ROWS, facts, fact_count, FIELD_ALWAYS,
		&certificate_fact_table),
};
static const struct event_table certificate_table =
	TABLE(struct certificate_info, certificate_fields);

static const struct event_field credential_fields[] = {
	PLAIN(struct credential_info, "name", name, FIELD_NEEDED),
	PLAIN(struct credential_info, "defect", defect, FIELD_ALWAYS),
	LIST(struct credential_info, "certificates", FIELD_OBJECTS, certificates, certificate_count,
		FIELD_ALWAYS, &certificate_table),
};
static const struct event_table credential_table = TABLE(struct credential_info, credential_fields);

#define PLAN(key, member) PLAIN(struct plan_result, key, member, FIELD_ALWAYS)
static const struct event_field plan_fields[] = {
	PLAN("program_version", program_version),
	PLAN("openssl_version", openssl_version),
	PLAN("command", command),
	PLAN("started", started),
	PLAIN(struct plan_result, "title", cover.title, FIELD_OPTIONAL),
	PLAIN(struct plan_result, "tester", cover.tester, FIELD_OPTIONAL),
	PLAIN(struct plan_result, "scope", cover.scope, FIELD_OPTIONAL),
	LIST(struct plan_result, "scenarios", FIELD_OBJECTS, scenarios, scenario_count, FIELD_ALWAYS,
		&scenario_table),
	LIST(struct plan_result, "rule_sources", FIELD_OBJECTS, rule_sources, rule_source_count,
		FIELD_OPTIONAL, &rule_source_table),
	LIST(
		struct plan_result, "rules", FIELD_OBJECTS, rules, rule_count, FIELD_OPTIONAL, &rule_table),
	LIST(struct plan_result, "targets", FIELD_OBJECTS, targets, target_count, FIELD_ALWAYS,
		&target_table),
	LIST(struct plan_result, "credentials", FIELD_OBJECTS, credentials, credential_count,
		FIELD_OPTIONAL, &credential_table),
	PLAIN(struct plan_result, "shard_index", shard.index, FIELD_OPTIONAL),
	PLAIN(struct plan_result, "shard_count", shard.count, FIELD_OPTIONAL),
	PLAIN(struct plan_result, "selftest", selftest, FIELD_OPTIONAL),
	PLAIN(struct plan_result, "some_defects", some_defects, FIELD_OPTIONAL),
	PLAIN(struct plan_result, "some_scenarios", some_scenarios, FIELD_OPTIONAL),
	LIST(struct plan_result, "cells", FIELD_TEXTS, cells, cell_count, FIELD_NEEDED, NULL),
};
const struct event_table event_plan_table = TABLE(struct plan_result, plan_fields);

#define INSTANCE(key, member) PLAIN(struct instance_result, key, member, FIELD_ALWAYS)
static const struct event_field instance_fields[] = {
	PLAIN(struct instance_result, "target", target, FIELD_NEEDED),
	WORD(struct instance_result, "side", side, FIELD_ALWAYS, side_words),
	WORD(struct instance_result, "mode", mode, FIELD_ALWAYS, auth_mode_words),
	INSTANCE("cells", cells),
	INSTANCE("begin_us", begin_us),
	INSTANCE("start_us", start_us),
	INSTANCE("controls_us", controls_us),
	INSTANCE("cells_us", cells_us),
	INSTANCE("stop_us", stop_us),
	INSTANCE("cpu_us", cpu_us),
};
static const struct event_table instance_table = TABLE(struct instance_result, instance_fields);

#define END(key, member) PLAIN(struct end_result, key, member, FIELD_NEEDED)
static const struct event_field end_fields[] = {
	END("pass", counts[VERDICT_PASS]),
	END("fail", counts[VERDICT_FAIL]),
	END("error", counts[VERDICT_ERROR]),
	END("skip", counts[VERDICT_SKIP]),
	END("xfail", counts[VERDICT_XFAIL]),
	END("xpass", counts[VERDICT_XPASS]),
	END("not_run", counts[VERDICT_NOT_RUN]),
	END("connections", connections),
	END("exit_code", exit_code),
	END("interrupted", interrupted),
	PLAIN(struct end_result, "stopped", stopped, FIELD_OPTIONAL),
	PLAIN(struct end_result, "skips_fail", skips_fail, FIELD_OPTIONAL),
	END("duration_us", duration_us),
	LIST(struct end_result, "instances", FIELD_OBJECTS, instances, instance_count, FIELD_OPTIONAL,
		&instance_table),
};
const struct event_table event_end_table = TABLE(struct end_result, end_fields);

bool event_text_plain(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c < 0x20 && c != '\n' && c != '\t') || c >= 0x7f)
			return false;
	}
	return true;
}

int event_word_none(const char *const *words)
{
	for (int i = 0; words[i]; i++) {
		if (strcmp(words[i], "none") == 0)
			return i;
	}
	return -1;
}
