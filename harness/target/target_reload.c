#include "target_reload.h"

#include <signal.h>
#include <string.h>

static const char *const signal_words[] = {"HUP", "USR1", "USR2", NULL};
static const int signals[] = {SIGHUP, SIGUSR1, SIGUSR2};
_Static_assert(COUNT_OF(signal_words) == COUNT_OF(signals) + 1, "a number for each word");

static const struct field reload_fields[] = {
	{"signal", FIELD_WORD, offsetof(struct target_reload, signal_word), .required = true,
		.words = signal_words, .doc = "the signal that makes it read its files again"},
	{"done", FIELD_TEXT, offsetof(struct target_reload, done), .required = true,
		.place_offset = offsetof(struct target_reload, done_place),
		.doc = "a text of its log that comes once it works with the new ones alone"},
};
const struct schema target_reload_schema = {
	"reload", sizeof(struct target_reload), reload_fields, COUNT_OF(reload_fields)};

int target_reload_signal(const struct target_reload *reload)
{
	return signals[reload->signal_word];
}

void target_reload_check(const struct target_reload *reload, struct diag *diag)
{
	if (reload->done && strchr(reload->done, '\n'))
		diag_error(diag, reload->done_place, "'done' holds a line break: no line can hold that");
}
