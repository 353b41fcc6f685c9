#include "terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Narrower than that nothing can be read, and wider no line. */
enum { COLUMNS_MIN = 40, COLUMNS_MAX = 200 };

const char *const color_words[] = {"auto", "always", "never", NULL};

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

bool terminal_wants_color(FILE *out, enum color_choice choice)
{
	const char *term = getenv("TERM");

	if (choice != COLOR_AUTO)
		return choice == COLOR_ALWAYS;
	if (is_set("NO_COLOR"))
		return false;
	if (is_set("FORCE_COLOR"))
		return strcmp(getenv("FORCE_COLOR"), "0") != 0;
	return isatty(fileno(out)) && term && strcmp(term, "dumb") != 0;
}

size_t terminal_columns(FILE *out, size_t otherwise)
{
	const char *told = getenv("COLUMNS");
	struct winsize size = {0};
	size_t columns;

	if (!isatty(fileno(out)))
		return otherwise;
	columns = told ? strtoul(told, NULL, 10) : 0;
	if (!columns && ioctl(fileno(out), TIOCGWINSZ, &size) == 0)
		columns = size.ws_col;
	if (!columns)
		return otherwise;
	return columns < COLUMNS_MIN ? COLUMNS_MIN : columns > COLUMNS_MAX ? COLUMNS_MAX : columns;
}
