#include "target_reload.h"

#include <signal.h>
#include <string.h>

#include "target.h"

static const char *const signal_words[] = {"HUP", "USR1", "USR2", NULL};
static const int signals[] = {SIGHUP, SIGUSR1, SIGUSR2};
_Static_assert(COUNT_OF(signal_words) == COUNT_OF(signals) + 1, "a number for each word");

#define AT(member) offsetof(struct target_reload, member)
static const struct field reload_fields[] = {
	{"signal", FIELD_WORD, AT(signal_word), .place_offset = AT(signal_place), .words = signal_words,
		.doc = "the signal that makes it read its files again"},
	{"command", FIELD_TEXTS, AT(command), .place_offset = AT(command_place),
		.doc = "or the words with which the program, run once more, makes it do so"},
	{"rewrite", FIELD_TEXT, AT(rewrite), .place_offset = AT(rewrite_place),
		.doc = "or the one of its files that it watches: it is written anew"},
	{"watches", FIELD_BOOL, AT(watches), .doc = "or it sees by itself that its files are others"},
	{"heard", FIELD_TEXT, AT(heard), .place_offset = AT(heard_place),
		.doc = "a text of its log that comes when it begins; the signal is sent until then"},
	{"done", FIELD_TEXTS, AT(done), .place_offset = AT(done_place),
		.doc = "texts of its log that come once it works with the new ones alone"},
	{"refused", FIELD_TEXT, AT(refused), .place_offset = AT(refused_place),
		.doc = "a text of its log that comes when it can't read them, and keeps what it had"},
	{"unsupported", FIELD_TEXT, AT(unsupported), .doc = "why it can't"},
};
#undef AT
const struct schema target_reload_schema = {
	"reload", sizeof(struct target_reload), reload_fields, COUNT_OF(reload_fields)};

bool target_can_reload(const struct target_reload *reload)
{
	return reload->place.line && !reload->unsupported;
}

int target_reload_signal(const struct target_reload *reload)
{
	return reload->signal_place.line ? signals[reload->signal_word] : 0;
}

static void check_line(const char *text, struct place place, const char *key, struct diag *diag)
{
	if (text && strchr(text, '\n'))
		diag_error(diag, place, "'%s' holds a line break: no line can hold that", key);
}

static bool is_rendered(const struct target *target, const char *name)
{
	for (size_t i = 0; i < target->file_count; i++) {
		if (strcmp(target->files[i].name, name) == 0)
			return true;
	}
	return false;
}

void target_reload_check(const struct target *target, struct diag *diag)
{
	const struct target_reload *reload = &target->reload;
	int ways = (reload->signal_place.line > 0) + (reload->command.count > 0) +
		(reload->rewrite != NULL) + reload->watches;

	if (!reload->place.line)
		return;
	for (size_t i = 0; i < reload->done.count; i++)
		check_line(reload->done.items[i], reload->done.places[i], "done", diag);
	check_line(reload->heard, reload->heard_place, "heard", diag);
	check_line(reload->refused, reload->refused_place, "refused", diag);
	if (reload->unsupported) {
		if (ways)
			diag_error(diag, reload->place, "'unsupported' beside a way in which it is done");
		return;
	}
	if (ways != 1)
		diag_error(diag, reload->place,
			"'reload' needs one of signal, command, rewrite, watches, or unsupported");
	if (!reload->done.count && !reload->command.count)
		diag_error(diag, reload->place, "missing key 'done' in reload");
	if (reload->rewrite && !is_rendered(target, reload->rewrite))
		diag_error(diag, reload->rewrite_place, "'%s' is none of its 'files'", reload->rewrite);
}
