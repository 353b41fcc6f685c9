#include "plan_client.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "host_address.h"
#include "plan_deed.h"
#include "scenario_front.h"
#include "text.h"

enum { KEY_MAX = 4 * 1024 * 1024 };

/* The name that the target is told: of the server that is meant, or of the one that leads there. */
static const char *told_name(const struct plan_cell *cell)
{
	const struct scenario_server *first = &cell->scenario->steps->server;

	return first->by_redirect ? target_client_name(cell->target) : first->name;
}

/*
 * What is good under the name that the client is told. Where the scenario says nothing: the
 * credential that it wants accepted, if the name is another than the good server's.
 */
static const char *choose_control(const struct plan_cell *cell)
{
	const struct scenario *scenario = cell->scenario;
	const struct scenario_server *first = &scenario->steps->server;

	if (first->control || strcmp(told_name(cell), target_client_name(cell->target)) == 0)
		return first->control;
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct expectation *expected = &scenario->steps[i].expect[cell->mode].connection;

		if (expected->given && expected->outcome == OUTCOME_ACCEPT)
			return scenario->steps[i].server.present;
	}
	return NULL;
}

void plan_client_describe(
	struct plan_instance *out, const struct plan_cell *cell, struct arena *arena)
{
	const struct scenario_step *step = cell->scenario->steps;
	const struct text_list *required = &cell->scenario->requires_features;
	bool certificate =
		step->client.present && !cell->target->client.cannot[NEED_CLIENT_CERTIFICATE];
	const char **features = ARENA_ARRAY(arena, const char *, required->count + 1);

	memset(out, 0, sizeof(*out));
	out->side = SIDE_CLIENT;
	out->target = cell->target;
	out->mode = cell->mode;
	for (size_t i = 0; i < required->count; i++)
		features[out->feature_count++] = required->items[i];
	if (certificate) {
		features[out->feature_count++] = TARGET_FEATURE_CLIENT_CERTIFICATE;
		out->client_credential = step->client.present;
	}
	out->features = features;
	out->asks_first = step->first.given;
	out->keeps_session = step->first.keeps == FIRST_KEEPS_SESSION;
	out->first_credential =
		step->first.present_place.line ? step->first.present : out->client_credential;
	out->server_name = told_name(cell);
	out->control = choose_control(cell);
	out->only_for = scenario_has_deeds(cell->scenario) ? cell->id : NULL;
	out->bundle = cell->scenario->bundle;
}

/* Every value of the run as its own name, but those that differ between configurations. */
static void symbolic_client_values(
	struct template_values *values, const struct plan_instance *instance, struct arena *arena)
{
	template_values_init(values, arena);
	for (const char *const *name = target_client_value_names; *name; name++)
		template_set(values, *name, arena_printf(arena, "<%s>", *name));
	template_set(values, "name", instance->server_name);
	for (const char *const *name = target_setup_names(instance->target, arena); *name; name++)
		template_set(values, *name, arena_printf(arena, "<%s>", *name));
	for (const struct target_client_file *file = target_client_files; file->name; file++) {
		const char *credential =
			file->is_first ? instance->first_credential : instance->client_credential;

		template_set(values, file->name,
			credential
				? arena_printf(arena, "<%s of %s>",
					  target_client_file_suffix(file, instance->features, instance->feature_count),
					  credential)
				: "");
	}
}

static void key_of_rendered(struct buf *key, const struct rendered *rendered)
{
	for (size_t i = 0; i < rendered->file_count; i++)
		buf_printf(key, "%s\n%s\n", rendered->files[i].name, rendered->files[i].text);
	for (const char **arg = rendered->args; *arg; arg++)
		buf_printf(key, "%s\n", *arg);
	for (const char **variable = rendered->environment; *variable; variable++)
		buf_printf(key, "%s\n", *variable);
}

static void key_of_features(struct buf *key, const struct plan_instance *instance)
{
	for (size_t i = 0; i < instance->feature_count; i++)
		buf_printf(key, "%s\n", instance->features[i]);
}

const char *plan_client_key(
	const struct plan_instance *instance, struct arena *arena, struct diag *diag)
{
	struct template_values values;
	struct rendered rendered;
	SCOPED_BUF key;

	buf_init(&key, KEY_MAX);
	symbolic_client_values(&values, instance, arena);
	if (!target_render_client(&rendered, arena, diag, instance->target, TLS_VERSION_NONE,
			instance->features, instance->feature_count, &values))
		return NULL;
	/* its controls differ, whatever the text says */
	buf_printf(&key, "%s\n%s\n%s\n%s\n%s\n%s\n",
		instance->client_credential ? instance->client_credential : "",
		instance->first_credential ? instance->first_credential : "", instance->server_name,
		instance->control ? instance->control : "", instance->only_for ? instance->only_for : "",
		instance->bundle ? instance->bundle : "");
	if (instance->target->client.kind != CLIENT_PROGRAM)
		key_of_rendered(&key, &rendered);
	else
		key_of_features(&key, instance);
	buf_puts(&key, instance->keeps_session ? "session\n" : "");
	return arena_strndup(arena, buf_text(&key), key.len);
}

/* A certificate is needed where the scenario is about it, or our server insists on one. */
static bool step_needs_certificate(const struct plan_cell *cell, const struct scenario_step *step)
{
	const struct expectation *expected = &step->expect[cell->mode].connection;
	bool told = step->client_place.line > 0 || cell->scenario->only_step.client_place.line > 0;

	return expected->given && step->client.present &&
		(step->presents == PRESENTS_CONFIGURED || auth_mode_requires(cell->mode) ||
			step->expect[cell->mode].hello.signature.given ||
			(told && auth_mode_requests(cell->mode) && expected->outcome == OUTCOME_REJECT));
}

static bool needs_certificate(const struct plan_cell *cell)
{
	for (size_t i = 0; i < cell->scenario->step_count; i++) {
		if (step_needs_certificate(cell, &cell->scenario->steps[i]))
			return true;
	}
	return false;
}

static bool needs(const struct plan_cell *cell, enum client_need need)
{
	const char *name = cell->scenario->steps->server.name;

	switch (need) {
	case NEED_CLIENT_CERTIFICATE:
		return needs_certificate(cell);
	case NEED_NO_CLIENT_CERTIFICATE:
		return !cell->scenario->steps->client.present;
	case NEED_SNI:
		return !host_is_address(name);
	case NEED_IP_NAME:
		return host_is_address(name);
	case NEED_TRAILING_DOT:
		return text_ends_with(name, ".");
	case NEED_IDN:
		return text_starts_with(name, "xn--") || strstr(name, ".xn--");
	case NEED_TLS12:
		return cell->tls == TLS_1_2;
	case NEED_TLS13:
		return cell->tls == TLS_1_3;
	default:
		return false;
	}
}

/* What is done to a target needs one that is there all the while, and understands it. */
static const char *lacks_deeds(const struct plan_cell *cell, struct arena *arena)
{
	const struct target *target = cell->target;

	if (scenario_has_deeds(cell->scenario) && target->client.kind == CLIENT_PROGRAM)
		return arena_printf(arena,
			"%s is started anew for each connection: its files can't change while it runs",
			target->name);
	return plan_reload_lack(cell, arena);
}

const char *plan_client_lacks(const struct plan_cell *cell, struct arena *arena)
{
	const char *name = told_name(cell);

	if (cell->scenario->steps->server.by_redirect && cell->target->client.kind != CLIENT_PROGRAM)
		return arena_printf(arena, "%s is no program that is told where to go", cell->target->name);
	if (cell->target->client.asks_for_one_name &&
		strcmp(name, target_client_name(cell->target)) != 0)
		return arena_printf(arena,
			"%s can't be told to ask for %s: its command uses neither ${name} nor ${url}",
			cell->target->name, name);
	if (scenario_is_of_fronts(cell->scenario) && cell->target->client.kind != CLIENT_PROXY)
		return arena_printf(
			arena, "%s is no proxy: it has no front where somebody asks", cell->target->name);
	for (int need = 0; need < CLIENT_NEED_COUNT; need++) {
		const char *reason = cell->target->client.cannot[need];

		if (reason && needs(cell, (enum client_need)need))
			return arena_printf(arena, "%s can't express this (%s): %s", cell->target->name,
				client_need_words[need], reason);
	}
	return lacks_deeds(cell, arena);
}
