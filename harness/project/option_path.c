#include "option_path.h"

#include <argp.h>
#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "arena.h"
#include "target.h"
#include "text.h"

typedef const char *path_maker(struct arena *arena, const char *value, const char *folder);

static const char *whole(struct arena *arena, const char *value, const char *folder)
{
	bool stays = *value == '/' || strcmp(value, "-") == 0;

	return stays ? value : arena_printf(arena, "%s/%s", folder, value);
}

/* CERT[,KEY], at the last comma. */
static const char *pair(struct arena *arena, const char *value, const char *folder)
{
	const char *comma = strrchr(value, ',');
	const char *first =
		whole(arena, comma ? arena_strndup(arena, value, (size_t)(comma - value)) : value, folder);

	return comma && comma[1] ? arena_printf(arena, "%s,%s", first, whole(arena, comma + 1, folder))
							 : first;
}

static const char *named_pair(struct arena *arena, const char *value, const char *folder)
{
	const char *equals = strchr(value, '=');

	return equals ? arena_printf(arena, "%.*s%s", (int)(equals + 1 - value), value,
						pair(arena, equals + 1, folder))
				  : value;
}

static const char *at_file(struct arena *arena, const char *value, const char *folder)
{
	return *value == '@' ? arena_printf(arena, "@%s", whole(arena, value + 1, folder)) : value;
}

/* A program that is not looked for on PATH. The shell's rules for words hold in a command. */
static const char *command(struct arena *arena, const char *value, const char *folder)
{
	const char *slash = strchr(value, '/');
	bool relative = slash && slash > value && slash < value + strcspn(value, " \t'\"\\$");

	return relative ? arena_printf(arena, "%s/%s", text_shell_quote(arena, folder), value) : value;
}

/* An id, a glob, or a file. */
static const char *scenario(struct arena *arena, const char *value, const char *folder)
{
	bool file = text_ends_with(value, ".yaml") || *value == '.';

	return file ? whole(arena, value, folder) : value;
}

static const struct {
	const char *arg;
	path_maker *make; /* NULL: no path is in it */
} forms[] = {
	{"FILE", whole},
	{"DIR", whole},
	{"EVENTS", whole},
	{"CERT[,KEY]", pair},
	{"client=CERT[,KEY]", named_pair},
	{"NAME|STATUS|@FILE", at_file},
	{"COMMAND", command},
	{"[OWN=]NAME|FOLDER|FILE|HOST:PORT|all", target_asked_from},
	{"MODE", NULL},
	{"VERSION", NULL},
	{"ID", NULL},
	{"EXPR", NULL},
	{"NAME", NULL},
	{"NAME,...", NULL},
	{"NAME: VALUE", NULL},
	{"NAME[:PORT]", NULL},
	{"ADDRESS:PORT", NULL},
	{"PATH", NULL}, /* of a request */
	{"TEXT", NULL},
	{"ANSWER", NULL},
	{"STATUS|TEXT|wire", NULL},
	{"N", NULL},
	{"I/N", NULL},
	{"MS", NULL},
	{"tls|http|both", NULL},
	{"auto|always|never", NULL},
};

static size_t find(const char *arg)
{
	size_t at = 0;

	while (at < COUNT_OF(forms) && strcmp(forms[at].arg, arg) != 0)
		at++;
	return at;
}

bool option_path_is_known(const struct argp_option *option)
{
	return !option->arg || find(option->arg) < COUNT_OF(forms);
}

const char *option_from_folder(
	struct arena *arena, const struct argp_option *option, const char *value, const char *folder)
{
	size_t form = option && option->arg ? find(option->arg) : COUNT_OF(forms);

	if (!*folder || strcmp(folder, ".") == 0)
		return value;
	if (!option)
		return scenario(arena, value, folder);
	return form < COUNT_OF(forms) && forms[form].make ? forms[form].make(arena, value, folder)
													  : value;
}
