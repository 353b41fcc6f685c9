/* What the field tables cannot say about a target file. Everything is reported, nothing changed. */
#include <string.h>

#include "answer_word.h"
#include "arena.h"
#include "target_client.h"
#include "target_parts.h"
#include "text.h"

/* Names that may be used at one point of the file; NULL-terminated. */
struct names {
	struct arena *arena;
	const char **items;
	size_t count;
};

const char *const target_value_names[] = {
	"dir",
	"port",
	"host",
	"backend_host",
	"backend_port",
	"server_name",
	"server_cert",
	"server_key",
	"server_both",
	"client_ca",
	"client_crl",
	"mark",
	"passphrase_file",
	"defects",
	"tls",
	"mode",
	NULL,
};

static const char *const refusal_words[] = {"alert", "close", "http 400", "http 403", NULL};

static void names_add(struct names *names, const char *name)
{
	*ARENA_PUSH(names->arena, names->items, names->count) = name;
}

static const char *const *names_ended(struct names *names)
{
	names_add(names, NULL);
	names->count--;
	return names->items;
}

static bool has_name(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++) {
		if (strcmp(names->items[i], name) == 0)
			return true;
	}
	return false;
}

static bool is_value_name(const char *name)
{
	return *name && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

static bool check_text(struct names *names, const char *text, struct place place, struct diag *diag)
{
	return template_check(text, names_ended(names), place, diag);
}

/* Values may use every name that was there before them; afterwards their own names are known. */
static void check_values(struct names *names, const struct pair_list *values, struct diag *diag)
{
	for (size_t i = 0; i < values->count; i++)
		(void)check_text(names, values->items[i].value, values->items[i].place, diag);
	for (size_t i = 0; i < values->count; i++) {
		const struct pair *pair = &values->items[i];

		if (!is_value_name(pair->key))
			diag_error(
				diag, pair->place, "'%s' can't be a name in a template: use a-z 0-9 _", pair->key);
		else if (has_name(names, pair->key))
			diag_error(diag, pair->place, "the name '%s' is taken already", pair->key);
		else
			names_add(names, pair->key);
	}
}

static bool mode_has_value(const struct target_mode *mode, const char *key)
{
	for (size_t i = 0; i < mode->values.count; i++) {
		if (strcmp(mode->values.items[i].key, key) == 0)
			return true;
	}
	return false;
}

static void check_mode(
	struct names *names, const struct target_mode *mode, const char *word, struct diag *diag)
{
	if (mode->unsupported && (mode->setting || mode->values.count || mode->approximates))
		diag_error(diag, mode->place, "%s is unsupported and has a setting: which?", word);
	if (!mode->unsupported && !mode->setting)
		diag_error(diag, mode->place, "%s needs 'setting', or 'unsupported' with the reason", word);
	for (size_t i = 0; i < mode->values.count; i++) {
		const struct pair *pair = &mode->values.items[i];

		(void)check_text(names, pair->value, pair->place, diag);
		if (!is_value_name(pair->key))
			diag_error(
				diag, pair->place, "'%s' can't be a name in a template: use a-z 0-9 _", pair->key);
	}
}

/* Each mode must define what the others define, or the templates could not be rendered in it. */
static void check_modes(struct names *names, const struct target *target, struct diag *diag)
{
	struct names added = {names->arena, NULL, 0};

	for (int i = 0; i < AUTH_MODE_COUNT; i++) {
		const struct target_mode *mode = &target->modes[i];

		if (mode->given)
			check_mode(names, mode, auth_mode_name((enum auth_mode)i), diag);
		for (size_t j = 0; j < mode->values.count; j++) {
			if (!has_name(&added, mode->values.items[j].key))
				names_add(&added, mode->values.items[j].key);
		}
	}
	for (int i = 0; i < AUTH_MODE_COUNT; i++) {
		const struct target_mode *mode = &target->modes[i];

		for (size_t j = 0; mode->given && !mode->unsupported && j < added.count; j++) {
			if (!mode_has_value(mode, added.items[j]))
				diag_error(diag, mode->place, "%s lacks the value '%s' that another mode has",
					auth_mode_name((enum auth_mode)i), added.items[j]);
		}
	}
	for (size_t i = 0; i < added.count; i++)
		names_add(names, arena_printf(names->arena, "mode.%s", added.items[i]));
}

static void check_features(struct names *names, const struct target *target, struct diag *diag)
{
	for (size_t i = 0; i < target->feature_count; i++) {
		const struct target_feature *feature = &target->features[i];

		for (size_t j = 0; feature->name && j < i; j++) {
			if (target->features[j].name && strcmp(target->features[j].name, feature->name) == 0)
				diag_error(diag, feature->place, "a second feature '%s'", feature->name);
		}
		check_values(names, &feature->values, diag);
	}
}

static void check_texts(struct names *names, const struct text_list *texts, struct diag *diag)
{
	for (size_t i = 0; i < texts->count; i++)
		(void)check_text(names, texts->items[i], texts->places[i], diag);
}

static void check_client_texts(
	struct names *names, const struct target_client *client, struct diag *diag)
{
	for (size_t i = 0; i < client->args_count; i++)
		check_texts(names, &client->args[i].args, diag);
	if (client->input)
		(void)check_text(names, client->input, client->input_place, diag);
}

static void check_templates(const struct target *target, struct arena *arena, struct diag *diag)
{
	const char *const *given =
		target->client.given ? target_client_names(target->client.kind) : target_value_names;
	struct names names = {arena, NULL, 0};

	for (; *given; given++)
		names_add(&names, *given);
	for (given = target_setup_names(target, arena); *given; given++)
		names_add(&names, *given);
	check_values(&names, &target->values, diag);
	check_modes(&names, target, diag);
	check_features(&names, target, diag);
	if (target->client.given)
		check_client_texts(&names, &target->client, diag);
	else
		check_texts(&names, &target->args, diag);
	check_texts(&names, &target->reload.command, diag);
	for (size_t i = 0; i < target->environment.count; i++) {
		const struct pair *pair = &target->environment.items[i];

		(void)check_text(&names, pair->value, pair->place, diag);
		if (!*pair->key || strchr(pair->key, '='))
			diag_error(diag, pair->place, "'%s' is no name of a variable", pair->key);
	}
	for (size_t i = 0; i < target->file_count; i++)
		(void)check_text(&names, target->files[i].text, target->files[i].place, diag);
}

static bool is_refusal(const struct target *target, const char *word, struct arena *arena)
{
	int status = answer_word_status(word);

	if (strcmp(word, "alert") == 0 || strcmp(word, "close") == 0)
		return true;
	if (target_answer_word_fault(word, arena))
		return false;
	return status ? status >= 300 : target_is_measured(target, false);
}

static void check_refusals(const struct target *target, struct diag *diag)
{
	const struct text_list *list = &target->refuses_by;

	for (size_t i = 0; i < list->count; i++) {
		const char *word = list->items[i];

		if (!is_refusal(target, word, &diag->arena))
			diag_error_suggest(diag, list->places[i], word, refusal_words,
				"unknown way of refusing '%s': http NNN (3xx, 4xx or 5xx), alert or close; where "
				"it answers itself a text, too",
				word);
	}
}

/* The part behind the scenario must fit a cell that this target can have. */
static bool deviation_can_match(const struct target *target, const char *tail, struct arena *arena)
{
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		if (!target->client.given &&
			(!target->modes[mode].given || target->modes[mode].unsupported))
			continue;
		for (int tls = TLS_1_0; tls < TLS_VERSION_COUNT; tls++) {
			const char *cell = arena_printf(arena, "@%s:%s/%s", target->name,
				auth_mode_name((enum auth_mode)mode), tls_version_name((enum tls_version)tls));

			if (text_glob(tail, cell))
				return true;
		}
	}
	return false;
}

static void check_deviation(
	const struct target *target, const struct target_deviation *deviation, struct diag *diag)
{
	const char *tail = strchr(deviation->cells, '@');
	const char *mode;
	const char *word;

	if (!tail) {
		if (!text_ends_with(deviation->cells, "*"))
			diag_error(diag, deviation->place,
				"'%s' can match no cell: its form is scenario@target:Mode/tls1.3",
				deviation->cells);
		return;
	}
	if (deviation_can_match(target, tail, &diag->arena))
		return;
	mode = strrchr(tail, ':');
	word = mode ? arena_strndup(&diag->arena, mode + 1, strcspn(mode + 1, "/")) : "";
	diag_error_suggest(diag, deviation->place, word, auth_mode_words,
		"'%s' can match no cell of this target: name '%s', a mode that it supports, a TLS version",
		deviation->cells, target->name);
}

void target_check(const struct target *target, struct arena *arena, struct diag *diag)
{
	check_templates(target, arena, diag);
	target_setup_check(target, diag);
	if (target->client.given)
		target_client_check(target, diag);
	check_refusals(target, diag);
	target_directive_check(target, arena, diag);
	target_log_check(target, diag);
	target_needs_check(target, diag);
	target_reload_check(target, diag);
	for (size_t i = 0; i < target->deviation_count; i++)
		check_deviation(target, &target->deviations[i], diag);
}

const struct target_feature *target_find_feature(const struct target *target, const char *name)
{
	for (size_t i = 0; i < target->feature_count; i++) {
		if (strcmp(target->features[i].name, name) == 0)
			return &target->features[i];
	}
	return NULL;
}

bool target_speaks(const struct target *target, enum tls_version version)
{
	return !target->tls_given || version < TLS_1_2 || target->tls_words[version];
}
