#include "target_reply.h"

#include <string.h>
#include <strings.h>

#include "arena.h"
#include "file.h"
#include "named_answer.h"
#include "request_words.h"
#include "template.h"
#include "text.h"

enum {
	STATUS_OK = 200,
	STATUS_NO_CONTENT = 204,
	STATUS_RESET_CONTENT = 205,
	STATUS_NOT_MODIFIED = 304,
	STATUS_MIN = 200, /* what is below is no end of an answer (RFC 9110 section 15.2) */
	STATUS_MAX = 599,
	HEADERS_MAX = 16 * 1024,
};

static const char text_type[] = "text/plain";
static const struct place on_command_line;

static const struct {
	const char *suffix;
	const char *type;
} types[] = {
	{".json", "application/json"},
	{".xml", "application/xml"},
	{".html", "text/html"},
	{".yaml", "application/yaml"},
	{".pb", "application/x-protobuf"},
	{".txt", text_type},
};

#define AT(member) offsetof(struct reply_text, member)
static const struct field reply_fields[] = {
	{"status", FIELD_NUMBER, AT(status), .min = STATUS_MIN, .max = STATUS_MAX,
		.doc = "default 200"},
	{"type", FIELD_TEXT, AT(type), .place_offset = AT(type_place),
		.doc = "Content-Type; default by the suffix of `file`, else text/plain"},
	{"headers", FIELD_TEXTS, AT(headers), .doc = "\"Name: value\""},
	{"body", FIELD_TEXT, AT(body), .place_offset = AT(body_place),
		.doc = "its text; ${token} is the connection's own"},
	{"file", FIELD_TEXT, AT(file), .place_offset = AT(file_place),
		.doc = "or a file beside the target file, sent as it is"},
};
#undef AT
const struct schema target_reply_schema = {
	"answer", sizeof(struct reply_text), reply_fields, COUNT_OF(reply_fields)};

void target_reply_read(
	void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	struct reply_text *text = member;

	text->status = STATUS_OK;
	if (node->kind == NODE_MAP)
		(void)!schema_read(text, &target_reply_schema, node, arena, diag);
	else
		text->word = schema_scalar(node, diag, "answer");
}

static void add_header(
	struct target_reply *out, const char *name, const char *value, struct arena *arena)
{
	struct pair *header = ARENA_PUSH(arena, out->headers, out->header_count);

	header->key = name;
	header->value = value;
}

static void add_type(struct target_reply *out, const char *type, struct arena *arena)
{
	add_header(out, "Content-Type", type, arena);
}

static void add_line(struct target_reply *out, const char *line, struct arena *arena)
{
	size_t name = strcspn(line, ":");
	const char *value = line + name + (line[name] == ':');

	add_header(out, arena_strndup(arena, line, name), value + strspn(value, " \t"), arena);
}

static bool has_no_body(int status)
{
	return status == STATUS_NO_CONTENT || status == STATUS_RESET_CONTENT ||
		status == STATUS_NOT_MODIFIED;
}

/* Three digits; 0: it is no status that an answer can have. */
static int status_of(const char *word)
{
	int status;

	if (strlen(word) != 3 || strspn(word, "0123456789") != 3)
		return 0;
	status = (word[0] - '0') * 100 + (word[1] - '0') * 10 + (word[2] - '0');
	return status >= STATUS_MIN && status <= STATUS_MAX ? status : 0;
}

static void use_word(struct target_reply *out, const char *word, struct place place,
	const char *what, struct diag *diag)
{
	const struct named_answer *named = named_answer_find(word);

	if (!named) {
		out->status = status_of(word);
		if (!out->status)
			diag_error_suggest(diag, place, word, named_answer_words,
				"%s: '%s' is neither a named answer nor a status from %d to %d", what, word,
				STATUS_MIN, STATUS_MAX);
		return;
	}
	out->status = named->status;
	out->named = named;
}

static void read_body(struct target_reply *out, const char *path, struct place place,
	const char *what, struct arena *arena, struct diag *diag)
{
	const char *why;
	char *content;

	if (!file_read(&content, &out->body_len, &why, arena, path, TARGET_REPLY_BODY_MAX))
		diag_error(diag, place, "%s: cannot read the answer: %s", what, why);
	else
		out->body = content;
}

static const char *type_of_file(const char *path)
{
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		if (text_ends_with(path, types[i].suffix))
			return types[i].type;
	}
	return "application/octet-stream";
}

/* Ours: by them the client knows where the answer ends. */
static const char *header_fault(const char *line, struct arena *arena)
{
	static const char *const ours[] = {"content-length:", "transfer-encoding:"};
	static const char type[] = "content-type:";

	for (size_t i = 0; i < COUNT_OF(ours); i++) {
		if (strncasecmp(line, ours[i], strlen(ours[i])) == 0)
			return arena_printf(
				arena, "the header '%.*s' is mtlspec's own", (int)strlen(ours[i]) - 1, line);
	}
	if (strncasecmp(line, type, strlen(type)) == 0)
		return "the content type is said by 'type'";
	return request_header_fault(line, arena);
}

static void check_headers(const struct text_list *headers, struct arena *arena, struct diag *diag)
{
	size_t len = 0;

	for (size_t i = 0; i < headers->count; i++) {
		len += strlen(headers->items[i]);
		diag_fault(diag, headers->places[i], header_fault(headers->items[i], arena));
	}
	if (len > HEADERS_MAX)
		diag_error(diag, headers->places[0], "headers of more than %d KiB", HEADERS_MAX / 1024);
}

static void check_parts(const struct reply_text *text, struct arena *arena, struct diag *diag)
{
	static const char *const known[] = {"token", NULL};

	check_headers(&text->headers, arena, diag);
	if (text->type && (!strchr(text->type, '/') || strpbrk(text->type, "\r\n")))
		diag_error(diag, text->type_place, "'%s' is no content type: \"text/html\"", text->type);
	if (text->body && text->file)
		diag_error(diag, text->file_place, "'body' and 'file': which?");
	if ((text->body || text->file) && has_no_body((int)text->status))
		diag_error(diag, text->body ? text->body_place : text->file_place,
			"an answer with status %ld has no body", text->status);
	if (text->body && strlen(text->body) > TARGET_REPLY_BODY_MAX)
		diag_error(
			diag, text->body_place, "an answer of more than %d KiB", TARGET_REPLY_BODY_MAX / 1024);
	if (text->body)
		(void)!template_check(text->body, known, text->body_place, diag);
}

void target_reply_take(struct target_reply *out, const struct reply_text *text, const char *folder,
	struct arena *arena, struct diag *diag)
{
	if (!text->place.line)
		return;
	if (text->word) {
		use_word(out, text->word, text->place, "answer", diag);
		return;
	}
	check_parts(text, arena, diag);
	out->status = (int)text->status;
	out->template = text->body;
	out->template_place = text->body_place;
	if (text->file)
		read_body(out,
			text->file[0] == '/' ? text->file : arena_printf(arena, "%s/%s", folder, text->file),
			text->file_place, "file", arena, diag);
	if (text->type)
		add_type(out, text->type, arena);
	else if (text->body || text->file)
		add_type(out, text->file ? type_of_file(text->file) : text_type, arena);
	for (size_t i = 0; i < text->headers.count; i++)
		add_line(out, text->headers.items[i], arena);
}

void target_reply_option(
	struct target_reply *out, const char *text, struct arena *arena, struct diag *diag)
{
	static const char what[] = "--answer";

	if (text[0] != '@') {
		use_word(out, text, on_command_line, what, diag);
		return;
	}
	out->status = STATUS_OK;
	read_body(out, text + 1, on_command_line, what, arena, diag);
	add_type(out, type_of_file(text + 1), arena);
}
