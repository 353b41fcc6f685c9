#include "dn_match.h"

#include <string.h>
#include <strings.h>

#include "arena.h"
#include "dn_value.h"

/* How the attributes of a form follow each other. */
static const struct order {
	bool slashes; /* before each, instead of commas between them */
	bool backwards; /* the last relative name first */
	bool any; /* in an order of the product's own */
	bool some; /* types may be missing */
} orders[SUBJECT_FORM_COUNT] = {
	[SUBJECT_RFC2253] = {.backwards = true},
	[SUBJECT_SLASH] = {.slashes = true},
	[SUBJECT_ANY_ORDER] = {.any = true},
	[SUBJECT_INFO] = {.any = true, .some = true},
};

struct walk {
	const struct dn *dn;
	struct order order;
	struct dn_reading reading;
	struct arena *arena;
	bool *used; /* of each attribute */
	size_t rdn; /* that is being read */
	size_t left; /* attributes of it that have not come */
	const char *at;
};

static const char *past_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

static const char *take_type(const char *at, const struct dn_attribute *attribute)
{
	size_t len = strcspn(at, "= \t");

	for (const char **type = attribute->types; *type; type++) {
		if (strlen(*type) == len && strncasecmp(at, *type, len) == 0) {
			at = past_blanks(at + len);
			return *at == '=' ? at + 1 : NULL;
		}
	}
	return NULL;
}

/* Traefik says SN, as others say for a surname. */
static const char *take_info_type(const char *at, const struct dn_attribute *attribute)
{
	if (strcmp(attribute->types[0], "serialNumber") == 0 && strncmp(at, "SN=", 3) == 0)
		return at + 3;
	return take_type(at, attribute);
}

static bool ends_value(const struct walk *walk, const char *at)
{
	return !*at || strchr(walk->order.slashes ? "/+" : ",;+", *at);
}

static const char *take_attribute(const struct walk *walk, const struct dn_attribute *attribute)
{
	const char *at =
		walk->order.some ? take_info_type(walk->at, attribute) : take_type(walk->at, attribute);

	if (!at)
		return NULL;
	if (!walk->reading.raw || !attribute->utf8.len || *attribute->utf8.data != ' ')
		at = past_blanks(at);
	at = dn_value_take(at, attribute, &walk->reading, walk->arena);
	if (at && !walk->order.slashes)
		at = past_blanks(at);
	return at && ends_value(walk, at) ? at : NULL;
}

/* That attribute whose turn it is and that explains most of what stands there. */
static bool take_next(struct walk *walk)
{
	const char *end = NULL;
	size_t best = 0;

	for (size_t i = 0; i < walk->dn->count; i++) {
		bool in_turn = walk->order.any || walk->dn->items[i].rdn == walk->rdn;
		const char *at =
			!walk->used[i] && in_turn ? take_attribute(walk, &walk->dn->items[i]) : NULL;

		if (at && (!end || at > end)) {
			end = at;
			best = i;
		}
	}
	if (!end)
		return false;
	walk->used[best] = true;
	walk->left--;
	walk->at = end;
	return true;
}

static void begin_rdn(struct walk *walk, size_t rdn)
{
	walk->rdn = rdn;
	walk->left = 0;
	for (size_t i = 0; i < walk->dn->count; i++)
		walk->left += walk->dn->items[i].rdn == rdn;
}

/* What stands between two attributes. In a set it is '+'; of slashes, only new versions of OpenSSL
 * say so. */
static bool take_separator(struct walk *walk)
{
	bool plus = *walk->at == '+';
	bool within = walk->left > 0;

	if (!*walk->at)
		return false;
	if (!walk->order.any) {
		if (walk->order.slashes ? plus && !within : plus != within)
			return false;
		if (!within)
			begin_rdn(walk, walk->order.backwards ? walk->rdn - 1 : walk->rdn + 1);
	}
	walk->at = walk->order.slashes ? walk->at + 1 : past_blanks(walk->at + 1);
	return true;
}

/* Of the types that are told, all values are. */
static bool is_complete(const struct walk *walk)
{
	for (size_t i = 0; i < walk->dn->count; i++) {
		for (size_t j = 0; !walk->used[i] && j < walk->dn->count; j++) {
			if (walk->used[j] &&
				strcmp(walk->dn->items[i].types[0], walk->dn->items[j].types[0]) == 0)
				return false;
		}
	}
	return true;
}

static bool fits(const struct dn *dn, const char *told, const struct order *order,
	struct dn_reading reading, struct arena *arena)
{
	struct walk walk = {.dn = dn, .order = *order, .reading = reading, .arena = arena};

	walk.used = ARENA_ARRAY(arena, bool, dn->count);
	walk.at = past_blanks(told);
	if (order->slashes && *walk.at++ != '/')
		return false;
	begin_rdn(&walk, order->backwards ? dn->rdn_count - 1 : 0);
	for (size_t i = 0; i < dn->count; i++) {
		if (i && order->some && !*walk.at)
			return is_complete(&walk);
		if ((i && !take_separator(&walk)) || !take_next(&walk))
			return false;
	}
	return !*walk.at;
}

static bool holds_type(const struct dn_value *value, char separator)
{
	const uint8_t *at = memchr(value->data, separator, value->len);

	return at && memchr(at, '=', (size_t)(value->data + value->len - at));
}

/* Whether a value, written as it is, looks as if it ended and another attribute followed. */
static bool misleads(const struct dn *dn, const char *told, enum subject_form form)
{
	bool escapes = strstr(told, "\\/") || strstr(told, "\\+");

	for (size_t i = 0; i < dn->count; i++) {
		const struct dn_value *value = &dn->items[i].utf8;

		if (form == SUBJECT_INFO &&
			(memchr(value->data, ',', value->len) || memchr(value->data, '"', value->len)))
			return true;
		if (form == SUBJECT_SLASH && !escapes && (holds_type(value, '/') || holds_type(value, '+')))
			return true;
	}
	return false;
}

static enum likeness match_name(
	const struct dn *dn, const char *told, enum subject_form form, struct arena *arena)
{
	static const struct dn_reading loose[] = {{true, false}, {false, true}, {true, true}};
	const struct order *order = &orders[form];
	const struct dn_reading usual = {order->slashes || order->some, false};

	if (fits(dn, told, order, usual, arena))
		return misleads(dn, told, form) ? LIKE_LOOSELY : LIKE;
	for (size_t i = 0; i < COUNT_OF(loose); i++) {
		if (fits(dn, told, order, loose[i], arena))
			return LIKE_LOOSELY;
	}
	return UNLIKE;
}

static enum likeness match_common_name(const struct dn *dn, const char *told, struct arena *arena)
{
	static const struct dn_reading readings[] = {
		{true, false}, {false, false}, {true, true}, {false, true}};
	const struct dn_attribute *last = dn_common_name(dn);

	for (size_t i = 0; last && i < dn->count; i++) {
		const struct dn_attribute *item = &dn->items[i];

		for (size_t j = 0; j < COUNT_OF(readings); j++) {
			if (strcmp(item->types[0], last->types[0]) == 0 &&
				dn_value_is_all(told, item, &readings[j], arena))
				return item == last && j == 0 ? LIKE : LIKE_LOOSELY;
		}
	}
	return last || *told ? UNLIKE : LIKE;
}

enum likeness dn_match(
	const struct dn *dn, const char *told, enum subject_form form, struct arena *arena)
{
	if (form == SUBJECT_CN)
		return match_common_name(dn, told, arena);
	if (!dn->count || !*told)
		return !dn->count && !*told ? LIKE : UNLIKE;
	return match_name(dn, told, form, arena);
}
