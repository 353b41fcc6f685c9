/* Defects that the references can be given. */
#include <string.h>

#include "arena.h"
#include "auth_mode.h"
#include "defect.h"
#include "defect_list.h"
#include "defect_meaning.h"
#include "teller.h"

/* "GVL" in words. */
static const char *modes_of(const struct named_defect *defect, struct arena *arena)
{
	unsigned modes = 0;

	for (unsigned mode = 0; mode < AUTH_MODE_COUNT; mode++)
		modes |= (unsigned)(strchr(defect->modes, auth_mode_letters[mode]) != NULL) << mode;
	return auth_mode_list(arena, modes);
}

static void tell(struct telling *telling, const struct named_defect *defect)
{
	struct arena *arena = telling->arena;

	teller_head(telling, defect->word,
		arena_printf(
			arena, "a defect that the reference %s can be given", defect_list_side(defect)));
	teller_row(telling, "what",
		arena_printf(arena, "the %s %s", defect_list_side(defect), defect_meaning(defect)));
	teller_row(telling, "target", arena_printf(arena, "%s+%s", defect->target, defect->word));
	teller_row(telling, "modes", modes_of(defect, arena));
	if (!defect->of_client && strchr(defect->modes, DEFECT_OF_OLDER_TLS))
		teller_row(telling, "TLS", "shows itself in TLS 1.2 alone");
	if (!defect->of_client && strchr(defect->modes, DEFECT_OF_DEEDS))
		teller_row(telling, "where", "in scenarios that do something to the running server");
	teller_row(telling, "where", defect->scenarios);
	teller_row(telling, "caught by",
		arena_printf(
			arena, "`mtlspec selftest --defect %s` runs the catalogue and tells", defect->word));
}

bool tell_defect(struct telling *telling, const char *word)
{
	for (const struct named_defect *one = defect_list; one->word; one++) {
		if (!teller_same(one->word, word))
			continue;
		tell(telling, one);
		return true;
	}
	return false;
}

void list_defect_words(struct word_list *out, struct telling *telling)
{
	for (const struct named_defect *one = defect_list; one->word; one++)
		word_list_add(out, telling->arena, one->word);
}
