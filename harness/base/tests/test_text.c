#include "unit.h"

#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "clock.h"
#include "hex.h"
#include "text.h"

static struct arena arena;

static const char *clean(const char *bytes, size_t len)
{
	return text_clean_dup(&arena, bytes, len);
}

static void setup_case(void)
{
	arena_init(&arena);
}

START_TEST(test_clean_every_byte)
{
	setup_case();
	for (int byte = 0; byte < 256; byte++) {
		char raw = (char)byte;
		bool shown = byte == '\n' || byte == '\t' || (byte >= 0x20 && byte < 0x7f);
		const char *wanted = shown ? arena_strndup(&arena, &raw, 1)
								   : arena_printf(&arena, "\\x%02x", (unsigned)byte);

		ck_assert_str_eq(clean(&raw, 1), wanted);
	}
	arena_finish(&arena);
}
END_TEST

/* Every code point by the book (RFC 3629), encoded by hand. */
static size_t encode(char out[4], uint32_t code)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

/* What must not pass unseen, by what it does: the other way round than text.c has it. */
static bool is_unseen(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} rows[] = {
		{0x00, 0x9f}, /* controls of terminals */
		{0x202a, 0x202e}, /* embeddings and overrides of direction */
		{0x2066, 0x2069}, /* isolates */
		{0x200e, 0x200f}, /* marks */
		{0x061c, 0x061c},
		{0x200b, 0x200d}, /* no width, joiners */
		{0x2060, 0x2065},
		{0x206a, 0x206f},
		{0xfeff, 0xfeff},
		{0x00ad, 0x00ad},
		{0x034f, 0x034f},
		{0x2028, 0x2029}, /* ends of lines and paragraphs */
		{0x115f, 0x1160}, /* fillers */
		{0x17b4, 0x17b5},
		{0x3164, 0x3164},
		{0xffa0, 0xffa0},
		{0xfff0, 0xfffb}, /* annotations */
		{0x1bca0, 0x1bca3}, /* shorthand and music */
		{0x1d173, 0x1d17a},
		{0x180b, 0x180f}, /* variants, tags */
		{0xfe00, 0xfe0f},
		{0xe0000, 0xe0fff},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (code >= rows[i].first && code <= rows[i].last)
			return true;
	}
	return false;
}

START_TEST(test_clean_every_code_point)
{
	SCOPED_BUF out;

	buf_init(&out, 64);
	for (uint32_t code = 0x80; code <= 0x10ffff + 16; code++) {
		char raw[4];
		size_t len = encode(raw, code);
		bool surrogate = code >= 0xd800 && code <= 0xdfff;
		bool shown =
			!is_unseen(code) && !surrogate && code != 0xfffe && code != 0xffff && code <= 0x10ffff;

		buf_clear(&out);
		text_clean(&out, raw, len);
		if (shown ? out.len != len || memcmp(out.data, raw, len) != 0
				  : strncmp(out.data, "\\x", 2) != 0)
			ck_abort_msg("U+%04X", code);
	}
}
END_TEST

START_TEST(test_clean_broken_utf8)
{
	static const struct {
		const char *raw;
		const char *wanted;
	} rows[] = {
		{"", ""}, {"plain", "plain"}, {"gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f"},
		{"\xc3", "\\xc3"}, /* cut off */
		{"\xc3(", "\\xc3("}, /* wrong continuation */
		{"\xe2\x82", "\\xe2\\x82"}, {"\xf0\x9f\x98", "\\xf0\\x9f\\x98"},
		{"\x80", "\\x80"}, /* continuation alone */
		{"\xc0\xaf", "\\xc0\\xaf"}, /* overlong */
		{"\xc1\xbf", "\\xc1\\xbf"}, {"\xe0\x9f\xbf", "\\xe0\\x9f\\xbf"},
		{"\xf0\x8f\xbf\xbf", "\\xf0\\x8f\\xbf\\xbf"},
		{"\xed\xa0\x80", "\\xed\\xa0\\x80"}, /* surrogate */
		{"\xef\xbf\xbe", "\\xef\\xbf\\xbe"}, /* U+FFFE: not in XML */
		{"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"}, /* past U+10FFFF */
		{"\xf5\x80\x80\x80", "\\xf5\\x80\\x80\\x80"},
		{"\xc2\x9b", "\\xc2\\x9b"}, /* C1 control: CSI in 8-bit terminals */
		{"\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"}, {"a\r\nb\tc", "a\\x0d\nb\tc"},
		{"\xff\xfe", "\\xff\\xfe"},
		{"CN=\xe2\x80\xaegpj.exe", "CN=\\xe2\\x80\\xaegpj.exe"}, /* reads "exe.jpg" */
		{"\xe2\x81\xa6"
		 "a\xe2\x81\xa9",
			"\\xe2\\x81\\xa6"
			"a\\xe2\\x81\\xa9"},
		{"ad\xe2\x80\x8bmin", "ad\\xe2\\x80\\x8bmin"}, /* zero width: not "admin" */
		{"\xf3\xa0\x81\x81", "\\xf3\\xa0\\x81\\x81"}, /* a tag letter */
	};

	setup_case();
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_str_eq(clean(rows[i].raw, strlen(rows[i].raw)), rows[i].wanted);
	ck_assert_str_eq(clean("a\0b", 3), "a\\x00b");
	ck_assert_str_eq(clean(NULL, 0), "");
	arena_finish(&arena);
}
END_TEST

START_TEST(test_clean_twice_is_once)
{
	char raw[256];
	const char *once;

	setup_case();
	for (int i = 0; i < 256; i++)
		raw[i] = (char)i;
	once = clean(raw, sizeof(raw));
	ck_assert_str_eq(clean(once, strlen(once)), once);
	arena_finish(&arena);
}
END_TEST

START_TEST(test_clean_without_holes)
{
	SCOPED_BUF out;

	buf_init(&out, 6);
	text_clean(&out, "abcd\x1bz", 6);
	ck_assert(out.overflowed);
	ck_assert_str_eq(out.data, "abcd");
}
END_TEST

START_TEST(test_among)
{
	static const char *const words[] = {"a", "bc", NULL};

	ck_assert(text_is_among(words, "a") && text_is_among(words, "bc"));
	ck_assert(!text_is_among(words, "b") && !text_is_among(words, ""));
	ck_assert(!text_is_among(words + 2, "a") && !text_is_among(NULL, "a"));
}
END_TEST

START_TEST(test_glob)
{
	static const struct {
		const char *pattern;
		const char *text;
		bool wanted;
	} rows[] = {
		{"", "", true},
		{"", "a", false},
		{"*", "", true},
		{"*", "any/thing", true},
		{"**", "x", true},
		{"a*", "", false},
		{"abc", "abc", true},
		{"abc", "abcd", false},
		{"abcd", "abc", false},
		{"?", "", false},
		{"?", "x", true},
		{"a?c", "abc", true},
		{"a?c", "ac", false},
		{"*.yaml", "chain/deep.yaml", true},
		{"*.yaml", "chain/deep.yml", false},
		{"a*b*c", "aXXbYYc", true},
		{"a*b*c", "aXXcYYb", false},
		{"*aab", "aaaaaab", true},
		{"*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
		{"*@nginx:*/tls1.?", "client-certificate/expired@nginx:RequestClientCert/tls1.3", true},
		{"*@nginx:*/tls1.2", "client-certificate/expired@nginx:RequestClientCert/tls1.3", false},
		{"[a]", "a", false},
		{"x*", "*", false},
		{"\\*", "*", false},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_msg(text_glob(rows[i].pattern, rows[i].text) == rows[i].wanted, "%s ~ %s",
			rows[i].pattern, rows[i].text);
}
END_TEST

START_TEST(test_guess)
{
	static const char *const words[] = {"NoClientCert", "RequireAnyClientCert",
		"RequireAndVerifyClientCert", "accept-any-ca", NULL};
	static const struct {
		const char *word;
		const char *guess;
	} rows[] = {
		{"NoClientCrt", "NoClientCert"},
		{"noclient", "NoClientCert"},
		{"require", "RequireAnyClientCert or RequireAndVerifyClientCert"},
		{"require-and", "RequireAndVerifyClientCert"},
		{"verify", "RequireAndVerifyClientCert"},
		{"ANY_CA", "accept-any-ca"},
		{"zzz", ""},
		{"-_-", ""},
		{"", ""},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		SCOPED_BUF guess;

		buf_init(&guess, 1000);
		text_guess(&guess, rows[i].word, words);
		ck_assert_str_eq(buf_text(&guess), rows[i].guess);
	}
}
END_TEST

START_TEST(test_closest)
{
	static const char *const keys[] = {"title", "why", "rules", "target", "client", "expect", NULL};
	static const char *const none[] = {NULL};
	static const struct {
		const char *word;
		const char *wanted;
	} rows[] = {
		{"titel", "title"}, /* swap */
		{"tilte", "title"},
		{"tittle", "title"}, /* insert */
		{"tile", "title"}, /* delete */
		{"titlE", "title"}, /* replace */
		{"wyh", "why"},
		{"expects", "expect"},
		{"exepct", "expect"},
		{"targte", "target"},
		{"client", "client"},
		{"colour", NULL},
		{"x", NULL},
		{"", NULL},
		{"zzzzzz", NULL},
	};
	char long_word[200];

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *got = text_closest(rows[i].word, keys);

		if (rows[i].wanted)
			ck_assert_str_eq(got ? got : "(none)", rows[i].wanted);
		else
			ck_assert_msg(!got, "'%s' suggests '%s'", rows[i].word, got);
	}
	ck_assert_ptr_null(text_closest("title", none));
	memset(long_word, 'x', sizeof(long_word));
	long_word[sizeof(long_word) - 1] = '\0';
	ck_assert_ptr_null(text_closest(long_word, keys));
}
END_TEST

START_TEST(test_affix)
{
	ck_assert(text_starts_with("abc", ""));
	ck_assert(text_starts_with("abc", "ab"));
	ck_assert(text_starts_with("abc", "abc"));
	ck_assert(!text_starts_with("abc", "abcd"));
	ck_assert(!text_starts_with("abc", "b"));
	ck_assert(text_ends_with("abc", ""));
	ck_assert(text_ends_with("abc", "bc"));
	ck_assert(text_ends_with("abc", "abc"));
	ck_assert(!text_ends_with("abc", "zabc"));
	ck_assert(!text_ends_with("abc", "b"));
}
END_TEST

START_TEST(test_same)
{
	ck_assert(text_same(NULL, NULL) && text_same("a", "a") && text_same("", ""));
	ck_assert(!text_same("a", NULL) && !text_same(NULL, "") && !text_same("a", "b"));
}
END_TEST

START_TEST(test_quote_yaml)
{
	SCOPED_BUF out;

	buf_init(&out, 256);
	text_quote_yaml(&out, "a: \"b\" \\ #c\n\td");
	ck_assert_str_eq(buf_text(&out), "\"a: \\\"b\\\" \\\\ #c\\n\\td\"");
}
END_TEST

START_TEST(test_shell_quote)
{
	static const struct {
		const char *word;
		const char *quoted;
	} rows[] = {{"build/mtlspec", "build/mtlspec"}, {"a@b:C,d=e+f_-.0", "a@b:C,d=e+f_-.0"},
		{"", "''"}, {"two words", "'two words'"}, {"it's", "'it'\\''s'"}, {"$(x)", "'$(x)'"},
		{"a*", "'a*'"}};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_str_eq(text_shell_quote(&arena, rows[i].word), rows[i].quoted);
}
END_TEST

START_TEST(test_hex_written)
{
	static const char every[] = "aZ09-._~/:%+ \xff";
	SCOPED_BUF out;

	buf_init(&out, 256);
	hex_put(&out, "\x00\x0f\xa5\xff", 4);
	ck_assert_str_eq(buf_text(&out), "000fa5ff");
	buf_clear(&out);
	hex_put_percent(&out, every, sizeof(every)); /* the NUL, too */
	ck_assert_str_eq(buf_text(&out), "aZ09-._~%2F%3A%25%2B%20%FF%00");
	buf_clear(&out);
	hex_put(&out, NULL, 0);
	hex_put_percent(&out, NULL, 0);
	ck_assert_str_eq(buf_text(&out), "");
}
END_TEST

START_TEST(test_hex)
{
	static const char digits[] = "0123456789abcdef";

	for (int c = 0; c < 256; c++) {
		const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;

		ck_assert_int_eq(hex_digit((char)c), at ? (int)(at - digits) : -1);
	}
	ck_assert_int_eq(hex_percent("%41!"), 0x41);
	ck_assert_int_eq(hex_percent("%fF"), 0xff);
	ck_assert_int_eq(hex_percent("%00"), 0);
	ck_assert_int_eq(hex_percent("%4"), -1);
	ck_assert_int_eq(hex_percent("%"), -1);
	ck_assert_int_eq(hex_percent("%g1"), -1);
	ck_assert_int_eq(hex_percent("41"), -1);
	ck_assert_int_eq(hex_percent(""), -1);
}
END_TEST

START_TEST(test_clock)
{
	char utc[32];
	uint64_t before = clock_now_us();
	uint64_t now_s = (clock_epoch_us() + before) / 1000000;

	ck_assert_uint_ge(clock_now_us(), before);
	ck_assert_uint_ge(now_s + 1, (uint64_t)time(NULL));
	ck_assert_uint_le(now_s, (uint64_t)time(NULL) + 1);
	clock_format_utc(utc, 0);
	ck_assert_str_eq(utc, "1970-01-01T00:00:00Z");
	clock_format_utc(utc, 1795262400);
	ck_assert_str_eq(utc, "2026-11-21T12:00:00Z");
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"clean",
			{test_clean_every_byte, test_clean_every_code_point, test_clean_broken_utf8,
				test_clean_twice_is_once, test_clean_without_holes}},
		{"glob", {test_glob, test_among}},
		{"closest", {test_closest, test_guess}},
		{"affix", {test_affix, test_same, test_quote_yaml, test_shell_quote}},
		{"hex", {test_hex, test_hex_written}},
		{"clock", {test_clock}},
	};
	return unit_run("base_text", cases, COUNT_OF(cases));
}
