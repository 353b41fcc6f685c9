#include "explain.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "text.h"

enum { SENTENCE_MAX = 64 * 1024 };

static const char *keep(struct arena *arena, const struct buf *text)
{
	return arena_strndup(arena, buf_text(text), text->len);
}

const char *explain_expected(struct arena *arena, const struct cell_result *cell)
{
	const char *should = cell->level == LEVEL_SHOULD ? " (should)" : "";

	if (cell->by_policy)
		return "as the policy of the host whose backend answers";
	if (cell->expected == OUTCOME_EITHER)
		return "either: good stacks differ, so this is recorded and not judged";
	if (cell->expected == OUTCOME_NONE)
		return "not known";
	if (cell->expected == OUTCOME_REJECT && cell->expected_alert != TLS_ALERT_NONE)
		return arena_printf(
			arena, "reject by alert %s%s", tls_alert_name(cell->expected_alert), should);
	return arena_printf(arena, "%s%s", outcome_words[cell->expected], should);
}

/* What our end of a target that is a client saw: of the connection that speaks for the cell. */
static const char *data_words(struct arena *arena, const struct cell_result *cell)
{
	size_t received = 0;

	for (size_t i = 0; i < cell->attempt_count; i++) {
		if (cell->attempts[i].credential && cell->credential &&
			strcmp(cell->attempts[i].credential, cell->credential) == 0 &&
			strcmp(cell->attempts[i].role, "good server after") != 0 &&
			cell->attempts[i].facts.data_received > received)
			received = cell->attempts[i].facts.data_received;
	}
	return received ? arena_printf(arena, "our server got %zu bytes of application data", received)
					: "our server got no application data";
}

static const char *backend_words(struct arena *arena, const struct cell_result *cell)
{
	if (cell->side == SIDE_CLIENT && cell->attempt_count)
		return data_words(arena, cell);
	if (!cell->backend_observed)
		return cell->attempt_count
			? "backend: not observed, so this rests on what the client was told"
			: NULL;
	return cell->backend ? "the backend saw the request" : "the backend did not see the request";
}

const char *explain_observed(struct arena *arena, const struct cell_result *cell)
{
	const char *backend = backend_words(arena, cell);
	const char *separator = ": ";
	SCOPED_BUF text;

	buf_init(&text, SENTENCE_MAX);
	buf_puts(&text,
		cell->observed == OUTCOME_NONE ? "nothing conclusive" : outcome_words[cell->observed]);
	if (cell->by) {
		bool http = text_starts_with(cell->by, "http ");

		buf_printf(&text, ": %s%s", http ? "HTTP " : "", http ? cell->by + 5 : cell->by);
		if (cell->alert != TLS_ALERT_NONE && cell->alert_from != PARTY_NONE &&
			text_starts_with(cell->by, "alert ") && !strstr(cell->by, " of our server"))
			buf_printf(&text, " from the %s", party_words[cell->alert_from]);
		separator = ", ";
	}
	if (backend && cell->observed != OUTCOME_NONE)
		buf_printf(&text, "%s%s", separator, backend);
	return keep(arena, &text);
}

/* By the good peer: the last connections of a cell are his, where it came so far. */
static bool was_followed(const struct cell_result *cell)
{
	for (size_t i = 0; i < cell->attempt_count; i++) {
		if (text_starts_with(cell->attempts[i].role, "good "))
			return true;
	}
	return false;
}

const char *explain_control(struct arena *arena, const struct cell_result *cell)
{
	static const char *const good[SIDE_COUNT][CONTROL_COUNT] = {
		[SIDE_SERVER] =
			{
				[CONTROL_NONE] = "none was made",
				[CONTROL_PASS] = "good client accepted before and after",
				[CONTROL_FAIL] = "the good client was NOT accepted, so a refusal means nothing",
			},
		[SIDE_CLIENT] =
			{
				[CONTROL_NONE] = "none was made",
				[CONTROL_PASS] = "good server accepted before and after",
				[CONTROL_FAIL] = "the good server was NOT accepted, so a refusal means nothing",
			},
	};
	static const char *const wrong_ca[SIDE_COUNT][CONTROL_COUNT] = {
		[SIDE_SERVER] =
			{
				[CONTROL_NONE] = "",
				[CONTROL_PASS] = "; wrong-CA client refused",
				[CONTROL_FAIL] = "; wrong-CA client let in, so nothing is verified here",
			},
		[SIDE_CLIENT] =
			{
				[CONTROL_NONE] = "",
				[CONTROL_PASS] = "; wrong-CA server refused",
				[CONTROL_FAIL] = "; wrong-CA server trusted, so nothing is verified here",
			},
	};

	const char *before = good[cell->side][cell->control];

	if (cell->control == CONTROL_PASS && cell->attempt_count && !was_followed(cell))
		before = arena_printf(
			arena, "good %s accepted before", cell->side == SIDE_CLIENT ? "server" : "client");
	return arena_printf(arena, "%s%s", before, wrong_ca[cell->side][cell->wrong_ca]);
}

const char *explain_counts(struct arena *arena, const size_t counts[VERDICT_COUNT])
{
	static const enum verdict order[] = {VERDICT_PASS, VERDICT_FAIL, VERDICT_ERROR, VERDICT_XFAIL,
		VERDICT_XPASS, VERDICT_SKIP, VERDICT_NOT_RUN};
	SCOPED_BUF text;

	_Static_assert(COUNT_OF(order) == VERDICT_COUNT, "every verdict is counted");
	buf_init(&text, SENTENCE_MAX);
	for (size_t i = 0; i < COUNT_OF(order); i++)
		buf_printf(&text, "%s%zu %s", i ? ", " : "", counts[order[i]], verdict_words[order[i]]);
	return keep(arena, &text);
}

static const char *join_rules(struct arena *arena, const struct scenario_info *scenario)
{
	SCOPED_BUF text;

	buf_init(&text, SENTENCE_MAX);
	for (size_t i = 0; i < scenario->rule_count; i++)
		buf_printf(&text, "%s%s", i ? "; " : "", scenario->rules[i]);
	return keep(arena, &text);
}

/* By its name, or as what it went out. */
static const char *credential_words(const struct cell_result *cell)
{
	const struct attempt_result *subject = result_subject(cell);

	return subject && subject->facts.why_twin ? subject->facts.why_twin : cell->credential;
}

static const char *presented(struct arena *arena, const struct cell_result *cell)
{
	if (cell->presents_nothing)
		return "no certificate";
	if (!cell->credential)
		return NULL;
	if (!cell->defect || !*cell->defect)
		return credential_words(cell);
	return arena_printf(arena, "%s (%s)", credential_words(cell), cell->defect);
}

/* What a target that is a client was configured with, and told. */
static const char *configured(struct arena *arena, const struct cell_result *cell)
{
	if (cell->side != SIDE_CLIENT || !cell->server_name ||
		(!cell->client_credential && !cell->client_presents_nothing))
		return NULL;
	return arena_printf(arena, "to connect to %s, %s%swith %s; our server in mode %s",
		cell->server_name, cell->first ? cell->first : "", cell->first ? ", then " : "",
		cell->client_presents_nothing
			? "no certificate"
			: arena_printf(arena, "certificate %s", cell->client_credential),
		auth_mode_name(cell->mode));
}

static const char *setting(struct arena *arena, const struct cell_result *cell)
{
	if (cell->directive.find || cell->directive.log)
		return cell->setting;
	if (cell->setting && cell->fix)
		return arena_printf(arena, "%s  (what to change: %s)", cell->setting, cell->fix);
	return cell->setting ? cell->setting : cell->fix;
}

/* What to do about a directive, without where it stands. */
static const char *advice(struct arena *arena, const struct directive_fix *directive)
{
	if (directive->should)
		return arena_printf(arena, "set `%s`", directive->should);
	return arena_printf(
		arena, "%s `%s`", directive->never ? "take out" : "look at", directive->find);
}

static enum directive_standing standing_of(const struct directive_fix *directive)
{
	return directive_compare(directive->have, directive->should, directive->find);
}

/* What stands there, and where. */
static const char *standing(struct arena *arena, const struct directive_fix *directive)
{
	const char *have = arena_printf(arena, "you have `%s`, %s", directive->have, directive->file);

	if (directive->line)
		have = arena_printf(arena, "%s:%d", have, directive->line);
	return directive->also ? arena_printf(arena, "%s or %s", have, directive->also) : have;
}

/* The setting is there. The line may hold more, and the culprit with it. */
static const char *in_order(struct arena *arena, const struct cell_result *cell)
{
	const struct directive_fix *directive = &cell->directive;
	const char *have = standing(arena, directive);
	const char *further = cell->fix ? arena_printf(arena, "; look further: %s", cell->fix) : "";

	if (directive->also)
		return arena_printf(arena, "look at `%s`, %s", directive->find, have);
	if (standing_of(directive) == DIRECTIVE_WHOLE)
		return arena_printf(arena, "%s, as it should be%s", have, further);
	return arena_printf(arena, "%s: `%s` stands there, so look at the rest of it%s", have,
		directive->should, further);
}

bool explain_reads_right(const struct directive_fix *directive)
{
	return directive->have && directive->should && !directive->never && !directive->means &&
		!directive->log && standing_of(directive) != DIRECTIVE_DIFFERS;
}

static const char *fix_line(struct arena *arena, const struct cell_result *cell)
{
	const struct directive_fix *directive = &cell->directive;

	if (!directive->find)
		return NULL;
	if (!directive->file)
		return advice(arena, directive);
	if (!directive->have)
		return arena_printf(arena, "there is no `%s` in %s; add `%s`", directive->find,
			directive->file, directive->should ? directive->should : directive->find);
	/* what is wrong though it reads right is told by `means` or the log */
	if (directive->means || directive->log)
		return arena_printf(arena, "look at `%s`, %s", directive->find, standing(arena, directive));
	if (explain_reads_right(directive))
		return in_order(arena, cell);
	return arena_printf(arena, "%s, %s", advice(arena, directive), standing(arena, directive));
}

const char *explain_fix(struct arena *arena, const struct cell_result *cell)
{
	const struct directive_fix *directive = &cell->directive;
	const char *text;

	if (directive->decides == DIRECTIVE_NONE)
		return NULL;
	text = fix_line(arena, cell);
	if (directive->means)
		text = text ? arena_printf(arena, "%s: %s", text, directive->means) : directive->means;
	if (directive->log)
		text = arena_printf(
			arena, "%s%sits log says \"%s\"", text ? text : "", text ? "; " : "", directive->log);
	return text;
}

const char *explain_step(struct arena *arena, const struct step_result *step)
{
	return arena_printf(arena, "%s  %s: expected %s; %s%s%s%s", verdict_words[step->verdict],
		step->name ? step->name : "?", step->expected ? step->expected : "?",
		step->observed ? "observed " : "not made", step->observed ? step->observed : "",
		step->note ? "; " : "", step->note ? step->note : "");
}

static size_t add_rows(struct explain_row *rows, const struct explain_row *more, size_t count)
{
	size_t added = 0;

	for (size_t i = 0; i < count; i++) {
		if (more[i].text && *more[i].text)
			rows[added++] = more[i];
	}
	return added;
}

static size_t add_steps(
	struct explain_row *rows, struct arena *arena, const struct cell_result *cell)
{
	size_t count = cell->step_count < EXPLAIN_STEPS_MAX ? cell->step_count : EXPLAIN_STEPS_MAX;

	for (size_t i = 0; i < count; i++)
		rows[i] = (struct explain_row){arena_printf(arena, "step %zu", i + 1),
			explain_step(arena, &cell->steps[i]), EXPLAIN_STEP};
	return count;
}

/*
 * Why the scenario matters says nothing of trouble, nor of a client that our own server refused for
 * what it showed of itself.
 */
static bool is_about_scenario(const struct cell_result *cell)
{
	return cell->verdict != VERDICT_ERROR &&
		!(cell->side == SIDE_CLIENT && cell->expected == OUTCOME_ACCEPT &&
			cell->observed == OUTCOME_REJECT && cell->alert != TLS_ALERT_NONE &&
			cell->alert_from == PARTY_SERVER);
}

/* A bad certificate that a mode must let in all the same: what the scenario says is why not. */
static bool is_forgiven_by_mode(const struct cell_result *cell)
{
	return cell->side == SIDE_SERVER && cell->expected == OUTCOME_ACCEPT &&
		cell->observed == OUTCOME_REJECT && cell->defect && *cell->defect &&
		!auth_mode_verifies(cell->mode);
}

static const char *why(const struct cell_result *cell, const struct scenario_info *scenario)
{
	if (!is_about_scenario(cell))
		return NULL;
	return is_forgiven_by_mode(cell) ? "In this mode the server verifies nothing: whoever shows a "
									   "certificate is let in, and the "
									   "backend is told that it is not verified."
									 : scenario->why;
}

size_t explain_cell(struct explain_row rows[EXPLAIN_MAX], struct arena *arena,
	const struct cell_result *cell, const struct scenario_info *scenario)
{
	bool was_run = cell->verdict != VERDICT_SKIP && cell->verdict != VERDICT_NOT_RUN;
	bool asked_for = is_about_scenario(cell) && !is_forgiven_by_mode(cell);
	const struct explain_row before[] = {
		{"expected", explain_expected(arena, cell), EXPLAIN_TEXT},
		{"observed", was_run ? explain_observed(arena, cell) : NULL, EXPLAIN_TEXT},
		{cell->side == SIDE_CLIENT ? "server" : "presented", presented(arena, cell), EXPLAIN_TEXT},
		{"configured", configured(arena, cell), EXPLAIN_TEXT},
		{"reason", cell->reason, EXPLAIN_TEXT},
		{"deviation", cell->deviation, EXPLAIN_TEXT},
	};
	const struct explain_row after[] = {
		{"control", was_run ? explain_control(arena, cell) : NULL, EXPLAIN_TEXT},
		{"why", why(cell, scenario), EXPLAIN_SCENARIO},
		{"rule", asked_for ? join_rules(arena, scenario) : NULL, EXPLAIN_SCENARIO},
		{"setting", setting(arena, cell), EXPLAIN_TEXT},
		{"fix", explain_fix(arena, cell), EXPLAIN_TEXT},
		{"link", cell->link, EXPLAIN_LINK},
		{"reproduce", cell->reproduce, EXPLAIN_COMMAND},
		{"by hand", cell->reproduce_openssl, EXPLAIN_COMMAND},
		{"with curl", cell->reproduce_curl, EXPLAIN_COMMAND},
		{"kept", cell->kept, EXPLAIN_TEXT},
	};
	size_t count = add_rows(rows, before, COUNT_OF(before));

	_Static_assert(
		COUNT_OF(before) + COUNT_OF(after) + EXPLAIN_STEPS_MAX <= EXPLAIN_MAX, "room for all rows");
	count += add_steps(rows + count, arena, cell);
	return count + add_rows(rows + count, after, COUNT_OF(after));
}

const char *explain_exit(const struct end_result *end)
{
	static const struct {
		int code;
		const char *words;
	} codes[] = {
		{EXIT_AS_EXPECTED, "Everything as expected"},
		{EXIT_CONFORMANCE, "Conformance failures"},
		{EXIT_ENVIRONMENT, "Environment trouble: the results are incomplete"},
		{EXIT_NOTHING_SELECTED, "Nothing was selected"},
		{EXIT_EXPECTATION_STALE, "Only out-of-date declarations"},
		{EXIT_ALL_SKIPPED, "Everything was skipped"},
		{EXIT_HUNG_UP, "Interrupted"},
		{EXIT_INTERRUPTED, "Interrupted"},
		{EXIT_TERMINATED, "Interrupted"},
	};

	if (end->exit_code == EXIT_CONFORMANCE && end->skips_fail && !end->counts[VERDICT_FAIL])
		return "Not everything was tested, which counts as a failure (--no-skip)";
	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		if (codes[i].code == end->exit_code)
			return codes[i].words;
	}
	return end->interrupted ? "Interrupted" : "Ended with an exit code of its own";
}
