#include "scenario.h"

#include <string.h>

#include "arena.h"
#include "expect.h"
#include "text.h"

static const char id_chars[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./";

const char *const side_words[] = {"server", "client", NULL};
const char *const identity_rule_words[] = {"unchecked", "presented", "nobody", NULL};

static void read_versions(
	void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	const char *const *words = tls_version_words + 1; /* without "none" */
	bool *versions = member;
	size_t count = node->kind == NODE_LIST ? node->count : node->kind == NODE_SCALAR;

	(void)arena;
	if (!count) {
		diag_error(diag, node->place, "'tls' must be a list of TLS versions");
		return;
	}
	memset(versions, 0, sizeof(bool) * TLS_VERSION_COUNT);
	for (size_t i = 0; i < count; i++) {
		const struct node *item = node->kind == NODE_LIST ? node->items[i] : node;
		int index = schema_word(item, words, diag, "TLS version");

		if (index >= 0)
			versions[index + 1] = true;
	}
}

static const struct field client_fields[] = {
	{"present", FIELD_TEXT, offsetof(struct scenario_client, present), .required = true,
		.place_offset = offsetof(struct scenario_client, present_place),
		.doc = "name of the credential that the client presents, or none"},
	{"unsolicited_certificate", FIELD_BOOL,
		offsetof(struct scenario_client, unsolicited_certificate),
		.doc = "also send an empty Certificate message where none was asked for"},
};
static const struct schema client_schema = {
	"client", sizeof(struct scenario_client), client_fields, COUNT_OF(client_fields)};

static const struct field fields[] = {
	{"title", FIELD_TEXT, offsetof(struct scenario, title), .required = true,
		.place_offset = offsetof(struct scenario, title_place),
		.doc = "what is tried, in one line"},
	{"why", FIELD_TEXT, offsetof(struct scenario, why), .required = true,
		.doc = "what is at stake, for readers who know no PKI"},
	{"rules", FIELD_TEXTS, offsetof(struct scenario, rules), .required = true,
		.doc = "the sections of the RFCs that decide"},
	{"target", FIELD_WORD, offsetof(struct scenario, side), .required = true, .words = side_words,
		.place_offset = offsetof(struct scenario, side_place),
		.doc = "which side of TLS the target plays"},
	{"client", FIELD_STRUCT, offsetof(struct scenario, client), .required = true,
		.fields = &client_schema, .doc = "what the reference client does"},
	{"requires", FIELD_TEXTS, offsetof(struct scenario, requires_features),
		.doc = "features that the target must have"},
	{"tls", FIELD_CUSTOM, offsetof(struct scenario, versions), .read = read_versions,
		.doc = "TLS versions to run in; tls1.2 and tls1.3 unless given"},
	{"identity", FIELD_WORD, offsetof(struct scenario, identity), .words = identity_rule_words,
		.place_offset = offsetof(struct scenario, identity_place),
		.doc = "what the backend must be told of the client"},
	{"expect", FIELD_NODE, offsetof(struct scenario, expect_node), .required = true,
		.doc = "what must happen, for each client-auth mode"},
};
const struct schema scenario_schema = {
	"scenario", sizeof(struct scenario), fields, COUNT_OF(fields)};

/* "a/b.yaml" -> "b" */
static char *id_of_path(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t len = strlen(name);

	if (text_ends_with(name, ".yaml"))
		len -= strlen(".yaml");
	return arena_strndup(arena, name, len);
}

static void check_id(const struct scenario *scenario, struct diag *diag)
{
	struct place place = {scenario->path, 0, 0};

	/* ids stand in cell ids, globs and command lines, where '@', ':', '*' and blanks have meanings */
	if (!scenario->id[0] || scenario->id[strspn(scenario->id, id_chars)])
		diag_error(diag, place, "'%s' can't be a scenario's name: use letters, digits, - _ and .",
			scenario->id);
}

static void check_texts(const struct scenario *scenario, struct diag *diag)
{
	if (scenario->title && strchr(scenario->title, '\n'))
		diag_error(diag, scenario->title_place, "'title' must be one line");
}

static void check_credential(const struct scenario *scenario, struct arena *arena,
	struct diag *diag, const char *const *credentials)
{
	const char *name = scenario->client.present;
	const char **candidates;
	size_t count = 0;

	if (!name || !credentials || strcmp(name, "none") == 0)
		return;
	for (; credentials[count]; count++) {
		if (strcmp(credentials[count], name) == 0)
			return;
	}
	candidates = ARENA_ARRAY(arena, const char *, count + 2);
	memcpy(candidates, credentials, count * sizeof(*candidates));
	candidates[count] = "none";
	diag_error_suggest(
		diag, scenario->client.present_place, name, candidates, "unknown credential '%s'", name);
}

static bool only_below_tls12(const struct scenario *scenario)
{
	return !scenario->versions[TLS_1_2] && !scenario->versions[TLS_1_3];
}

/* A server that asks for no certificate may still refuse the version, or a message out of turn. */
static void check_reasons(
	const struct scenario *scenario, const struct place places[AUTH_MODE_COUNT], struct diag *diag)
{
	if (scenario->client.unsolicited_certificate || only_below_tls12(scenario))
		return;
	for (int i = 0; i < AUTH_MODE_COUNT; i++) {
		const struct expectation *expectation = &scenario->expect[i];

		if (!expectation->given || expectation->outcome != OUTCOME_REJECT ||
			auth_mode_requests((enum auth_mode)i))
			continue;
		diag_error(diag, places[i], "%s asks for no certificate: it has nothing to reject",
			auth_mode_words[i]);
	}
}

static void check_identity(const struct scenario *scenario, struct diag *diag)
{
	bool none = scenario->client.present && strcmp(scenario->client.present, "none") == 0;

	if (none && scenario->identity == IDENTITY_PRESENTED)
		diag_error(diag, scenario->identity_place, "the client presents nothing: nobody is right");
}

static void check_side(const struct scenario *scenario, struct diag *diag)
{
	if (scenario->side == SIDE_CLIENT)
		diag_error(diag, scenario->side_place,
			"scenarios for targets that are TLS clients can't be read by this version");
}

static void check(
	const struct scenario *scenario, const struct place places[AUTH_MODE_COUNT], struct diag *diag)
{
	check_id(scenario, diag);
	check_texts(scenario, diag);
	check_side(scenario, diag);
	check_identity(scenario, diag);
	check_reasons(scenario, places, diag);
}

struct scenario *scenario_read(struct arena *arena, struct diag *diag, const char *path,
	const char *id, const char *const *credentials)
{
	size_t before = diag->count + diag->dropped;
	struct scenario *scenario = ARENA_NEW(arena, struct scenario);
	struct place places[AUTH_MODE_COUNT] = {{0}};
	struct node *root;
	bool ok = node_read(&root, arena, diag, path);

	if (!root)
		return NULL;
	scenario->path = arena_strdup(arena, path);
	scenario->id = id ? arena_strdup(arena, id) : id_of_path(arena, path);
	scenario->versions[TLS_1_2] = scenario->versions[TLS_1_3] = true;
	ok = schema_read(scenario, &scenario_schema, root, arena, diag) && ok;
	if (scenario->expect_node)
		ok = expect_read(scenario->expect, places, scenario->expect_node, arena, diag) && ok;
	check_credential(scenario, arena, diag, credentials);
	if (ok)
		check(scenario, places, diag);
	return ok && diag->count + diag->dropped == before ? scenario : NULL;
}
