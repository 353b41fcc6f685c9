#include "target_client.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "server_naming.h"

struct cannot_text {
	int what;
	const char *reason;
	struct place place;
};

const char *const client_need_words[] = {"client-certificate", "no-client-certificate", "sni",
	"ip-name", "trailing-dot", "idn", "tls1.2-only", "tls1.3-only", NULL};
_Static_assert(COUNT_OF(client_need_words) == CLIENT_NEED_COUNT + 1, "a word for each need");

const char *const client_kind_words[] = {"program", "proxy", "daemon", NULL};
_Static_assert(COUNT_OF(client_kind_words) == CLIENT_KIND_COUNT + 1, "a word for each kind");

const char *const target_client_value_names[] = {"dir", "name", "host", "port", "server_ca",
	"server_crl", "client_cert", "client_key", "client_both", "client_encrypted_key", "client_p12",
	"passphrase_file", "passphrase", "tls", "url", "path", "connect_proxy", "tls_proxy",
	"first_url", "first_path", "first_cert", "first_key", "upstream_host", "upstream_port",
	"defects", NULL};

#define ENCRYPTED_KEY "encrypted.key"
const struct target_client_file target_client_files[] = {{"client_cert", "pem", false, NULL},
	{"client_key", "key", false, ENCRYPTED_KEY}, {"client_both", "both.pem", false, NULL},
	{"client_encrypted_key", ENCRYPTED_KEY, false, NULL}, {"client_p12", "p12", false, NULL},
	{"first_cert", "pem", true, NULL}, {"first_key", "key", true, NULL}, {NULL, NULL, false, NULL}};

static const char *const program_names[] = {"dir", "name", "host", "port", "server_ca",
	"server_crl", "client_cert", "client_key", "client_both", "client_encrypted_key", "client_p12",
	"passphrase_file", "passphrase", "tls", "url", "path", "connect_proxy", "tls_proxy",
	"first_url", "first_path", "first_cert", "first_key", "defects", NULL};
static const char *const daemon_names[] = {"dir", "name", "host", "port", "server_ca", "server_crl",
	"client_cert", "client_key", "client_both", "client_encrypted_key", "client_p12",
	"passphrase_file", "passphrase", "tls", "url", "path", "connect_proxy", "first_url",
	"first_path", "first_cert", "first_key", "defects", NULL};
static const char *const proxy_names[] = {"dir", "name", "host", "port", "server_ca", "server_crl",
	"client_cert", "client_key", "client_both", "client_encrypted_key", "client_p12",
	"passphrase_file", "passphrase", "tls", "upstream_host", "upstream_port", "defects", NULL};

const char *target_client_file_suffix(
	const struct target_client_file *file, const char *const *features, size_t count)
{
	for (size_t i = 0; file->encrypted && i < count; i++) {
		if (strcmp(features[i], TARGET_FEATURE_ENCRYPTED_KEY) == 0)
			return file->encrypted;
	}
	return file->suffix;
}

const char *const *target_client_names(enum client_kind kind)
{
	static const char *const *const names[CLIENT_KIND_COUNT] = {
		[CLIENT_PROGRAM] = program_names,
		[CLIENT_PROXY] = proxy_names,
		[CLIENT_DAEMON] = daemon_names,
	};

	return names[kind];
}

static const struct field arguments_fields[] = {
	{"when", FIELD_TEXT, offsetof(struct target_arguments, when), .required = true,
		.doc = TARGET_FEATURE_CLIENT_CERTIFICATE ", or a feature of this file"},
	{"args", FIELD_TEXTS, offsetof(struct target_arguments, args), .required = true,
		.doc = "arguments that are given only then"},
};
static const struct schema arguments_schema = {
	"args", sizeof(struct target_arguments), arguments_fields, COUNT_OF(arguments_fields)};

static void read_plain(
	struct target_arguments *out, const struct node *node, struct arena *arena, struct diag *diag)
{
	const char *text = schema_scalar(node, diag, "args");

	if (!text)
		return;
	out->args.items = ARENA_NEW(arena, const char *);
	out->args.places = ARENA_NEW(arena, struct place);
	out->args.items[0] = text;
	out->args.places[0] = node->place;
	out->args.count = 1;
}

/* A list of texts and of maps {when, args}. */
static void read_arguments(
	void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	struct target_client *client = member;

	if (node->kind != NODE_LIST) {
		diag_error(diag, node->place, "'args' must be a list");
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		struct target_arguments *group = ARENA_PUSH(arena, client->args, client->args_count);

		if (node->items[i]->kind == NODE_MAP)
			(void)!schema_read(group, &arguments_schema, node->items[i], arena, diag);
		else
			read_plain(group, node->items[i], arena, diag);
	}
}

static const struct field cannot_fields[] = {
	{"what", FIELD_WORD, offsetof(struct cannot_text, what), .required = true,
		.words = client_need_words, .place_offset = offsetof(struct cannot_text, place),
		.doc = "what a scenario may need"},
	{"reason", FIELD_TEXT, offsetof(struct cannot_text, reason), .required = true,
		.doc = "why the client cannot do it, for the skip"},
};
static const struct schema cannot_schema = {
	"cannot", sizeof(struct cannot_text), cannot_fields, COUNT_OF(cannot_fields)};

static const struct field client_fields[] = {
	{"kind", FIELD_WORD, offsetof(struct client_text, kind), .required = true,
		.words = client_kind_words,
		.doc = "program: run once for each connection; proxy: launched, and asked on its front; "
			   "daemon: launched, and connects when it likes"},
	{"args", FIELD_CUSTOM, offsetof(struct client_text, client), .read = read_arguments,
		.takes = TAKES_TEXTS | TAKES_MAPS, .fields = &arguments_schema,
		.place_offset = offsetof(struct client_text, args_place),
		.doc = "arguments; an empty expansion is dropped; {when: FEATURE, args: [...]}"},
	{"stdin", FIELD_TEXT, offsetof(struct client_text, client.input),
		.place_offset = offsetof(struct client_text, client.input_place),
		.doc = "what is written to the program's standard input"},
	{"files", FIELD_STRUCTS, offsetof(struct client_text, files), .fields = &target_file_schema,
		.doc = "files to render, as at the top level"},
	{"success", FIELD_TEXTS, offsetof(struct client_text, success),
		.doc = "what means that it got its answer: exit statuses (default 0), \"says TEXT\": its "
			   "output has that text; or wire: it tells nothing, and the answer was sent"},
	{"answer", FIELD_CUSTOM, offsetof(struct client_text, answer), .read = target_reply_read,
		.takes = TAKES_TEXT | TAKES_MAP, .fields = &target_reply_schema,
		.place_offset = offsetof(struct client_text, answer.place),
		.doc = "what our server answers: a named answer, a status, or {status, type, headers, "
			   "body, file}"},
	{"cannot", FIELD_STRUCTS, offsetof(struct client_text, cannot), .fields = &cannot_schema,
		.doc = "what it cannot express; scenarios that need it are skips"},
};
const struct schema client_block_schema = {
	"client", sizeof(struct client_text), client_fields, COUNT_OF(client_fields)};

static bool take_status(struct target_client *client, const char *text)
{
	long status = strtol(text, NULL, 10);

	if (!*text || strspn(text, "0123456789") != strlen(text) || strlen(text) > 3 || status > 255)
		return false;
	client->success[status] = true;
	return true;
}

/* A text alone goes with any exit status. */
static void settle_success(struct target_client *client, bool has_status)
{
	bool any = client->success_texts.count && !has_status;

	for (size_t i = 0; any && i < COUNT_OF(client->success); i++)
		client->success[i] = true;
	if (!has_status && !any)
		client->success[0] = true;
}

bool target_client_success(struct target_client *client, const struct text_list *list,
	struct arena *arena, struct diag *diag)
{
	static const char says[] = "says ";
	size_t errors = diag->count + diag->dropped;
	bool has_status = false;

	for (size_t i = 0; i < list->count; i++) {
		const char *text = list->items[i];

		if (strcmp(text, "wire") == 0) {
			client->wire_decides = true;
		} else if (strncmp(text, says, strlen(says)) == 0 && text[strlen(says)]) {
			text_list_add(&client->success_texts, text + strlen(says), list->places[i], arena);
		} else if (take_status(client, text)) {
			has_status = true;
		} else {
			diag_error(diag, list->places[i],
				"success: '%s' is no exit status (0 to 255), no \"says TEXT\" and not wire", text);
		}
	}
	if (client->wire_decides && list->count > 1)
		diag_error(diag, list->places[0], "success: wire stands alone: it leaves all else out");
	settle_success(client, has_status);
	return diag->count + diag->dropped == errors;
}

/* What belongs to another kind of client. */
static void check_kind(
	const struct target_client *client, const struct client_text *text, struct diag *diag)
{
	if (client->kind != CLIENT_PROGRAM && client->input)
		diag_error(diag, client->input_place, "'stdin' is for programs");
	if (client->kind == CLIENT_DAEMON && text->success.count)
		diag_error(
			diag, text->success.places[0], "'success' is for programs: a daemon does not end");
	if (client->kind == CLIENT_PROXY && text->answer.place.line)
		diag_error(diag, text->answer.place,
			"'answer' is for programs and daemons: what a proxy passes on is known by the answer "
			"that our server always gives");
}

void target_client_take(
	struct target *target, const struct client_text *text, struct arena *arena, struct diag *diag)
{
	struct target_client *client = &target->client;
	const struct cannot_text *cannot = text->cannot.items;

	if (!text->place.line)
		return;
	*client = text->client;
	client->given = true;
	client->kind = (enum client_kind)text->kind;
	if (text->args_place.line && target->args.count)
		diag_error(diag, text->args_place, "'args' here and at the top level: which?");
	for (size_t i = 0; i < target->args.count; i++) {
		struct target_arguments *group = ARENA_PUSH(arena, client->args, client->args_count);

		group->args = (struct text_list){&target->args.items[i], &target->args.places[i], 1};
	}
	(void)!target_client_success(client, &text->success, arena, diag);
	target_reply_take(&client->answer, &text->answer, target->folder, arena, diag);
	for (size_t i = 0; i < text->cannot.count; i++)
		client->cannot[cannot[i].what] = cannot[i].reason;
	check_kind(client, text, diag);
}

static bool knows_feature(const struct target *target, const char *name)
{
	return strcmp(name, TARGET_FEATURE_CLIENT_CERTIFICATE) == 0 ||
		target_find_feature(target, name);
}

/* A client that is not told how to open its key would show nothing, or ask at a terminal; and one
 * that has the same key in another file need not open it. */
static void check_encrypted_key(const struct target *target, struct diag *diag)
{
	const struct target_feature *feature =
		target_find_feature(target, TARGET_FEATURE_ENCRYPTED_KEY);

	if (!feature)
		return;
	if (!target_client_uses(target, "${passphrase_file}") &&
		!target_client_uses(target, "${passphrase}"))
		diag_error(diag, feature->place,
			"'" TARGET_FEATURE_ENCRYPTED_KEY
			"': nothing opens ${client_key} then: use ${passphrase_file} or ${passphrase}");
	if (!target_client_uses(target, "${client_key}") ||
		target_client_uses(target, "${client_both}") || target_client_uses(target, "${client_p12}"))
		diag_error(diag, feature->place,
			"'" TARGET_FEATURE_ENCRYPTED_KEY "': it is ${client_key} that is encrypted then, and "
			"not what is in ${client_both} or ${client_p12}");
}

void target_client_check(const struct target *target, struct diag *diag)
{
	const struct target_client *client = &target->client;

	check_encrypted_key(target, diag);
	for (size_t i = 0; i < client->args_count; i++) {
		const struct target_arguments *group = &client->args[i];

		if (group->when && group->args.count && !knows_feature(target, group->when))
			diag_error(diag, group->args.places[0],
				"'when: %s': there is no such feature in this file, and it is not "
				"'" TARGET_FEATURE_CLIENT_CERTIFICATE "'",
				group->when);
	}
	for (int i = 0; i < AUTH_MODE_COUNT; i++) {
		if (target->modes[i].given)
			diag_error(diag, target->modes[i].place,
				"'modes' say what a server does; for a client our server is in the mode");
	}
}

const char *target_client_name(const struct target *target)
{
	return target->server_name ? target->server_name : SERVER_NAMING_DEFAULT;
}

static bool any_value_holds(const struct pair_list *values, const char *text)
{
	for (size_t i = 0; i < values->count; i++) {
		if (strstr(values->items[i].value, text))
			return true;
	}
	return false;
}

bool target_client_uses(const struct target *target, const char *text)
{
	const struct target_client *client = &target->client;
	bool uses = any_value_holds(&target->environment, text) ||
		any_value_holds(&target->values, text) || (client->input && strstr(client->input, text));

	for (size_t i = 0; i < client->args_count; i++)
		uses = uses || text_list_holds(&client->args[i].args, text);
	for (size_t i = 0; i < target->feature_count; i++)
		uses = uses || any_value_holds(&target->features[i].values, text);
	for (size_t i = 0; i < target->file_count; i++)
		uses = uses || strstr(target->files[i].text, text);
	return uses;
}
