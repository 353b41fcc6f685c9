#include "scenario.h"

#include <string.h>

#include "arena.h"
#include "scenario_check.h"
#include "scenario_for.h"
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
		.doc = "what asks for it: ids of the registry of rules"},
	{"target", FIELD_WORD, offsetof(struct scenario, side), .required = true, .words = side_words,
		.place_offset = offsetof(struct scenario, side_place),
		.doc = "which side of TLS the target plays"},
	{"for", FIELD_NODE, offsetof(struct scenario, fan_out), .takes = TAKES_NAMED | TAKES_TEXTS,
		.doc = "names with their values: one scenario of each combination, ${name} in all texts"},
	{"requires", FIELD_TEXTS, offsetof(struct scenario, requires_features),
		.doc = "features that the target must have"},
	{"bundle", FIELD_TEXT, offsetof(struct scenario, bundle),
		.place_offset = offsetof(struct scenario, bundle_place),
		.doc = "authorities and revocation lists that the target is given in place of the usual"},
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
	{"confirms", FIELD_TEXT, offsetof(struct scenario, confirms),
		.doc = "what it is there for, though it catches no defect of the reference"},
	{"tls", FIELD_CUSTOM, offsetof(struct scenario, versions), .read = read_versions,
		.takes = TAKES_TEXT | TAKES_TEXTS, .words = tls_version_words + 1,
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

const char *scenario_role(const struct scenario *scenario, enum auth_mode mode, size_t index)
{
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];
		const char *names[] = {step->sni, step->host, step->client.verify_name,
			step->request.absolute, step->expect[mode].answered_by};
		const struct text_list *then = &step->request.then;

		for (size_t j = 0; step->expect[mode].connection.given && j < COUNT_OF(names); j++) {
			if (names[j] && scenario_is_role(names[j]) && index-- == 0)
				return names[j];
		}
		for (size_t j = 0; step->expect[mode].connection.given && j < then->count; j++) {
			if (scenario_is_role(then->items[j]) && index-- == 0)
				return then->items[j];
		}
	}
	return NULL;
}

const char *scenario_path_role(const struct scenario *scenario, enum auth_mode mode, size_t index)
{
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];
		const char *names[] = {step->path, step->request.first_path};

		for (size_t j = 0; step->expect[mode].connection.given && j < COUNT_OF(names); j++) {
			if (names[j] && scenario_is_role(names[j]) && index-- == 0)
				return names[j];
		}
	}
	return NULL;
}

bool scenario_is_of_paths(const struct scenario *scenario)
{
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		if (scenario_path_role(scenario, (enum auth_mode)mode, 0))
			return true;
	}
	return false;
}

bool scenario_is_of_hosts(const struct scenario *scenario)
{
	bool of_paths = scenario_is_of_paths(scenario);

	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		if (scenario_role(scenario, (enum auth_mode)mode, 0))
			return true;
		for (size_t i = 0; i < scenario->step_count; i++) {
			if (scenario->steps[i].expect[mode].policy && !of_paths)
				return true;
		}
	}
	return false;
}

/* What servers wait for an OCSP responder that says nothing: nginx two seconds. */
enum { OCSP_SILENCE_MS = 2000 };

long scenario_waits_ms(const struct scenario *scenario)
{
	long waits = 0;

	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];

		waits += step->deed.wait_ms;
		if (step->ocsp_place.line && step->ocsp == OCSP_ANSWER_SILENT)
			waits += OCSP_SILENCE_MS;
	}
	return waits;
}

static const char *replaced(const struct scenario_step *step, enum deed_file file)
{
	const struct pair *pair = scenario_deed_finds(step, file);

	return pair ? pair->value : NULL;
}

bool scenario_needs(const struct scenario *scenario, enum auth_mode mode, const char *credential)
{
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];

		if (step->expect[mode].connection.given &&
			(text_same(step->client.present, credential) ||
				text_same(step->client.renegotiate, credential) ||
				text_same(step->server.present, credential) ||
				text_same(step->server.control, credential) ||
				text_same(step->control, credential) ||
				text_same(replaced(step, DEED_CLIENT), credential) ||
				text_same(replaced(step, DEED_SERVER), credential) ||
				text_same(step->first.present, credential)))
			return true;
	}
	return false;
}

static struct scenario *read_one(struct arena *arena, struct diag *diag,
	const struct scenario *file, const struct scenario_variant *variant,
	const char *const *credentials)
{
	size_t before = diag->count + diag->dropped;
	struct scenario *scenario = arena_memdup(arena, file, sizeof(*file));
	bool ok;

	scenario->id = arena_printf(arena, "%s%s", file->file_id, variant->suffix);
	scenario->versions[TLS_1_2] = scenario->versions[TLS_1_3] = true;
	ok = schema_read(scenario, &scenario_schema, variant->node, arena, diag);
	scenario_steps_take(scenario, arena, diag);
	ok = ok && diag->count + diag->dropped == before;
	scenario_check_names(scenario, arena, diag, credentials);
	if (ok)
		scenario_check(scenario, diag);
	return ok && diag->count + diag->dropped == before ? scenario : NULL;
}

static const char *scalar_of(const struct node *root, const char *key)
{
	const struct node *value = root->kind == NODE_MAP ? node_get(root, key) : NULL;

	return value && value->kind == NODE_SCALAR ? value->text : NULL;
}

struct scenario *scenario_read(struct arena *arena, struct diag *diag, const char *path,
	const char *id, const char *const *credentials)
{
	struct scenario file = {.path = arena_strdup(arena, path),
		.file_id = id ? arena_strdup(arena, id) : id_of_path(arena, path)};
	struct scenario *first = NULL;
	struct scenario **link = &first;
	struct scenario_variant *variants;
	struct node *root;
	bool ok = node_read(&root, arena, diag, path);
	size_t count = 0;

	if (!root)
		return NULL;
	file.file_title = scalar_of(root, "title");
	variants = scenario_for_expand(&count, root, arena, diag);
	/* what is wrong with one is wrong with the others */
	for (size_t i = 0; i < count; i++) {
		*link = read_one(arena, diag, &file, &variants[i], credentials);
		if (!*link)
			return NULL;
		link = &(*link)->next;
	}
	return ok ? first : NULL;
}
