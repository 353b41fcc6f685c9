#include "target_need.h"

#include <string.h>

#include "target.h"

static const struct field need_fields[] = {
	{"what", FIELD_TEXT, offsetof(struct target_need, what), .required = true,
		.place_offset = offsetof(struct target_need, place),
		.doc = "what must be there beside the program, for people"},
	{"args", FIELD_TEXTS, offsetof(struct target_need, args), .required = true,
		.doc = "with these arguments the program ends with status 0 if it is there"},
};
const struct schema target_need_schema = {
	"need", sizeof(struct target_need), need_fields, COUNT_OF(need_fields)};

static void check_args(const struct text_list *args, struct diag *diag)
{
	for (size_t i = 0; i < args->count; i++) {
		if (strstr(args->items[i], "${"))
			diag_error(diag, args->places[i],
				"'needs' is looked at before there is a work folder: no ${names} here");
	}
}

void target_needs_check(const struct target *target, struct diag *diag)
{
	for (size_t i = 0; i < target->need_count; i++) {
		const struct target_need *need = &target->needs[i];

		if (need->what && strchr(need->what, '\n'))
			diag_error(diag, need->place, "'what' holds a line break: it stands in a sentence");
		if (target->connect_host)
			diag_error(diag, need->place, "'needs' is asked of a program, and 'connect' has none");
		check_args(&need->args, diag);
	}
}
