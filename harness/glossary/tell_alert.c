/* Alerts: by name or number. */
#include <stdlib.h>
#include <string.h>

#include "alert_meaning.h"
#include "arena.h"
#include "selection.h"
#include "teller.h"
#include "tls_alert.h"

enum { ALERT_MAX = 255 };

static const struct alert_meaning *find(const char *word)
{
	char *end;
	long number = strtol(word, &end, 10);

	if (*word >= '0' && *word <= '9' && !*end && number <= ALERT_MAX)
		return alert_meaning_of((int)number);
	for (const struct alert_meaning *one = alert_meanings; one->means; one++) {
		if (teller_same(tls_alert_name(one->number), word))
			return one;
	}
	return NULL;
}

static bool names(const struct step_expectation *expected, int alert)
{
	for (size_t i = 0; i < expected->refusal_count; i++) {
		if (expected->refusals[i].alert == alert)
			return true;
	}
	return expected->connection.given && expected->connection.alert == alert;
}

static bool expects(const struct scenario *scenario, int alert)
{
	for (size_t i = 0; i < scenario->step_count; i++) {
		for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
			if (names(&scenario->steps[i].expect[mode], alert))
				return true;
		}
	}
	return false;
}

static void tell_expecting(struct telling *telling, int alert)
{
	const struct scenario_set *set = &telling->selection->catalogue.scenarios;
	struct word_list found = {NULL, 0};

	for (size_t i = 0; i < set->count; i++) {
		if (expects(set->items[i], alert))
			word_list_add(&found, telling->arena, set->items[i]->id);
	}
	teller_scenarios(telling, "expected", found.items, found.count);
}

bool tell_alert(struct telling *telling, const char *word)
{
	const struct alert_meaning *alert = find(word);

	if (!alert)
		return false;
	teller_head(telling, tls_alert_name(alert->number),
		arena_printf(telling->arena, "alert %d of TLS", alert->number));
	teller_row(telling, "means", alert->means);
	teller_row(telling, "defined", alert->section);
	teller_row(telling, "sent by", alert->sender ? alert->sender : "nobody any more");
	teller_row(telling, "causes", alert->causes);
	tell_expecting(telling, alert->number);
	return true;
}

void list_alert_words(struct word_list *out, struct telling *telling)
{
	for (const char *const *word = tls_alert_words(); *word; word++)
		word_list_add(out, telling->arena, *word);
}
