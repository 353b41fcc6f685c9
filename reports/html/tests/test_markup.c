/* The writer of HTML: what it escapes, what it closes. */
#include <stdint.h>
#include <string.h>

#include "markup.h"
#include "unit.h"

static struct buf text;
static struct markup out;

static void fresh(void)
{
	markup_finish(&out);
	buf_finish(&text);
	buf_init(&text, 4096);
	markup_init(&out, &text);
}

/* What was put since the last look, and how many elements are open. */
static void ck_assert_put(const char *wanted, size_t depth)
{
	ck_assert_str_eq(buf_text(&text), wanted);
	ck_assert_uint_eq(out.depth, depth);
	buf_clear(&text);
}

START_TEST(test_escapes)
{
	const char *volatile nothing = NULL;

	fresh();
	markup_put(&out, "%s", "<script a='b' c=\"d\">&amp;\x1b[0m\xff \xc3\xa9");
	ck_assert_put("&lt;script a=&#39;b&#39; c=&quot;d&quot;&gt;&amp;amp;\\x1b[0m\\xff \xc3\xa9", 0);
	markup_put(&out, "<a href='%s'>%c%c</>", "'\"", '<', 'x');
	ck_assert_put("<a href=\"&#39;&quot;\">&lt;x</a>", 0);
	markup_put(&out, "it's %s.", nothing);
	ck_assert_put("it's .", 0);
}
END_TEST

START_TEST(test_numbers)
{
	fresh();
	markup_put(&out, "%zu %zu %d %d %d", (size_t)0, SIZE_MAX, 0, -1, INT32_MIN);
	ck_assert_put("0 18446744073709551615 0 -1 -2147483648", 0);
}
END_TEST

/* Not within a character, and counted in bytes. */
START_TEST(test_cuts)
{
	fresh();
	markup_put(&out, "%.*s|%.*s|%.*s|%.*s", 3, "abc", 2, "abc", 2, "a\xc3\xa9z", 1, "<b");
	ck_assert_put("abc|ab\u2026|a\u2026|&lt;\u2026", 0);
}
END_TEST

START_TEST(test_closes)
{
	fresh();
	markup_put(&out, "<ul class='x'>\n<li><b>%s</> and <i>", "one");
	ck_assert_put("<ul class=\"x\">\n<li><b>one</b> and <i>", 3);
	markup_put(&out, "</li>\n<li>");
	ck_assert_put("</i></li>\n<li>", 2);
	markup_put(&out, "</><link>no end<wbr></ul>");
	ck_assert_put("</li><link>no end<wbr></ul>", 0);
	markup_put(&out, "<!DOCTYPE html><input type='radio' checked><meta a=b><p>");
	ck_assert_put("<!DOCTYPE html><input type=\"radio\" checked><meta a=b><p>", 1);
	/* a name that only begins alike is another element */
	markup_put(&out, "<path d=1 /><pre><p></pre>");
	ck_assert_put("<path d=1 /><pre><p></p></pre>", 1);
}
END_TEST

/* A tag may be put piece by piece. */
START_TEST(test_tags_in_pieces)
{
	fresh();
	markup_put(&out, "<h3 id='");
	markup_put(&out, "m-%s", "it's");
	markup_put(&out, "'>it's</><path d='M");
	markup_put(&out, "%d", 5);
	markup_put(&out, "' />");
	ck_assert_put("<h3 id=\"m-it&#39;s\">it's</h3><path d=\"M5\" />", 0);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"markup", {test_escapes, test_numbers, test_cuts, test_closes, test_tags_in_pieces}},
	};

	return unit_run("markup", cases, COUNT_OF(cases));
}
