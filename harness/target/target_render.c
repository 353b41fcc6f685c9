/* Expands the templates of a target for one mode and one set of features. */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "fatal.h"
#include "target_parts.h"

enum { RENDERED_MAX = 1024 * 1024 };

/* What one rendering needs everywhere. */
struct renderer {
	struct arena *arena;
	struct diag *diag;
	const struct target *target;
	struct template_values values;
	bool ok;
};

static const char *expand_lines(
	struct renderer *renderer, struct template_lines *lines, const char *text, struct place place)
{
	SCOPED_BUF out;

	buf_init(&out, RENDERED_MAX);
	if (!template_expand_lines(&out, lines, text, &renderer->values, place, renderer->diag))
		renderer->ok = false;
	return arena_strndup(renderer->arena, buf_text(&out), out.len);
}

static const char *expand(struct renderer *renderer, const char *text, struct place place)
{
	struct template_lines lines;

	return expand_lines(renderer, &lines, text, place);
}

static void set_values(
	struct renderer *renderer, const struct pair_list *values, const char *prefix)
{
	const char **expanded = ARENA_ARRAY(renderer->arena, const char *, values->count + 1);

	for (size_t i = 0; i < values->count; i++)
		expanded[i] = expand(renderer, values->items[i].value, values->items[i].place);
	for (size_t i = 0; i < values->count; i++)
		template_set(&renderer->values,
			arena_printf(renderer->arena, "%s%s", prefix, values->items[i].key), expanded[i]);
}

static bool is_on(const char *name, const char *const *features, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(features[i], name) == 0)
			return true;
	}
	return false;
}

static void set_features(struct renderer *renderer, const char *const *features, size_t count)
{
	const struct target *target = renderer->target;

	for (size_t i = 0; i < count; i++) {
		if (!target_find_feature(target, features[i]) &&
			strcmp(features[i], TARGET_FEATURE_CLIENT_CERTIFICATE) != 0)
			FATAL("target %s has no feature %s", target->name, features[i]);
	}
	for (size_t i = 0; i < target->feature_count; i++) {
		const struct target_feature *feature = &target->features[i];

		if (is_on(feature->name, features, count)) {
			set_values(renderer, &feature->values, "");
			continue;
		}
		for (size_t j = 0; j < feature->values.count; j++)
			template_set(&renderer->values, feature->values.items[j].key, "");
	}
}

/* The word of one version, or those of all with spaces between them. */
static const char *version_words(const struct renderer *renderer, enum tls_version version)
{
	const char *const *words = renderer->target->tls_words;
	const char *v12 = words[TLS_1_2];
	const char *v13 = words[TLS_1_3];

	if (version != TLS_VERSION_NONE)
		return words[version] ? words[version] : "";
	return arena_printf(
		renderer->arena, "%s%s%s", v12 ? v12 : "", v12 && v13 ? " " : "", v13 ? v13 : "");
}

static void set_basics(
	struct renderer *renderer, enum auth_mode mode, const struct template_values *environment)
{
	template_set(&renderer->values, "defects", "");
	for (size_t i = 0; i < environment->count; i++)
		template_set(&renderer->values, environment->items[i].name, environment->items[i].value);
	template_set(&renderer->values, "mode", auth_mode_name(mode));
	template_set(&renderer->values, "tls", version_words(renderer, TLS_VERSION_NONE));
}

static void render_files(struct rendered *out, struct renderer *renderer)
{
	const struct target *target = renderer->target;

	out->files = ARENA_ARRAY(renderer->arena, struct rendered_file, target->file_count + 1);
	out->file_count = target->file_count;
	for (size_t i = 0; i < target->file_count; i++) {
		const struct target_file *file = &target->files[i];

		out->files[i].name = file->name;
		out->files[i].from = file->from;
		out->files[i].text = expand_lines(renderer, &out->files[i].lines, file->text, file->place);
	}
}

static void render_args(
	struct rendered *out, struct renderer *renderer, const struct text_list *args)
{
	for (size_t i = 0; i < args->count; i++) {
		const char *arg = expand(renderer, args->items[i], args->places[i]);
		size_t place_count = out->arg_count;

		if (!*arg)
			continue;
		*ARENA_PUSH(renderer->arena, out->arg_places, place_count) = args->places[i];
		*ARENA_PUSH(renderer->arena, out->args, out->arg_count) = arg;
	}
}

static void end_args(struct rendered *out, struct renderer *renderer)
{
	*ARENA_PUSH(renderer->arena, out->args, out->arg_count) = NULL;
	out->arg_count--;
}

static void render_reload(struct rendered *out, struct renderer *renderer)
{
	const struct text_list *command = &renderer->target->reload.command;

	out->reload = ARENA_ARRAY(renderer->arena, const char *, command->count + 1);
	for (size_t i = 0; i < command->count; i++)
		out->reload[i] = expand(renderer, command->items[i], command->places[i]);
	out->reload[command->count] = NULL;
}

static void render_environment(struct rendered *out, struct renderer *renderer)
{
	const struct target *target = renderer->target;

	out->environment = ARENA_ARRAY(renderer->arena, const char *, target->environment.count + 1);
	for (size_t i = 0; i < target->environment.count; i++) {
		const struct pair *pair = &target->environment.items[i];

		out->environment[i] = arena_printf(
			renderer->arena, "%s=%s", pair->key, expand(renderer, pair->value, pair->place));
	}
}

bool target_render(struct rendered *out, struct arena *arena, struct diag *diag,
	const struct target *target, enum auth_mode mode, const char *const *features,
	size_t feature_count, const struct template_values *environment)
{
	struct renderer renderer = {.arena = arena, .diag = diag, .target = target, .ok = true};

	template_values_init(&renderer.values, arena);
	set_basics(&renderer, mode, environment);
	set_values(&renderer, &target->values, "");
	set_values(&renderer, &target->modes[mode].values, "mode.");
	set_features(&renderer, features, feature_count);
	memset(out, 0, sizeof(*out));
	render_files(out, &renderer);
	render_args(out, &renderer, &target->args);
	end_args(out, &renderer);
	render_reload(out, &renderer);
	render_environment(out, &renderer);
	return renderer.ok;
}

bool target_render_client(struct rendered *out, struct arena *arena, struct diag *diag,
	const struct target *target, enum tls_version version, const char *const *features,
	size_t feature_count, const struct template_values *environment)
{
	struct renderer renderer = {.arena = arena, .diag = diag, .target = target, .ok = true};
	const struct target_client *client = &target->client;

	memset(out, 0, sizeof(*out));
	template_values_init(&renderer.values, arena);
	template_set(&renderer.values, "defects", "");
	for (size_t i = 0; i < environment->count; i++)
		template_set(&renderer.values, environment->items[i].name, environment->items[i].value);
	template_set(&renderer.values, "tls", version_words(&renderer, version));
	set_values(&renderer, &target->values, "");
	set_features(&renderer, features, feature_count);
	render_files(out, &renderer);
	for (size_t i = 0; i < client->args_count; i++) {
		if (!client->args[i].when || is_on(client->args[i].when, features, feature_count))
			render_args(out, &renderer, &client->args[i].args);
	}
	end_args(out, &renderer);
	render_reload(out, &renderer);
	render_environment(out, &renderer);
	if (client->input)
		out->input = expand(&renderer, client->input, client->input_place);
	return renderer.ok;
}
