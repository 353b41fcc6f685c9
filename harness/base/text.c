#include "text.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "scoped.h"

/* How long the UTF-8 sequence is that this byte begins (RFC 3629); 0 if none begins so. */
static size_t utf8_announced(unsigned char lead)
{
	static const struct {
		unsigned char least, most;
		size_t len;
	} rows[] = {{0x00, 0x7f, 1}, {0xc2, 0xdf, 2}, {0xe0, 0xef, 3}, {0xf0, 0xf4, 4}};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (lead >= rows[i].least && lead <= rows[i].most)
			return rows[i].len;
	}
	return 0;
}

/* Not overlong, no surrogate, within Unicode, and a character by XML. */
static bool is_character(uint32_t code, size_t len)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

	if (code < least[len] || code > 0x10ffff)
		return false;
	return (code < 0xd800 || code > 0xdfff) && code != 0xfffe && code != 0xffff;
}

/*
 * What nobody sees although it acts: controls of terminals, of the direction of writing (a text
 * that reads backwards says something else), and what has no width or look of its own (Unicode's
 * Default_Ignorable_Code_Point, and its separators of lines and paragraphs).
 */
static const struct {
	uint32_t first, last;
} unseen[] = {
	{0x0000, 0x0008}, /* all C0 controls but tab and newline */
	{0x000b, 0x001f},
	{0x007f, 0x009f}, /* and C1 */
	{0x00ad, 0x00ad},
	{0x034f, 0x034f},
	{0x061c, 0x061c},
	{0x115f, 0x1160},
	{0x17b4, 0x17b5},
	{0x180b, 0x180f},
	{0x200b, 0x200f},
	{0x2028, 0x202e},
	{0x2060, 0x206f},
	{0x3164, 0x3164},
	{0xfe00, 0xfe0f},
	{0xfeff, 0xfeff},
	{0xffa0, 0xffa0},
	{0xfff0, 0xfffb},
	{0x1bca0, 0x1bca3},
	{0x1d173, 0x1d17a},
	{0xe0000, 0xe0fff},
};

static bool is_visible(uint32_t code)
{
	for (size_t i = 0; i < COUNT_OF(unseen) && code >= unseen[i].first; i++) {
		if (code <= unseen[i].last)
			return false;
	}
	return true;
}

/* Length of the well-formed UTF-8 sequence at `s`, and what it stands for; 0 if there is none. */
static size_t utf8_read(uint32_t *out, const unsigned char *s, size_t len)
{
	size_t need = utf8_announced(s[0]);
	uint32_t code;

	if (need == 0 || need > len)
		return 0;
	code = need == 1 ? s[0] : s[0] & (0xffu >> (need + 1));
	for (size_t i = 1; i < need; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (s[i] & 0x3f);
	}
	*out = code;
	return is_character(code, need) ? need : 0;
}

void text_clean(struct buf *out, const char *bytes, size_t len)
{
	const unsigned char *s = (const unsigned char *)bytes;

	/* what does not fit ends the text: no holes */
	for (size_t i = 0; i < len && !out->overflowed;) {
		uint32_t code = 0;
		size_t run = utf8_read(&code, s + i, len - i);

		/* of what is not shown each byte is: the rest of it is no character by itself */
		if (run == 0 || !is_visible(code)) {
			buf_printf(out, "\\x%02x", s[i]);
			i++;
			continue;
		}
		buf_append(out, bytes + i, run);
		i += run;
	}
}

char *text_clean_dup(struct arena *arena, const char *bytes, size_t len)
{
	SCOPED_BUF clean;

	buf_init(&clean, len * 4 + 1);
	text_clean(&clean, bytes, len);
	return arena_strndup(arena, buf_text(&clean), clean.len);
}

bool text_glob(const char *pattern, const char *text)
{
	const char *star = NULL;
	const char *resume = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = ++pattern;
			resume = text;
		} else if (*pattern == '?' || *pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star;
			text = ++resume;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

enum { WORD_MAX_LENGTH = 48 };

static size_t smallest(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Optimal string alignment distance: insert, delete, replace, swap neighbours. */
static size_t edit_distance(const char *a, const char *b)
{
	size_t rows[3][WORD_MAX_LENGTH + 1];
	size_t a_len = strlen(a);
	size_t b_len = strlen(b);

	if (a_len > WORD_MAX_LENGTH || b_len > WORD_MAX_LENGTH)
		return SIZE_MAX;
	for (size_t j = 0; j <= b_len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *row = rows[i % 3];
		const size_t *above = rows[(i + 2) % 3];
		const size_t *above2 = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t cost = a[i - 1] != b[j - 1];

			row[j] = smallest(above[j] + 1, row[j - 1] + 1, above[j - 1] + cost);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
				above2[j - 2] + 1 < row[j])
				row[j] = above2[j - 2] + 1;
		}
	}
	return rows[a_len % 3][b_len];
}

bool text_is_among(const char *const *words, const char *word)
{
	while (words && *words && strcmp(*words, word) != 0)
		words++;
	return words && *words;
}

const char *text_closest(const char *word, const char *const *candidates)
{
	size_t len = strlen(word);
	size_t best_distance = len <= 3 ? 1 : len / 3 + 1;
	const char *best = NULL;

	for (; *candidates; candidates++) {
		size_t distance = edit_distance(word, *candidates);

		/* nothing of the word left: not what was meant */
		if (distance >= len)
			continue;
		if (distance < best_distance || (!best && distance == best_distance)) {
			best = *candidates;
			best_distance = distance;
		}
	}
	return best;
}

enum { PLAIN_SIZE = WORD_MAX_LENGTH + 1 };

/* In small letters and without '-' and '_'; cut where it is too long to be a word. */
static void make_plain(char out[PLAIN_SIZE], const char *word)
{
	size_t len = 0;

	for (; *word && len + 1 < PLAIN_SIZE; word++) {
		if (!strchr("-_", *word))
			out[len++] = (char)tolower((unsigned char)*word);
	}
	out[len] = '\0';
}

static bool guess_parts(
	struct buf *out, const char *word, const char *const *candidates, bool at_start)
{
	char plain[PLAIN_SIZE];
	char candidate[PLAIN_SIZE];
	bool found = false;

	make_plain(plain, word);
	for (; *plain && *candidates; candidates++) {
		const char *at;

		make_plain(candidate, *candidates);
		at = strstr(candidate, plain);
		if (!at || (at_start && at != candidate))
			continue;
		buf_printf(out, "%s%s", found ? " or " : "", *candidates);
		found = true;
	}
	return found;
}

void text_guess(struct buf *out, const char *word, const char *const *candidates)
{
	const char *closest = text_closest(word, candidates);

	if (closest)
		buf_puts(out, closest);
	else if (!guess_parts(out, word, candidates, true))
		guess_parts(out, word, candidates, false);
}

bool text_starts_with(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends_with(const char *text, const char *suffix)
{
	size_t text_len = strlen(text);
	size_t suffix_len = strlen(suffix);

	return text_len >= suffix_len && strcmp(text + text_len - suffix_len, suffix) == 0;
}

static bool is_safe_in_shell(const char *word)
{
	for (const char *at = word; *at; at++) {
		if (!isalnum((unsigned char)*at) && !strchr("-_./:=,@+", *at))
			return false;
	}
	return *word != '\0';
}

const char *text_shell_quote(struct arena *arena, const char *word)
{
	SCOPED_BUF quoted;

	buf_init(&quoted, strlen(word) * 4 + 2);
	if (is_safe_in_shell(word))
		return arena_strdup(arena, word);
	buf_putc(&quoted, '\'');
	for (const char *at = word; *at; at++) {
		if (*at == '\'')
			buf_puts(&quoted, "'\\''");
		else
			buf_putc(&quoted, *at);
	}
	buf_putc(&quoted, '\'');
	return arena_strndup(arena, buf_text(&quoted), quoted.len);
}

void text_quote_yaml(struct buf *out, const char *text)
{
	buf_putc(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			buf_putc(out, '\\');
		if (*text == '\n')
			buf_puts(out, "\\n");
		else if (*text == '\t')
			buf_puts(out, "\\t");
		else
			buf_putc(out, *text);
	}
	buf_putc(out, '"');
}

bool text_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}
