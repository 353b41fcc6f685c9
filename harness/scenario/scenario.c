#include "scenario.h"

#include <string.h>

#include "arena.h"
#include "expect.h"
#include "scenario_check.h"
#include "text.h"

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
	{"forge_identity", FIELD_WORD, offsetof(struct scenario_client, forge), .words = forge_words,
		.place_offset = offsetof(struct scenario_client, forge_place),
		.doc = "also send the target's identity headers, with values that name an admin"},
};
static const struct schema client_schema = {
	"client", sizeof(struct scenario_client), client_fields, COUNT_OF(client_fields)};

static const struct field server_fields[] = {
	{"present", FIELD_TEXT, offsetof(struct scenario_server, present), .required = true,
		.place_offset = offsetof(struct scenario_server, present_place),
		.doc = "name of the credential that our server presents"},
	{"name", FIELD_TEXT, offsetof(struct scenario_server, name),
		.place_offset = offsetof(struct scenario_server, name_place),
		.doc = "host name or IP address that the client is told; default " SCENARIO_SERVER_NAME},
	{"staple", FIELD_WORD, offsetof(struct scenario_server, staple), .words = staple_words,
		.place_offset = offsetof(struct scenario_server, staple_place),
		.doc = "OCSP response that our server staples; default none"},
	{"ca_names", FIELD_TEXT, offsetof(struct scenario_server, ca_names),
		.place_offset = offsetof(struct scenario_server, ca_names_place),
		.doc = "authority named in CertificateRequest, or none; default client-root"},
	{"control", FIELD_TEXT, offsetof(struct scenario_server, control),
		.place_offset = offsetof(struct scenario_server, control_place),
		.doc = "credential of a server that is good under that name; default server"},
};
static const struct schema server_schema = {
	"server", sizeof(struct scenario_server), server_fields, COUNT_OF(server_fields)};

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
	{"server", FIELD_STRUCT, offsetof(struct scenario, server), .fields = &server_schema,
		.place_offset = offsetof(struct scenario, server_place),
		.doc = "what the reference server does, for target: client"},
	{"client", FIELD_STRUCT, offsetof(struct scenario, client), .fields = &client_schema,
		.place_offset = offsetof(struct scenario, client_place),
		.doc = "what the reference client does, or what the target is configured with"},
	{"requires", FIELD_TEXTS, offsetof(struct scenario, requires_features),
		.doc = "features that the target must have"},
	{"only", FIELD_TEXTS, offsetof(struct scenario, only),
		.doc = "names of the targets that it is about; default all"},
	{"modes", FIELD_TEXTS, offsetof(struct scenario, step_modes),
		.place_offset = offsetof(struct scenario, modes_place),
		.doc = "client-auth modes to make the steps in"},
	{"steps", FIELD_STRUCTS, offsetof(struct scenario, step_list), .fields = &scenario_step_schema,
		.place_offset = offsetof(struct scenario, steps_place),
		.doc = "several connections in order, in place of client and expect"},
	{"tls", FIELD_CUSTOM, offsetof(struct scenario, versions), .read = read_versions,
		.doc = "TLS versions to run in; tls1.2 and tls1.3 unless given"},
	{"identity", FIELD_WORD, offsetof(struct scenario, identity), .words = identity_rule_words,
		.place_offset = offsetof(struct scenario, identity_place),
		.doc = "what the backend must be told of the client"},
	{"needs_identity", FIELD_BOOL, offsetof(struct scenario, needs_identity),
		.place_offset = offsetof(struct scenario, needs_identity_place),
		.doc = "skip targets that tell the backend nothing of the client"},
	{"presents", FIELD_WORD, offsetof(struct scenario, presents), .words = presents_rule_words,
		.place_offset = offsetof(struct scenario, presents_place),
		.doc = "what our server must have been shown, for target: client"},
	{"presents_level", FIELD_WORD, offsetof(struct scenario, presents_level), .words = level_words,
		.place_offset = offsetof(struct scenario, presents_level_place),
		.doc = "what it costs if it was shown something else; default must"},
	{"expect", FIELD_NODE, offsetof(struct scenario, expect_node), .required = true,
		.unless = "steps", .place_offset = offsetof(struct scenario, expect_place),
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

static void set_client_defaults(struct scenario *scenario)
{
	if (!scenario->client.present && !scenario->client_place.line)
		scenario->client.present = SCENARIO_GOOD_CLIENT;
	if (!scenario->server.name)
		scenario->server.name = SCENARIO_SERVER_NAME;
}

bool scenario_is_for(const struct scenario *scenario, const char *target)
{
	for (size_t i = 0; i < scenario->only.count; i++) {
		if (strcmp(scenario->only.items[i], target) == 0)
			return true;
	}
	return !scenario->only.count;
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
	if (scenario->side == SIDE_CLIENT)
		set_client_defaults(scenario);
	if (scenario->steps_place.line)
		scenario_steps_take(scenario, arena, diag);
	else if (scenario->expect_node)
		ok = expect_read(scenario->expect, places, scenario->expect_node, arena, diag) && ok;
	scenario_check_names(scenario, arena, diag, credentials);
	if (ok)
		scenario_check(scenario, places, diag);
	return ok && diag->count + diag->dropped == before ? scenario : NULL;
}
