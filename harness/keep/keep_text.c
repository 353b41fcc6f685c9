#include "keep_text.h"

#include <string.h>

#include "buf.h"
#include "cell.h"
#include "instance.h"
#include "kept.h"
#include "process.h"
#include "text.h"

enum { TEXT_MAX = 4 * 1024 * 1024, LABEL_WIDTH = 20 };

static void line(struct buf *out, const char *label, const char *text)
{
	if (text && *text)
		buf_printf(out, "%-*s %s\n", LABEL_WIDTH, label, text);
}

static void head(struct buf *out, const struct kept *kept)
{
	const struct cell_result *result = kept->result;

	line(out, "cell", result->id);
	line(out, "verdict", verdict_words[result->verdict]);
	line(out, "reason", result->reason);
	line(out, "expected", outcome_words[result->expected]);
	line(out, "observed", outcome_words[result->observed]);
	line(out, "by", result->by);
	line(out, "our side presented", presented_word(result->credential, result->presents_nothing));
	line(out, "what is wrong", result->defect);
	line(out, "target's setting", result->setting);
	line(out, "see it again", result->reproduce);
}

static void answer(struct buf *out, const struct observation *facts, struct arena *arena)
{
	if (facts->http_status)
		line(out, "  HTTP answer", arena_printf(arena, "%d", facts->http_status));
	line(out, "  its body", facts->http_excerpt);
	line(out, "  program said", facts->output);
	if (facts->alert != TLS_ALERT_NONE)
		line(out, "  alert",
			arena_printf(arena, "%s (%d) from the %s", tls_alert_name(facts->alert), facts->alert,
				party_words[facts->alert_from]));
	line(out, "  ended", connection_end_words[facts->end]);
	line(out, "  trouble", facts->trouble);
	line(out, "  server not trusted", facts->server_trust_error);
}

static void identity(struct buf *out, const struct observation *facts)
{
	const struct identity_seen *seen = &facts->identity;

	if (facts->backend_observed)
		line(out, "  backend", facts->backend_saw ? "saw the request" : "did not see the request");
	line(out, "    verified", seen->verified);
	line(out, "    subject", seen->subject);
	line(out, "    fingerprint", seen->fingerprint);
	line(out, "    certificate", seen->certificate);
	line(out, "  PROXY header", facts->proxy_header);
}

/* Of its traffic.pcapng. */
static void cut(struct buf *out, const struct kept *kept, size_t index)
{
	const struct cell *cell = kept->cell;
	uint64_t bytes =
		cell && index < cell->made ? traffic_cut(&cell->connections[index].sent.traffic) : 0;

	if (bytes)
		line(out, "  traffic left out",
			arena_printf(kept->arena, "%llu bytes", (unsigned long long)bytes));
}

static void connection(struct buf *out, const struct kept *kept, size_t index)
{
	const struct attempt_result *attempt = &kept->result->attempts[index];
	const struct observation *facts = &attempt->facts;
	struct arena *arena = kept->arena;

	buf_printf(out, "\nconnection %zu: %s%s%s\n", index + 1, attempt->role,
		attempt->step ? ", step " : "", attempt->step ? attempt->step : "");
	line(out, "  driver", attempt->driver);
	line(out, "  credential", presented_word(attempt->credential, attempt->presents_nothing));
	line(out, "  showed",
		arena_printf(arena, "%s%s%s", outcome_words[attempt->outcome], attempt->by ? ": " : "",
			attempt->by ? attempt->by : ""));
	line(out, "  version", tls_version_words[facts->negotiated]);
	line(out, "  cipher", facts->cipher);
	line(out, "  our certificate", certificate_sent_words[facts->sent]);
	line(out, "  in its place", facts->why_twin);
	for (size_t i = 0; i < facts->signature_scheme_count; i++)
		line(out, i ? "" : "  server asks for", facts->signature_schemes[i]);
	answer(out, facts, arena);
	cut(out, kept, index);
	identity(out, facts);
	buf_puts(out, "  timeline (microseconds)\n");
	for (size_t i = 0; i < facts->moment_count; i++) {
		const struct moment *moment = &facts->moments[i];

		buf_printf(out, "%10llu  %-6s  %s", (unsigned long long)moment->at_us,
			moment->sender == PARTY_NONE ? "-" : party_words[moment->sender], moment->what);
		buf_printf(out, moment->bytes ? " (%zu bytes)\n" : "\n", moment->bytes);
	}
}

static bool write_transcript(struct kept *kept)
{
	SCOPED_BUF text;
	SCOPED_BUF clean;

	buf_init(&text, TEXT_MAX);
	buf_init(&clean, TEXT_MAX);
	head(&text, kept);
	for (size_t i = 0; i < kept->result->attempt_count; i++)
		connection(&text, kept, i);
	text_clean(&clean, buf_text(&text), text.len);
	return kept_write(kept, "transcript.txt", &clean, 0644);
}

/* One moment a line; what was said comes last, so that it may hold anything but tab and newline. */
static bool write_timeline(struct kept *kept)
{
	SCOPED_BUF text;

	buf_init(&text, TEXT_MAX);
	buf_puts(&text, "connection\tat_us\tsender\tbytes\twhat\n");
	for (size_t i = 0; i < kept->result->attempt_count; i++) {
		const struct observation *facts = &kept->result->attempts[i].facts;

		for (size_t j = 0; j < facts->moment_count; j++) {
			const struct moment *moment = &facts->moments[j];
			char *what = text_clean_dup(kept->arena, moment->what, strlen(moment->what));

			for (char *at = what; *at; at++)
				*at = *at == '\t' || *at == '\n' ? ' ' : *at;
			buf_printf(&text, "%zu\t%llu\t%s\t%zu\t%s\n", i + 1, (unsigned long long)moment->at_us,
				party_words[moment->sender], moment->bytes, what);
		}
	}
	return kept_write(kept, "timeline.txt", &text, 0644);
}

/* What it wrote since the cell began: with others' lines among them, if their cells ran beside
 * it. */
static bool write_log(struct kept *kept)
{
	const struct process *process = kept->instance->process;
	size_t from = kept->cell ? kept->cell->log_start : 0;
	SCOPED_BUF text;

	buf_init(&text, TEXT_MAX);
	if (process && process_log_total(process) > from) {
		size_t len;
		const char *log = process_log(process, &len);
		size_t wanted = process_log_total(process) - from;

		wanted = wanted < len ? wanted : len;
		text_clean(&text, log + len - wanted, wanted);
	} else if (kept->result->instance_log) {
		buf_puts(&text, kept->result->instance_log);
	}
	return kept_write(kept, "target.log", &text, 0644);
}

bool kept_texts(struct kept *kept)
{
	return write_transcript(kept) && write_timeline(kept) && write_log(kept);
}
