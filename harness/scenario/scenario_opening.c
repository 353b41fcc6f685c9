#include "scenario_opening.h"

#include <string.h>

#include "hex.h"
#include "scenario.h"
#include "scenario_time.h"

enum {
	PREFACE_MAX = 16 * 1024,
	EXTENSION_MAX = 60000, /* what is left of 65535 for all of them (RFC 8446 section 4.1.2) */
	RECORD_MAX = 16384, /* RFC 8446 section 5.1 */
	PAUSE_MAX_MS = 5000,
};

static void read_pause(
	void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	(void)arena;
	if (node->kind != NODE_SCALAR || !scenario_time_parse(member, node->text, PAUSE_MAX_MS))
		diag_error(diag, node->place, "'pause' must be a time such as 20ms, up to 5s");
}

static const struct field via_fields[] = {
	{"proxy_protocol", FIELD_NUMBER, offsetof(struct via, proxy_protocol), .required = true,
		.min = 1, .max = 2, .doc = "version of the PROXY protocol header that comes first"},
};
const struct schema scenario_via_schema = {
	"via", sizeof(struct via), via_fields, COUNT_OF(via_fields)};

static const struct field hello_fields[] = {
	{"extension", FIELD_NUMBER, offsetof(struct hello_more, extension), .min = 1,
		.max = EXTENSION_MAX, .doc = "an extension of so many bytes that nobody knows"},
	{"grease", FIELD_BOOL, offsetof(struct hello_more, grease),
		.doc = "extensions of the types that are reserved for being unknown (RFC 8701)"},
	{"name", FIELD_WORD, offsetof(struct hello_more, name), .words = hello_name_words,
		.doc = "how the server's name is written in it: usual, in capitals, with a dot at its end"},
};
const struct schema scenario_hello_schema = {
	"hello", sizeof(struct hello_more), hello_fields, COUNT_OF(hello_fields)};

static const struct field fragment_fields[] = {
	{"record", FIELD_NUMBER, offsetof(struct hello_fragment, record), .min = 1, .max = RECORD_MAX,
		.doc = "at most so many bytes of the ClientHello in each TLS record"},
	{"segment", FIELD_NUMBER, offsetof(struct hello_fragment, segment), .min = 1, .max = RECORD_MAX,
		.doc = "at most so many bytes of it written to TCP at once"},
	{"pause", FIELD_CUSTOM, offsetof(struct hello_fragment, pause_ms), .read = read_pause,
		.takes = TAKES_TEXT, .doc = "time between two such writes: 20ms"},
};
const struct schema scenario_fragment_schema = {
	"fragment", sizeof(struct hello_fragment), fragment_fields, COUNT_OF(fragment_fields)};

/* Pairs of hexadecimal digits, with blanks between them or none. */
static bool read_hex(struct preface *out, const char *text, struct arena *arena)
{
	char *bytes = arena_alloc(arena, strlen(text) / 2 + 1);
	size_t len = 0;

	for (; *text; text++) {
		if (*text == ' ')
			continue;
		if (hex_digit(text[0]) < 0 || hex_digit(text[1]) < 0)
			return false;
		bytes[len++] = (char)(hex_digit(text[0]) << 4 | hex_digit(text[1]));
		text++;
	}
	out->bytes = bytes;
	out->len = len;
	return len > 0;
}

static void read_hex_field(
	void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	if (node->kind != NODE_SCALAR || !read_hex(member, node->text, arena))
		diag_error(diag, node->place, "'hex' must be pairs of hexadecimal digits: \"0d 0a\"");
}

static const struct field preface_fields[] = {
	{"hex", FIELD_CUSTOM, 0, .read = read_hex_field, .takes = TAKES_TEXT,
		.doc = "the bytes, in hexadecimal"},
	{"request", FIELD_BOOL, offsetof(struct preface, request),
		.doc = "the request that follows over TLS, too"},
};
const struct schema scenario_preface_schema = {
	"preface", sizeof(struct preface), preface_fields, COUNT_OF(preface_fields)};

void scenario_preface_read(
	void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	struct preface *preface = member;

	if (node->kind == NODE_SCALAR && *node->text)
		*preface = (struct preface){.bytes = node->text, .len = strlen(node->text)};
	else if (node->kind != NODE_MAP)
		diag_error(
			diag, node->place, "'preface' must be a text, {hex: \"0d 0a\"} or {request: true}");
	else if (schema_read(preface, &scenario_preface_schema, node, arena, diag) &&
		(preface->len > 0) == preface->request)
		diag_error(diag, node->place, "'preface' says what comes first: either hex or request");
	if (preface->len > PREFACE_MAX)
		diag_error(diag, node->place, "'preface' has %zu bytes; at most %d", preface->len,
			(int)PREFACE_MAX);
}

static void refuse_in_plain(struct place place, const char *key, struct diag *diag)
{
	if (place.line)
		diag_error(diag, place, "'%s' is about TLS, and the step is plain", key);
}

void scenario_opening_check(const struct scenario_step *step, struct diag *diag)
{
	const struct opening *opening = &step->opening;

	if (step->fragment_place.line && !opening->fragment.record && !opening->fragment.segment)
		diag_error(diag, step->fragment_place,
			"'fragment' says no size: {record: 64}, {segment: 16}, or both");
	else if (opening->fragment.pause_ms && !opening->fragment.segment)
		diag_error(diag, step->fragment_place, "'pause' without 'segment': it is written at once");
	if (step->hello_place.line && !opening->hello.extension && !opening->hello.grease &&
		!opening->hello.name)
		diag_error(diag, step->hello_place,
			"'hello' says nothing unusual: {extension: 16000}, {grease: true}, {name: capitals}");
	if (opening->hello.name && step->sni_place.line && !step->sni)
		diag_error(diag, step->hello_place, "'name' beside 'sni: none': no name is sent");
	if (!step->plain)
		return;
	refuse_in_plain(step->fragment_place, "fragment", diag);
	refuse_in_plain(step->hello_place, "hello", diag);
	refuse_in_plain(step->preface_place, "preface", diag);
	refuse_in_plain(step->via_place, "via", diag);
}
