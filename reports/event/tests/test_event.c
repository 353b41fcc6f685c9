#include "event.h"
#include "event_slim.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "buf.h"
#include "event_fields.h"
#include "fill.h"
#include "sample.h"
#include "text.h"
#include "unit.h"
#include "workfile.h"

static struct arena arena;
static struct diag diag;

/* Each test begins with nothing collected; what the last one leaves is reachable to the end. */
static void fresh(void)
{
	diag_finish(&diag);
	arena_finish(&arena);
	arena_init(&arena);
	diag_init(&diag);
}

static struct run_result *parse(const char *text)
{
	return event_parse(&arena, &diag, "e.jsonl", text, strlen(text));
}

static const struct event_table *const tables[] = {
	&event_plan_table, &event_cell_table, &event_end_table};

static void check_table(const struct event_table *table)
{
	ck_assert_msg(
		fill_uncovered(table) == table->untold, "%s has members without a row", table->name);
	for (size_t i = 0; i < table->count; i++) {
		const struct event_field *field = &table->fields[i];

		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(field->key, table->fields[j].key);
		ck_assert_msg(field->kind != FIELD_WORD || field->words, "%s: no words", field->key);
		if (field->items)
			check_table(field->items);
	}
}

START_TEST(test_tables_cover_their_structs)
{
	fresh();
	for (size_t i = 0; i < COUNT_OF(tables); i++)
		check_table(tables[i]);
}
END_TEST

/* Every value of every enum passes by: `salt` moves all words on by one each round. */
START_TEST(test_round_trip_of_every_field)
{
	fresh();
	for (unsigned salt = 0; salt < 300; salt++) {
		struct run_result run = {.has_end = true};
		struct run_result *back;
		struct workfile file;

		fill_struct(&arena, &event_plan_table, &run.plan, salt);
		run.plan.shard = (struct shard){1, 1}; /* which has all cells */
		run.cells = ARENA_ARRAY(&arena, struct cell_result, run.plan.cell_count);
		run.cell_count = run.plan.cell_count;
		for (size_t i = 0; i < run.cell_count; i++) {
			fill_struct(&arena, &event_cell_table, &run.cells[i], salt + (unsigned)i * 5);
			run.cells[i].id = run.plan.cells[i];
			run.cells[i].verdict = VERDICT_FAIL;
		}
		fill_struct(&arena, &event_end_table, &run.end, salt);
		memset(run.end.counts, 0, sizeof(run.end.counts));
		run.end.counts[VERDICT_FAIL] = run.cell_count;
		workfile_write(&file, &arena, &run);
		back = event_read(&arena, &diag, file.path);
		workfile_remove(&file);
		diag_print(&diag, stderr);
		ck_assert_ptr_nonnull(back);
		ck_assert_ptr_null(fill_difference(&event_plan_table, &run.plan, &back->plan));
		ck_assert(back->has_end && back->cell_count == run.cell_count);
		for (size_t i = 0; i < run.cell_count; i++)
			ck_assert_ptr_null(fill_difference(&event_cell_table, &run.cells[i], &back->cells[i]));
		ck_assert_ptr_null(fill_difference(&event_end_table, &run.end, &back->end));
	}
}
END_TEST

START_TEST(test_round_trip_of_nothing)
{
	fresh();
	struct run_result run = {0};
	struct run_result *back;
	struct workfile file;

	run.cells = ARENA_ARRAY(&arena, struct cell_result, 1);
	run.cell_count = 1;
	run.cells[0] = (struct cell_result){.id = "x@y:NoClientCert/tls1.2",
		.scenario = "x",
		.target = "y",
		.expected = OUTCOME_NONE,
		.observed = OUTCOME_NONE,
		.alert = TLS_ALERT_NONE,
		.expected_alert = TLS_ALERT_NONE};
	run.plan.cells = &run.cells[0].id;
	run.plan.cell_count = 1;
	run.cells[0].attempts = ARENA_ARRAY(&arena, struct attempt_result, 1);
	run.cells[0].attempt_count = 1;
	run.cells[0].attempts[0].outcome = OUTCOME_NONE;
	observation_init(&run.cells[0].attempts[0].facts);
	workfile_write(&file, &arena, &run);
	back = event_read(&arena, &diag, file.path);
	workfile_remove(&file);
	ck_assert_ptr_nonnull(back);
	ck_assert_ptr_null(fill_difference(&event_cell_table, &run.cells[0], &back->cells[0]));
}
END_TEST

/* The form that design.md promises: these keys, in this order, always there. */
START_TEST(test_promised_keys_in_order)
{
	fresh();
	static const char *const keys[] = {"event", "id", "scenario", "target", "mode", "tls", "driver",
		"verdict", "expected", "observed", "by", "alert", "alert_from", "handshake_client",
		"backend", "control", "deviation", "reason", "duration_us"};
	struct workfile file;
	const char *at;

	workfile_write(&file, &arena, sample_run(&arena));
	workfile_remove(&file);
	for (at = strchr(file.text, '\n') + 1; strncmp(at, "{\"event\":\"cell\"", 15) == 0;
		 at = strchr(at, '\n') + 1) {
		const char *key = at;

		for (size_t i = 0; i < COUNT_OF(keys); i++) {
			char quoted[64];
			const char *next;

			snprintf(quoted, sizeof(quoted), "%c\"%s\":", i ? ',' : '{', keys[i]);
			next = strstr(key, quoted);
			ck_assert_msg(next && next < strchr(at, '\n'), "no %s in order", quoted);
			key = next;
		}
	}
	ck_assert(text_starts_with(file.text, "{\"event\":\"plan\",\"schema\":1,"));
	ck_assert(text_starts_with(at, "{\"event\":\"end\","));
}
END_TEST

START_TEST(test_any_byte_survives)
{
	fresh();
	struct run_result *run = sample_run(&arena);
	struct run_result *back;
	struct workfile file;

	for (int byte = 1; byte < 256; byte++) {
		struct cell_result *cell = &run->cells[byte % run->cell_count];

		cell->reason = arena_printf(&arena, "a%cz", byte);
		cell->attempts = NULL;
		cell->attempt_count = 0;
		cell->instance_log = arena_printf(&arena, "\xc3%c\xff", byte);
		if (byte % run->cell_count && byte != 255)
			continue;
		workfile_write(&file, &arena, run);
		workfile_remove(&file);
		back = event_read(&arena, &diag, file.path);
		ck_assert_ptr_null(back); /* the file is gone: a diagnostic, no crash */
		back = event_parse(&arena, &diag, "e", file.text, file.len);
		ck_assert_ptr_nonnull(back);
		ck_assert_uint_eq(back->cell_count, run->cell_count);
		for (size_t i = 0; i < run->cell_count; i++) {
			const char *reason = run->cells[i].reason;

			if (reason)
				ck_assert_str_eq(
					back->cells[i].reason, text_clean_dup(&arena, reason, strlen(reason)));
		}
	}
}
END_TEST

START_TEST(test_full_disk_is_reported)
{
	fresh();
	const char *why = NULL;
	struct event_writer *writer = event_open("/dev/full", &arena, &why);
	struct run_result *run = sample_run(&arena);

	ck_assert_ptr_nonnull(writer);
	event_write_plan(writer, &run->plan);
	event_write_cell(writer, &run->cells[0]);
	ck_assert(!event_close(writer, &why));
	ck_assert_str_eq(why, "/dev/full: No space left on device");
	ck_assert_ptr_null(event_open("/no/such/folder/x", &arena, &why));
	ck_assert_str_eq(why, "/no/such/folder/x: No such file or directory");
}
END_TEST

#define CELL_A "a@t:NoClientCert/tls1.2"
#define CELL_B "b@[::1]:443:VerifyClientCertIfGiven/tls1.3/http"
#define PLAN                                                                                       \
	"{\"event\":\"plan\",\"schema\":1,\"program_version\":\"m\",\"openssl_version\":\"o\","        \
	"\"command\":\"c\",\"started\":\"s\",\"scenarios\":[],\"targets\":[],\"cells\":[\"" CELL_A     \
	"\",\"" CELL_B "\"]}\n"
#define CELL(id, verdict, rest)                                                                    \
	"{\"event\":\"cell\",\"id\":\"" id "\",\"scenario\":\"a\",\"target\":\"t\","                   \
	"\"mode\":\"NoClientCert\",\"tls\":\"tls1.2\",\"driver\":\"tls\",\"verdict\":" verdict         \
	",\"expected\":\"accept\",\"observed\":null,\"by\":null,\"alert\":null,\"alert_from\":null,"   \
	"\"handshake_client\":false,\"backend\":null,\"control\":null,\"deviation\":null,"             \
	"\"reason\":null,\"duration_us\":1,\"attempts\":[]" rest "}\n"
#define END_LINE(passed, not_run)                                                                  \
	"{\"event\":\"end\",\"pass\":" passed                                                          \
	",\"fail\":0,\"error\":0,\"skip\":0,\"xfail\":0,\"xpass\":0,\"not_run\":" not_run              \
	",\"connections\":0,\"exit_code\":0,\"interrupted\":false,\"duration_us\":5}\n"

START_TEST(test_missing_cells_are_not_run)
{
	fresh();
	struct run_result *run = parse(PLAN CELL(CELL_A, "\"pass\"", ""));

	ck_assert_ptr_nonnull(run);
	ck_assert(!run->has_end && run->end.interrupted);
	ck_assert_int_eq(run->end.exit_code, EXIT_INTERRUPTED);
	ck_assert_uint_eq(run->end.counts[VERDICT_PASS], 1);
	ck_assert_uint_eq(run->end.counts[VERDICT_NOT_RUN], 1);
	ck_assert_int_eq(run->cells[1].verdict, VERDICT_NOT_RUN);
	ck_assert_str_eq(run->cells[1].reason, "interrupted before this cell");
	ck_assert_str_eq(run->cells[1].id, CELL_B);
	ck_assert_str_eq(run->cells[1].scenario, "b");
	ck_assert_str_eq(run->cells[1].target, "[::1]:443");
	ck_assert_str_eq(run->cells[1].driver, "http");
	ck_assert_int_eq(run->cells[1].mode, AUTH_VERIFY_CLIENT_CERT_IF_GIVEN);
	ck_assert_int_eq(run->cells[1].tls, TLS_1_3);
	/* of a later round the number alone is new */
	run = parse(
		"{\"event\":\"plan\",\"schema\":1,\"program_version\":\"m\",\"openssl_version\":\"o\","
		"\"command\":\"c\",\"started\":\"s\",\"scenarios\":[],\"targets\":[],"
		"\"cells\":[\"a/b@h:1:NoClientCert/tls1.3#12\"]}\n");
	ck_assert_str_eq(run->cells[0].scenario, "a/b");
}
END_TEST

/* "none" in the file is NULL and a flag inside, and null is not known. */
START_TEST(test_nothing_presented)
{
	static const struct {
		const char *line;
		const char *name;
		bool nothing;
	} rows[] = {
		{PLAN CELL(CELL_A, "\"pass\"", ",\"credential\":\"none\",\"client_credential\":\"none\""),
			NULL, true},
		{PLAN CELL(CELL_A, "\"pass\"", ",\"credential\":\"x\",\"client_credential\":\"x\""), "x",
			false},
		{PLAN CELL(CELL_A, "\"pass\"", ",\"credential\":null"), NULL, false},
	};
	struct workfile file;

	fresh();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct run_result *run = parse(rows[i].line);
		const struct cell_result *cell;

		ck_assert_ptr_nonnull(run);
		cell = &run->cells[0];
		ck_assert_pstr_eq(cell->credential, rows[i].name);
		ck_assert_pstr_eq(cell->client_credential, rows[i].name);
		ck_assert(cell->presents_nothing == rows[i].nothing);
		ck_assert(cell->client_presents_nothing == rows[i].nothing);
		workfile_write(&file, &arena, run);
		workfile_remove(&file);
		ck_assert(!strstr(file.text, ",\"credential\":\"none\"") == !rows[i].nothing);
		ck_assert(!strstr(file.text, ",\"client_credential\":\"none\"") == !rows[i].nothing);
	}
}
END_TEST

/* Cut after every byte: never a crash, and only ever "interrupted" once the plan stands. */
START_TEST(test_torn_anywhere)
{
	fresh();
	const char *whole = PLAN CELL(CELL_A, "\"pass\"", "") CELL(CELL_B, "\"fail\"", "");
	size_t plan_len = strlen(PLAN);

	for (size_t len = 0; len <= strlen(whole); len++) {
		struct run_result *run = event_parse(&arena, &diag, "e", whole, len);

		ck_assert_msg((run != NULL) == (len + 1 >= plan_len), "cut at %zu", len);
		ck_assert(!run || (!run->has_end && run->end.interrupted));
	}
}
END_TEST

START_TEST(test_later_line_replaces)
{
	fresh();
	struct run_result *run = parse(PLAN CELL(CELL_A, "\"pass\"", "") CELL(CELL_B, "\"pass\"", "")
			CELL(CELL_A, "\"fail\"", ",\"link\":\"l\"") "\n");

	ck_assert_ptr_nonnull(run);
	ck_assert_int_eq(run->cells[0].verdict, VERDICT_FAIL);
	ck_assert_str_eq(run->cells[0].link, "l");
	ck_assert_uint_eq(run->end.counts[VERDICT_PASS], 1);
}
END_TEST

START_TEST(test_unknown_keys_are_passed_over)
{
	fresh();
	ck_assert_ptr_nonnull(parse(PLAN CELL(CELL_A, "\"pass\"", ",\"later\":{\"x\":[1]}")));
	ck_assert(!diag_failed(&diag));
}
END_TEST

struct bad_case {
	const char *text;
	const char *message; /* what is printed first */
};

static const struct bad_case bad_cases[] = {
	{"", "e.jsonl: error: no plan line"},
	{"\x7f"
	 "ELF\n",
		"e.jsonl:1:1: error: no JSON"},
	{"[]\n", "e.jsonl:1:1: error: every line must be a JSON object"},
	{"{}\n", "e.jsonl:1:1: error: no \"event\""},
	{"{\"event\":7}\n", "e.jsonl:1:1: error: no \"event\""},
	{"{\"event\":\"pland\"}\n", "e.jsonl:1:1: error: unknown event 'pland'"},
	{"{\"event\":\"plan\",\"schema\":2}\n",
		"e.jsonl:1:18: error: schema: this mtlspec reads event files of schema 1, and this one "
		"says 2"},
	{"{\"event\":\"plan\"}\n", "e.jsonl:1:1: error: schema: is missing"},
	{"{\"event\":\"plan\",\"schema\":\"1\"}\n", "e.jsonl:1:18: error: schema: must be an integer"},
	{CELL(CELL_A, "\"pass\"", "") PLAN, "e.jsonl:1:1: error: the first line must be the plan"},
	{PLAN PLAN, "e.jsonl:2:1: error: a second plan line"},
	{PLAN CELL("nobody", "\"pass\"", ""), "e.jsonl:2:1: error: cell 'nobody' is not in the plan"},
	{PLAN CELL(CELL_A, "\"past\"", ""), "e.jsonl:2:129: error: verdict: unknown word 'past'"},
	{PLAN CELL(CELL_A, "null", ""), "e.jsonl:2:129: error: verdict: must not be null"},
	{PLAN CELL(CELL_A, "1", ""), "e.jsonl:2:129: error: verdict: must be a string, not an integer"},
	{PLAN CELL(CELL_A, "\"pass\"", ",\"by\":1"),
		"e.jsonl:2:341: error: no JSON: duplicate object key"},
	{PLAN CELL(CELL_A, "\"pass\"", ",\"link\":[]"),
		"e.jsonl:2:339: error: link: must be a string, not a list"},
	{PLAN CELL(CELL_A, "\"pass\"", ",\"expected_alert\":\"unknown_cow\""),
		"e.jsonl:2:339: error: expected_alert: unknown alert 'unknown_cow'"},
	{PLAN "{\"event\":\"cell\",\"id\":\"" CELL_A "\"}\n",
		"e.jsonl:2:1: error: scenario: is missing"},
	{PLAN "{\"event\":\"cell\"\n" CELL(CELL_A, "\"pass\"", ""), "e.jsonl:2:15: error: no JSON"},
	{PLAN END_LINE("0", "2") CELL(CELL_A, "\"pass\"", ""),
		"e.jsonl:3:1: error: a line after the end line"},
	{PLAN END_LINE("3", "2"), "e.jsonl:2:1: error: the totals say 3 pass, but the cells say 0"},
	{PLAN END_LINE("-1", "2"), "e.jsonl:2:17: error: pass: -1 is out of range"},
	{PLAN END_LINE("1.5", "2"),
		"e.jsonl:2:17: error: pass: must be an integer, not a number with a fraction"},
	{PLAN END_LINE("99999999999999999999", "2"), "e.jsonl:2:42: error: no JSON: too big integer"},
};

START_TEST(test_diagnostics)
{
	fresh();
	for (size_t i = 0; i < COUNT_OF(bad_cases); i++) {
		struct diag own;
		char *text = NULL;
		size_t len;
		FILE *out = open_memstream(&text, &len);

		diag_init(&own);
		ck_assert_ptr_null(
			event_parse(&arena, &own, "e.jsonl", bad_cases[i].text, strlen(bad_cases[i].text)));
		diag_print(&own, out);
		fclose(out);
		ck_assert_msg(text_starts_with(text, bad_cases[i].message), "case %zu: %s", i, text);
		free(text);
		diag_finish(&own);
	}
}
END_TEST

#define ATTEMPT(moments)                                                                           \
	PLAN "{\"event\":\"cell\",\"id\":\"" CELL_A                                                    \
		 "\",\"scenario\":\"a\",\"target\":\"t\",\"mode\":\"NoClientCert\",\"tls\":null,"          \
		 "\"driver\":null,\"verdict\":\"pass\",\"expected\":null,\"observed\":null,\"by\":null,"   \
		 "\"alert\":null,\"alert_from\":null,\"handshake_client\":true,\"backend\":null,"          \
		 "\"control\":null,\"deviation\":null,\"reason\":null,\"duration_us\":0,\"attempts\":["    \
		 "{\"role\":\"r\",\"driver\":null,\"credential\":null,\"outcome\":null,\"by\":null,"       \
		 "\"facts\":{\"backend\":null,\"moments\":" moments "}}]}\n"

START_TEST(test_rows_must_be_whole)
{
	fresh();
	struct run_result *run = parse(ATTEMPT("[[5,\"client\",\"ClientHello\",517]]"));

	ck_assert_ptr_nonnull(run);
	ck_assert_uint_eq(run->cells[0].attempts[0].facts.moments[0].bytes, 517);
	ck_assert_int_eq(run->cells[0].attempts[0].facts.alert, TLS_ALERT_NONE);
	ck_assert_ptr_null(parse(ATTEMPT("[[5,\"client\",\"ClientHello\"]]")));
	ck_assert_str_eq(diag.entries[0].text, "attempts.facts.moments: 3 values where 4 are needed");
	ck_assert_ptr_null(parse(ATTEMPT("[5]")));
	ck_assert_ptr_null(parse(ATTEMPT("[[5,\"client\",7,1]]")));
	ck_assert_str_eq(
		diag.entries[2].text, "attempts.facts.moments.what: must be a string, not an integer");
}
END_TEST

START_TEST(test_deep_nesting_is_bounded)
{
	fresh();
	SCOPED_BUF deep;

	buf_init(&deep, 1 << 22);
	for (int i = 0; i < 1000000; i++)
		buf_putc(&deep, '[');
	buf_putc(&deep, '\n');
	ck_assert_ptr_null(event_parse(&arena, &diag, "e", deep.data, deep.len));
}
END_TEST

/* Sanitizers see a read past the end of exactly so many bytes. */
START_TEST(test_text_need_not_end_with_nul)
{
	static const char *const texts[] = {" ", "\n ", "{", PLAN " "};

	fresh();
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		size_t len = strlen(texts[i]);
		char *exact = malloc(len);

		ck_assert_ptr_nonnull(exact);
		memcpy(exact, texts[i], len);
		ck_assert_int_eq(event_parse(&arena, &diag, "e", exact, len) != NULL, i == 3);
		free(exact);
	}
}
END_TEST

START_TEST(test_directory_and_missing_file)
{
	fresh();
	ck_assert_ptr_null(event_read(&arena, &diag, "/"));
	ck_assert_ptr_null(event_read(&arena, &diag, "/no/such/file"));
	ck_assert_uint_eq(diag.count, 2);
	ck_assert_str_eq(diag.entries[0].text, "/: is a directory, not a file");
}
END_TEST

/* A plain pass is read without its timeline, whatever its strings hold; all others whole. */
START_TEST(test_slim)
{
	static const struct {
		const char *line;
		const char *slim; /* NULL: as it is */
	} rows[] = {
		{"{\"verdict\":\"pass\",\"moments\":[[1,\"a\",\"]\\\"]\",2],[]],\"x\":[\"moments\"]}",
			"{\"verdict\":\"pass\",\"moments\":[],\"x\":[\"moments\"]}"},
		{"{\"verdict\":\"pass\",\"a\":[{\"moments\":[[1]]},{\"moments\":[2]}]}",
			"{\"verdict\":\"pass\",\"a\":[{\"moments\":[]},{\"moments\":[]}]}"},
		{"{\"verdict\":\"pass\"}", "{\"verdict\":\"pass\"}"},
		{"{\"verdict\":\"fail\",\"moments\":[1]}", NULL},
		{"{\"verdict\":\"pass\",\"deviation\":\"other\",\"moments\":[1]}", NULL},
		{"{\"verdict\":\"pass\",\"moments\":[1,\"]", NULL},
		{"{\"verdict\":\"pass\",\"moments\":[[1]", NULL},
		{"{\"verdict\":\"pass\",\"moments\":[\"\\", NULL},
	};
	SCOPED_BUF out;

	buf_init(&out, 4096);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		bool slim = event_slim(&out, rows[i].line, strlen(rows[i].line));

		ck_assert_msg(slim == (rows[i].slim != NULL), "%s", rows[i].line);
		ck_assert(!slim || strcmp(buf_text(&out), rows[i].slim) == 0);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"event_write",
			{test_tables_cover_their_structs, test_round_trip_of_every_field,
				test_round_trip_of_nothing, test_promised_keys_in_order, test_any_byte_survives,
				test_full_disk_is_reported}},
		{"event_read",
			{test_missing_cells_are_not_run, test_nothing_presented, test_torn_anywhere,
				test_later_line_replaces, test_unknown_keys_are_passed_over, test_diagnostics,
				test_rows_must_be_whole, test_deep_nesting_is_bounded,
				test_text_need_not_end_with_nul, test_directory_and_missing_file, test_slim}},
	};

	return unit_run("event", cases, COUNT_OF(cases));
}
