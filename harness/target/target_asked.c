/* What stands around a target's name on the command line: NAME= before it, +DEFECT behind. */
#include <string.h>

#include "arena.h"
#include "file.h"
#include "target_parts.h"
#include "text.h"

static bool is_there(const char *path)
{
	return file_exists(path) || file_is_dir(path);
}

/* How long the name is that stands before a '='; 0: none does. A path may have one in it. */
static size_t own_name(const char *asked)
{
	size_t len = strcspn(asked, "=/:");

	return asked[len] == '=' && !is_there(asked) ? len : 0;
}

/* The '+' before the first defect, or NULL. A path may have others. */
static const char *find_defects(const char *name)
{
	const char *slash = strrchr(name, '/');

	return is_there(name) ? NULL : strchr(slash ? slash : name, '+');
}

static void take_defects(struct target *target, struct arena *arena, const char *from)
{
	char *defects = arena_strdup(arena, from + 1);

	for (char *c = defects; *c; c++) {
		if (*c == '+')
			*c = ',';
	}
	target->defects = defects;
	target->name = arena_printf(arena, "%s%s", target->name, from);
}

const char *target_defects(const struct target *target, const char *asked, struct arena *arena)
{
	const char *own = target->defects ? target->defects : "";

	if (!target->takes_defects || !asked || !*asked)
		return target->takes_defects ? own : "";
	return *own ? arena_printf(arena, "%s,%s", own, asked) : asked;
}

static struct target *read_unnamed(
	struct arena *arena, struct diag *diag, const char *name, struct place place)
{
	const char *defects = find_defects(name);
	struct target *target = target_find(
		arena, diag, defects ? arena_strndup(arena, name, (size_t)(defects - name)) : name, place);

	if (target && defects)
		take_defects(target, arena, defects);
	return target;
}

/* Its file speaks of cells of the name that it would have had. */
static void rename_deviation(
	struct target_deviation *deviation, const struct target *target, struct arena *arena)
{
	const char *tail = strchr(deviation->cells, '@');
	size_t len = tail ? strcspn(tail + 1, ":") : 0;
	const char *part = arena_strndup(arena, tail ? tail + 1 : "", len);

	if (tail && text_glob(part, target->file_name))
		deviation->cells = arena_printf(arena, "%.*s@%s%s%s", (int)(tail - deviation->cells),
			deviation->cells, target->name, tail[1 + len] ? "" : "*", tail + 1 + len);
}

static void rename_target(struct target *target, const char *own, struct arena *arena)
{
	target->file_name = target->name;
	target->name = own;
	for (size_t i = 0; i < target->deviation_count; i++)
		rename_deviation(&target->deviations[i], target, arena);
}

struct target *target_read_asked(
	struct arena *arena, struct diag *diag, const char *asked, struct place place)
{
	size_t len = own_name(asked);
	const char *own = len ? arena_strndup(arena, asked, len) : NULL;
	struct target *target;

	if (own && !target_is_name(own)) {
		diag_error(diag, place,
			"target '%s': '%s' goes into cell ids; use letters, digits, '.', '_', '-'", asked, own);
		return NULL;
	}
	target = read_unnamed(arena, diag, own ? asked + len + 1 : asked, place);
	if (target)
		target->asked_as = arena_strdup(arena, asked);
	if (target && own)
		rename_target(target, own, arena);
	return target;
}

struct target *target_read(struct arena *arena, struct diag *diag, const char *name)
{
	return target_read_asked(arena, diag, name, (struct place){NULL, 0, 0});
}

/* A folder may be named without a '/', unless a target that is built in is called so. */
static bool is_bare_folder(const char *name, const char *folder, struct arena *arena)
{
	return *name && !target_built_in(arena, name) &&
		file_exists(arena_printf(arena, "%s/%s/" TARGET_FILE, folder, name));
}

const char *target_asked_from(struct arena *arena, const char *asked, const char *folder)
{
	const char *sign = asked[strcspn(asked, "=/:")] == '=' ? strchr(asked, '=') : NULL;
	const char *name = sign ? sign + 1 : asked;
	const char *bare = arena_strndup(arena, name, strcspn(name, "@+"));
	bool address = strchr(name, ':') && !strchr("./", *name);

	if (*name == '/' || address ||
		!(strchr(name, '/') || text_ends_with(bare, ".yaml") ||
			is_bare_folder(bare, folder, arena)))
		return asked;
	return arena_printf(arena, "%.*s%s/%s", (int)(name - asked), asked, folder, name);
}
