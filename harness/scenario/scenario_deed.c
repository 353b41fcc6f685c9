#include "scenario_deed.h"

#include <string.h>

#include "scenario.h"
#include "scenario_time.h"

enum { WAIT_MAX_MS = 60 * 1000 };

const char *const deed_file_words[] = {
	"server_ca", "client", "client_ca", "client_crl", "server", NULL};
_Static_assert(COUNT_OF(deed_file_words) == DEED_FILE_COUNT + 1, "a word for each file");

/* The side of the target that is configured with it. */
static const enum side sides[DEED_FILE_COUNT] = {
	[DEED_SERVER_CA] = SIDE_CLIENT,
	[DEED_CLIENT] = SIDE_CLIENT,
	[DEED_CLIENT_CA] = SIDE_SERVER,
	[DEED_CLIENT_CRL] = SIDE_SERVER,
	[DEED_SERVER] = SIDE_SERVER,
};

static const char *const reload_words[] = {"false", "true", "may_fail", NULL};

static void read_wait(void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	(void)arena;
	if (node->kind != NODE_SCALAR || !scenario_time_parse(member, node->text, WAIT_MAX_MS))
		diag_error(diag, node->place, "'wait' must be a time such as 2s or 500ms, up to 60s");
}

static void read_reload(
	void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	int index = schema_word(node, reload_words, diag, "kind of reload");

	(void)arena;
	if (index >= 0)
		*(int *)member = index;
}

static const struct field deed_fields[] = {
	{"replace", FIELD_MAP, offsetof(struct scenario_deed, replace),
		.place_offset = offsetof(struct scenario_deed, replace_place),
		.doc = "files that others take the place of: {server_ca: AUTHORITY, client: CREDENTIAL}; "
			   "of servers {client_ca: AUTHORITY, client_crl: WORD, server: CREDENTIAL}"},
	{"restart", FIELD_BOOL, offsetof(struct scenario_deed, restart),
		.place_offset = offsetof(struct scenario_deed, restart_place),
		.doc = "the target is stopped, and started with its files as they are"},
	{"reload", FIELD_CUSTOM, offsetof(struct scenario_deed, reload), .read = read_reload,
		.takes = TAKES_TEXT, .words = reload_words,
		.place_offset = offsetof(struct scenario_deed, reload_place),
		.doc = "the target is told to read its files again: true, or may_fail"},
	{"wait", FIELD_CUSTOM, offsetof(struct scenario_deed, wait_ms), .read = read_wait,
		.takes = TAKES_TEXT, .place_offset = offsetof(struct scenario_deed, wait_place),
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

bool scenario_makes_list(const struct scenario *scenario)
{
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct pair *list = scenario_deed_finds(&scenario->steps[i], DEED_CLIENT_CRL);

		if (list && strcmp(list->value, DEED_LISTING_NOBODY) == 0)
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

bool scenario_clients_change(const struct scenario *scenario, size_t number)
{
	for (size_t i = 0; i <= number; i++) {
		if (scenario_deed_finds(&scenario->steps[i], DEED_CLIENT_CA) ||
			scenario_deed_finds(&scenario->steps[i], DEED_CLIENT_CRL))
			return true;
	}
	return false;
}

bool scenario_good_may_be_refused(const struct scenario *scenario, size_t number)
{
	for (size_t i = number + 1; i-- > 0;) {
		const struct scenario_deed *deed = &scenario->steps[i].deed;

		if (deed->reload || deed->restart)
			return deed->reload == DEED_RELOAD_MAY_FAIL;
	}
	return false;
}

static void check_replaced(
	const struct scenario *scenario, const struct scenario_step *step, struct diag *diag)
{
	const struct pair_list *list = &step->deed.replace;

	for (size_t i = 0; i < list->count; i++) {
		size_t file = 0;

		while (file < DEED_FILE_COUNT && strcmp(deed_file_words[file], list->items[i].key) != 0)
			file++;
		if (file == DEED_FILE_COUNT)
			diag_error_suggest(diag, list->items[i].place, list->items[i].key, deed_file_words,
				"'%s' is no file that can be replaced", list->items[i].key);
		else if (sides[file] != scenario->side)
			diag_error(diag, list->items[i].place, "'%s' is a file of targets that are %ss",
				list->items[i].key, side_words[sides[file]]);
		else if (!*list->items[i].value)
			diag_error(diag, list->items[i].place, "'%s' is replaced by nothing: say by what",
				list->items[i].key);
	}
}

static void check_crl(const struct scenario_step *step, struct diag *diag)
{
	static const char *const words[] = {
		DEED_LISTING_NOBODY, DEED_CURRENT, DEED_GARBAGE, DEED_EMPTY, NULL};
	const struct pair *crl = scenario_deed_finds(step, DEED_CLIENT_CRL);

	for (size_t i = 0; crl && words[i]; i++) {
		if (strcmp(crl->value, words[i]) == 0)
			return;
	}
	if (crl)
		diag_error_suggest(diag, crl->place, crl->value, words,
			"'%s' is none of the lists: %s, %s, %s, %s", crl->value, words[0], words[1], words[2],
			words[3]);
}

/* Whoever is refused is only proved to be by somebody who is not. */
static void check_good_client(const struct scenario_step *step, struct diag *diag)
{
	const struct pair *ca = scenario_deed_finds(step, DEED_CLIENT_CA);

	if (!ca || step->deed.reload == DEED_RELOAD_MAY_FAIL || step->control_place.line)
		return;
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		const struct expectation *expected = &step->expect[mode].connection;

		if (expected->given && expected->outcome != OUTCOME_ACCEPT) {
			diag_error(diag, ca->place,
				"a client may be good by another CA from here on: name one, control: CREDENTIAL");
			return;
		}
	}
}

/* Of a bundle's two files none is replaced. */
static void check_beside_bundle(
	const struct scenario *scenario, const struct scenario_step *step, struct diag *diag)
{
	static const enum deed_file files[] = {DEED_SERVER_CA, DEED_CLIENT_CA, DEED_CLIENT_CRL};

	for (size_t i = 0; scenario->bundle && i < COUNT_OF(files); i++) {
		const struct pair *by = scenario_deed_finds(step, files[i]);

		if (by)
			diag_error(diag, by->place,
				"'%s' beside 'bundle': the target is given the files of that", by->key);
	}
}

static void check_client_side(const struct scenario_step *step, struct diag *diag)
{
	const struct pair *client = scenario_deed_finds(step, DEED_CLIENT);

	if (step->deed.restart || step->deed.reload == DEED_RELOAD_MAY_FAIL)
		diag_error(diag, step->deed.restart ? step->deed.restart_place : step->deed.reload_place,
			"'%s' says something only where the target is a server",
			step->deed.restart ? "restart" : "may_fail");
	if (client && !step->client.present)
		diag_error(diag, client->place,
			"the client is configured with no certificate: there is none to replace");
	/* without it nobody would prove that the target is alive, and has read the new file */
	if (scenario_deed_finds(step, DEED_SERVER_CA) && !step->server.control_place.line)
		diag_error(diag, step->deed.replace_place,
			"a server is good by another CA from here on: name it, server: {control: CREDENTIAL}");
}

void scenario_deed_check(const struct scenario *scenario, size_t number, struct diag *diag)
{
	const struct scenario_step *step = &scenario->steps[number];
	const struct scenario_deed *deed = &step->deed;

	if (!step->deed_place.line)
		return;
	check_replaced(scenario, step, diag);
	check_beside_bundle(scenario, step, diag);
	if (!deed->replace.count && !deed->reload && !deed->wait_ms && !deed->restart)
		diag_error(
			diag, step->deed_place, "'do' says nothing to do: replace, reload, restart or wait");
	if (deed->restart && deed->reload)
		diag_error(diag, deed->reload_place, "'reload' beside 'restart': who starts reads all");
	if (scenario->side == SIDE_CLIENT) {
		check_client_side(step, diag);
		return;
	}
	check_crl(step, diag);
	check_good_client(step, diag);
}
