#include "scenario.h"

#include <string.h>

#include "arena.h"
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
	{"requires", FIELD_TEXTS, offsetof(struct scenario, requires_features),
		.doc = "features that the target must have"},
	{"only", FIELD_TEXTS, offsetof(struct scenario, only),
		.doc = "names of the targets that it is about; default all"},
	{"modes", FIELD_TEXTS, offsetof(struct scenario, step_modes),
		.place_offset = offsetof(struct scenario, modes_place),
		.doc = "client-auth modes to make the steps in"},
	{"steps", FIELD_STRUCTS, offsetof(struct scenario, step_list), .fields = &scenario_step_schema,
		.place_offset = offsetof(struct scenario, steps_place),
		.doc = "several connections in order, each with words of its own"},
	{.name = "",
		.kind = FIELD_PART,
		.offset = offsetof(struct scenario, only_step),
		.fields = &scenario_word_schema},
	{"tls", FIELD_CUSTOM, offsetof(struct scenario, versions), .read = read_versions,
		.doc = "TLS versions to run in; tls1.2 and tls1.3 unless given"},
	{"needs_identity", FIELD_BOOL, offsetof(struct scenario, needs_identity),
		.place_offset = offsetof(struct scenario, needs_identity_place),
		.doc = "skip targets that tell the backend nothing of the client"},
	{"needs_session", FIELD_BOOL, offsetof(struct scenario, needs_session),
		.place_offset = offsetof(struct scenario, needs_session_place),
		.doc = "skip targets that give no TLS session to resume"},
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

bool scenario_is_for(const struct scenario *scenario, const char *target)
{
	for (size_t i = 0; i < scenario->only.count; i++) {
		if (strcmp(scenario->only.items[i], target) == 0)
			return true;
	}
	return !scenario->only.count;
}

static bool is(const char *name, const char *wanted)
{
	return name && strcmp(name, wanted) == 0;
}

static const char *replaced_client(const struct scenario_step *step)
{
	const struct pair *replaced = scenario_deed_finds(step, DEED_CLIENT);

	return replaced ? replaced->value : NULL;
}

bool scenario_needs(const struct scenario *scenario, enum auth_mode mode, const char *credential)
{
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];

		if (step->expect[mode].connection.given &&
			(is(step->client.present, credential) || is(step->server.present, credential) ||
				is(step->server.control, credential) || is(step->control, credential) ||
				is(replaced_client(step), credential) || is(step->first.present, credential)))
			return true;
	}
	return false;
}

struct scenario *scenario_read(struct arena *arena, struct diag *diag, const char *path,
	const char *id, const char *const *credentials)
{
	size_t before = diag->count + diag->dropped;
	struct scenario *scenario = ARENA_NEW(arena, struct scenario);
	struct node *root;
	bool ok = node_read(&root, arena, diag, path);

	if (!root)
		return NULL;
	scenario->path = arena_strdup(arena, path);
	scenario->id = id ? arena_strdup(arena, id) : id_of_path(arena, path);
	scenario->versions[TLS_1_2] = scenario->versions[TLS_1_3] = true;
	ok = schema_read(scenario, &scenario_schema, root, arena, diag) && ok;
	scenario_steps_take(scenario, arena, diag);
	ok = ok && diag->count + diag->dropped == before;
	scenario_check_names(scenario, arena, diag, credentials);
	if (ok)
		scenario_check(scenario, diag);
	return ok && diag->count + diag->dropped == before ? scenario : NULL;
}
