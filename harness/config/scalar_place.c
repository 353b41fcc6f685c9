#include "scalar_place.h"

#include <string.h>

struct reading {
	const char *at;
	const char *end;
	struct place place;
	char style; /* the first byte of a value that is quoted or a block; else 0 */
};

static void forward(struct reading *reading)
{
	if (reading->at == reading->end)
		return;
	reading->place.column++;
	if (*reading->at++ == '\n') {
		reading->place.line++;
		reading->place.column = 1;
	}
}

static void forwards(struct reading *reading, size_t count)
{
	while (count-- > 0)
		forward(reading);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static char ahead(const struct reading *reading, size_t count)
{
	return count < (size_t)(reading->end - reading->at) ? reading->at[count] : '\0';
}

static bool is_escape(const struct reading *reading)
{
	return reading->style == '"' && ahead(reading, 0) == '\\' && ahead(reading, 1);
}

/* White space, however it is written. */
static void skip_blanks(struct reading *reading)
{
	for (;;) {
		if (is_space(ahead(reading, 0)))
			forward(reading);
		else if (is_escape(reading) && strchr("ntr \t\n", ahead(reading, 1)))
			forwards(reading, 2);
		else
			return;
	}
}

static size_t escape_length(char kind)
{
	return kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
}

/* One character that is no white space; how many bytes of the text it makes. */
static size_t read_character(struct reading *reading, const char *text)
{
	size_t len = 1;

	if (is_escape(reading)) {
		forwards(reading, escape_length(ahead(reading, 1)));
		while ((text[len] & 0xc0) == 0x80) /* UTF-8 */
			len++;
		return len;
	}
	forwards(reading, reading->style == '\'' && ahead(reading, 0) == '\'' ? 2 : 1);
	return len;
}

/* At the value's first byte. */
static struct reading open_value(const char *source, size_t len, struct place begin)
{
	struct reading reading = {source, source + len, begin, 0};

	if (!len || !strchr("\"'|>", *source))
		return reading;
	reading.style = *source;
	if (*source == '"' || *source == '\'')
		forward(&reading);
	while ((reading.style == '|' || reading.style == '>') && reading.place.line == begin.line &&
		reading.at < reading.end)
		forward(&reading);
	return reading;
}

static struct place as_written(struct place place, const char *text, size_t offset)
{
	struct reading reading = {text, text + offset, place, 0};

	if (!place.line)
		reading.place.line = reading.place.column = 1;
	forwards(&reading, offset);
	return reading.place;
}

struct place scalar_place(
	const struct diag *diag, struct place begin, const char *text, size_t offset)
{
	size_t len;
	const char *source = diag_source_at(diag, begin, &len);
	struct reading reading;

	if (!source || (begin.line == 1 && begin.column == 1))
		return as_written(begin, text, offset);
	reading = open_value(source, len, begin);
	for (size_t i = 0; i < offset;) {
		skip_blanks(&reading);
		if (is_space(text[i]))
			i++;
		else
			i += read_character(&reading, text + i);
	}
	skip_blanks(&reading);
	return reading.place;
}
