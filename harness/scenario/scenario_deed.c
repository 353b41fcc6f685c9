#include "scenario_deed.h"

#include <stdlib.h>
#include <string.h>

#include "scenario.h"

enum { WAIT_MAX_MS = 60 * 1000, MS_PER_S = 1000 };

const char *const deed_file_words[] = {"server_ca", "client", NULL};
_Static_assert(COUNT_OF(deed_file_words) == DEED_FILE_COUNT + 1, "a word for each file");

/* "2s", "500ms". */
static bool parse_wait(long *out_ms, const char *text)
{
	size_t digits = strspn(text, "0123456789");
	const char *unit = text + digits;
	bool seconds = strcmp(unit, "s") == 0;

	if (!digits || digits > 5 || (!seconds && strcmp(unit, "ms") != 0))
		return false;
	*out_ms = strtol(text, NULL, 10) * (seconds ? MS_PER_S : 1);
	return *out_ms > 0 && *out_ms <= WAIT_MAX_MS;
}

static void read_wait(void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	(void)arena;
	if (node->kind != NODE_SCALAR || !parse_wait(member, node->text))
		diag_error(diag, node->place, "'wait' must be a time such as 2s or 500ms, up to 60s");
}

static const struct field deed_fields[] = {
	{"replace", FIELD_MAP, offsetof(struct scenario_deed, replace),
		.place_offset = offsetof(struct scenario_deed, replace_place),
		.doc = "files that others take the place of: {server_ca: AUTHORITY, client: CREDENTIAL}"},
	{"reload", FIELD_BOOL, offsetof(struct scenario_deed, reload),
		.place_offset = offsetof(struct scenario_deed, reload_place),
		.doc = "the target is told to read its files again"},
	{"wait", FIELD_CUSTOM, offsetof(struct scenario_deed, wait_ms), .read = read_wait,
		.place_offset = offsetof(struct scenario_deed, wait_place),
		.doc = "time that passes: 2s, 500ms"},
};
const struct schema scenario_deed_schema = {
	"do", sizeof(struct scenario_deed), deed_fields, COUNT_OF(deed_fields)};

const struct pair *scenario_deed_finds(const struct scenario_step *step, enum deed_file file)
{
	const struct pair_list *list = &step->deed.replace;

	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->items[i].key, deed_file_words[file]) == 0)
			return &list->items[i];
	}
	return NULL;
}

bool scenario_has_deeds(const struct scenario *scenario)
{
	for (size_t i = 0; i < scenario->step_count; i++) {
		if (scenario->steps[i].deed_place.line)
			return true;
	}
	return false;
}

bool scenario_reloads(const struct scenario *scenario)
{
	for (size_t i = 0; i < scenario->step_count; i++) {
		if (scenario->steps[i].deed.reload)
			return true;
	}
	return false;
}

bool scenario_ca_is_replaced(const struct scenario *scenario, size_t number)
{
	for (size_t i = 0; i <= number; i++) {
		if (scenario_deed_finds(&scenario->steps[i], DEED_SERVER_CA))
			return true;
	}
	return false;
}

static void check_replaced(const struct scenario_step *step, struct diag *diag)
{
	const struct pair_list *list = &step->deed.replace;

	for (size_t i = 0; i < list->count; i++) {
		size_t file = 0;

		while (file < DEED_FILE_COUNT && strcmp(deed_file_words[file], list->items[i].key) != 0)
			file++;
		if (file == DEED_FILE_COUNT)
			diag_error_suggest(diag, list->items[i].place, list->items[i].key, deed_file_words,
				"'%s' is no file that can be replaced", list->items[i].key);
		else if (!*list->items[i].value)
			diag_error(diag, list->items[i].place, "'%s' is replaced by nothing: say by what",
				list->items[i].key);
	}
}

void scenario_deed_check(const struct scenario *scenario, size_t number, struct diag *diag)
{
	const struct scenario_step *step = &scenario->steps[number];
	const struct pair *client = scenario_deed_finds(step, DEED_CLIENT);

	if (!step->deed_place.line)
		return;
	check_replaced(step, diag);
	if (!step->deed.replace.count && !step->deed.reload && !step->deed.wait_ms)
		diag_error(diag, step->deed_place, "'do' says nothing to do: replace, reload or wait");
	if (client && !step->client.present)
		diag_error(diag, client->place,
			"the client is configured with no certificate: there is none to replace");
	/* without it nobody would prove that the target is alive, and has read the new file */
	if (scenario_deed_finds(step, DEED_SERVER_CA) && !step->server.control_place.line)
		diag_error(diag, step->deed.replace_place,
			"a server is good by another CA from here on: name it, server: {control: CREDENTIAL}");
}
