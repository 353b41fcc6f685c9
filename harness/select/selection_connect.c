#include "selection_connect.h"

#include <string.h>

#include "selection.h"

static const struct place on_command_line;

/* Its values are for configurations that we write. */
static void add_features(
	struct target *target, const struct selection_connect *connect, struct arena *arena)
{
	size_t count = target->feature_count;
	struct target_feature *all =
		ARENA_ARRAY(arena, struct target_feature, count + connect->feature_count + 1);

	if (count)
		memcpy(all, target->features, count * sizeof(*all));
	for (size_t i = 0; i < connect->feature_count; i++) {
		if (!target_find_feature(target, connect->features[i]))
			all[count++].name = connect->features[i];
	}
	target->features = all;
	target->feature_count = count;
}

/* All that scenarios require, NULL-terminated. */
static const char *const *known_features(const struct scenario_set *scenarios, struct arena *arena)
{
	const char **known = NULL;
	size_t count = 0;

	for (size_t i = 0; i < scenarios->count; i++) {
		const struct text_list *required = &scenarios->items[i]->requires_features;

		for (size_t j = 0; j < required->count; j++)
			*ARENA_PUSH(arena, known, count) = required->items[j];
	}
	*ARENA_PUSH(arena, known, count) = NULL;
	return known;
}

static void check_features(struct catalogue *catalogue, const struct selection_connect *connect)
{
	const char *const *known = known_features(&catalogue->scenarios, &catalogue->arena);

	for (size_t i = 0; i < connect->feature_count; i++) {
		size_t at = 0;

		while (known[at] && strcmp(known[at], connect->features[i]) != 0)
			at++;
		if (!known[at])
			diag_error_suggest(&catalogue->diag, on_command_line, connect->features[i], known,
				"--feature %s: no scenario requires it", connect->features[i]);
	}
}

static void name_target(struct target *target, const struct selection_connect *said)
{
	if (said->server_name)
		target->server_name = said->server_name;
	if (said->host)
		target->host = said->host;
}

/* The list of the file, and what is said beside it. */
static void add_texts(
	struct text_list *list, const char **more, size_t more_count, struct arena *arena)
{
	struct text_list all = {ARENA_ARRAY(arena, const char *, list->count + more_count + 1),
		ARENA_ARRAY(arena, struct place, list->count + more_count + 1), 0};

	for (size_t i = 0; i < list->count; i++) {
		all.places[all.count] = list->places[i];
		all.items[all.count++] = list->items[i];
	}
	for (size_t i = 0; i < more_count; i++)
		all.items[all.count++] = more[i];
	*list = all;
}

/* What is asked for there, and what the answers mean. */
static void set_answers(
	struct target *target, const struct selection_connect *said, struct arena *arena)
{
	if (said->path)
		target->answers.path = said->path;
	add_texts(&target->answers.headers, said->headers, said->header_count, arena);
	add_texts(&target->answers.accepted, said->accepted, said->accepted_count, arena);
	add_texts(&target->refuses_by, said->refused, said->refused_count, arena);
}

/* `naming`: our servers can be called so; `describing`: there is somebody who may have features. */
static bool names_anything(const struct selection_connect *said, bool naming, bool describing)
{
	return (said->server_name && !naming) || said->host || said->server_ca ||
		(said->feature_count && !describing);
}

/* No file says what it can. */
static bool is_undescribed(const struct target *target)
{
	return target->connect_host || target->command;
}

static bool says_answers(const struct selection_connect *said)
{
	return said->path || said->header_count || said->accepted_count || said->refused_count;
}

/* What is among the targets, so that what is said can mean one of them. */
struct meant {
	bool connected;
	bool naming;
	bool describing;
	bool answering;
};

/* One that can't be read may be such a one. */
static void take_meaning(struct meant *meant, const struct target *target)
{
	meant->connected |= !target || target->connect_host;
	meant->describing |= !target || is_undescribed(target);
	meant->naming |= target && target->sides[SIDE_CLIENT];
	meant->answering |= !target || target_is_measured(target, false);
}

static void check_meaning(
	struct diag *diag, const struct meant *meant, const struct selection_connect *said)
{
	if (!meant->connected && names_anything(said, meant->naming, meant->describing))
		diag_error(diag, on_command_line,
			"--server-name, --host, --server-ca and --feature are for targets that run already: "
			"HOST:PORT, or 'connect' in a file; --server-name is also for clients, --feature for "
			"--client");
	if (!meant->answering && says_answers(said))
		diag_error(diag, on_command_line,
			"--path, --header, --accepted and --refused are for targets that answer themselves: "
			"HOST:PORT, 'connect' or 'backend: none' in a file");
}

void selection_connect_apply(struct selection *selection, const struct selection_connect *said)
{
	struct catalogue *catalogue = &selection->catalogue;
	struct meant meant = {0};

	for (size_t i = 0; i < selection->target_count; i++) {
		struct target *target = selection->targets[i];

		if (target && is_undescribed(target))
			add_features(target, said, &catalogue->arena);
		if (target && target->connect_host)
			name_target(target, said);
		if (target && target_is_measured(target, false))
			set_answers(target, said, &catalogue->arena);
		take_meaning(&meant, target);
	}
	check_features(catalogue, said);
	check_meaning(&catalogue->diag, &meant, said);
}
