#include "list_rules.h"

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "rule_cover.h"
#include "scenario_id.h"
#include "selection.h"
#include "text.h"

/* Also by the id of its source, "NDcPP", and by that of what it is part of, "RFC 5280 6". */
static bool names(const char *glob, const char *id)
{
	size_t len = strlen(glob);

	return text_glob(glob, id) || (strncmp(id, glob, len) == 0 && strchr(" .-", id[len]));
}

static bool is_wanted(const struct selection_request *wanted, const char *id)
{
	for (size_t i = 0; i < wanted->scenario_count; i++) {
		if (names(wanted->scenarios[i], id))
			return true;
	}
	return !wanted->scenario_count;
}

static void check_names(struct selection *selection, const struct selection_request *wanted,
	const struct rule_cover *covers, size_t count)
{
	struct catalogue *catalogue = &selection->catalogue;
	const char **ids = ARENA_ARRAY(&catalogue->arena, const char *, count + 1);

	for (size_t i = 0; i < count; i++)
		ids[i] = covers[i].id;
	for (size_t i = 0; i < wanted->scenario_count; i++) {
		size_t at = 0;

		while (at < count && !names(wanted->scenarios[i], ids[at]))
			at++;
		if (at == count)
			diag_error_suggest(&catalogue->diag, (struct place){0}, wanted->scenarios[i], ids,
				"there is no rule '%s'", wanted->scenarios[i]);
	}
}

static void print(const struct rule_cover *cover)
{
	const struct rule *rule = cover->rule;

	printf("%-36s %s\n", cover->id, rule ? rule->title : "(in no registry)");
	if (!cover->scenario_count) {
		printf("    not covered: %s\n", rule->uncovered ? rule->uncovered : "no scenario names it");
		return;
	}
	printf("    ");
	for (size_t i = 0; i < cover->scenario_count;) {
		const char *id = cover->scenarios[i];

		printf("%s%.*s", i ? ", " : "", (int)scenario_id_file_len(id), id);
		i += scenario_id_run(cover->scenarios, cover->scenario_count, i);
	}
	printf("\n");
	if (rule && rule->partly)
		printf("    but for: %s\n", rule->partly);
}

void list_rules(struct selection *selection, const struct selection_request *wanted)
{
	const struct rule_cover *covers;
	size_t count;

	selection_read_catalogue(selection, wanted);
	covers = rule_cover_make(&count, &selection->catalogue);
	check_names(selection, wanted, covers, count);
	for (size_t i = 0; i < count; i++) {
		if (is_wanted(wanted, covers[i].id))
			print(&covers[i]);
	}
}
