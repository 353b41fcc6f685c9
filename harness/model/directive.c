#include "directive.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

const char *const directive_words[] = {"none", "verification", "trust", "revocation", "depth",
	"versions", "name", "identity", "certificate", "plain", NULL};

bool directive_is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

/* The same for a text that ends elsewhere. */
static const char *find_part(const char *text, const char *word, size_t len)
{
	for (const char *at = text; *at; at++) {
		if (strncmp(at, word, len) != 0)
			continue;
		if (at > text && directive_is_word_char(at[-1]) && directive_is_word_char(word[0]))
			continue;
		if (directive_is_word_char(at[len]) && directive_is_word_char(word[len - 1]))
			continue;
		return at;
	}
	return NULL;
}

const char *directive_find_word(const char *text, const char *word)
{
	return find_part(text, word, strlen(word));
}

/* Without what may follow the setting on its line, or not. */
static size_t len_of(const char *text, size_t len)
{
	while (len && strchr("; ,\t", text[len - 1]))
		len--;
	return len;
}

/* A part ends at a comma or a semicolon with a blank behind it. */
static size_t part_len(const char *text)
{
	size_t len = strcspn(text, ",;");

	while (text[len] && text[len + 1] && text[len + 1] != ' ')
		len += 1 + strcspn(text + len + 1, ",;");
	return len;
}

/* That of `should` which holds the directive; else all of it. */
static const char *part_of(const char *should, const char *find, size_t *len)
{
	const char *held = directive_find_word(should, find);
	const char *part = should;

	*len = strlen(should);
	while (held && *part) {
		size_t here = part_len(part);

		if (held < part + here) {
			*len = here;
			return part;
		}
		part += here + strspn(part + here, ",; ");
	}
	return should;
}

enum directive_standing directive_compare(const char *line, const char *should, const char *find)
{
	size_t part_len;
	const char *part = part_of(should, find, &part_len);
	size_t len = len_of(part, part_len);
	const char *held = len ? find_part(line, part, len) : NULL;
	const char *comment = strstr(line, " #");
	size_t line_len = comment ? (size_t)(comment - line) : strlen(line);

	if (!held)
		return DIRECTIVE_DIFFERS;
	if (held == line && len == len_of(line, line_len))
		return DIRECTIVE_WHOLE;
	/* words behind it are its own, unless it is ended before them */
	if (held == line && find_part(part, find, strlen(find)) == part && !strchr(";,", line[len]))
		return DIRECTIVE_DIFFERS;
	return DIRECTIVE_HOLDS;
}
