/* What the words and signs of the page mean, for who sees one for the first time. */
#include "html_part.h"

#include "failure_class.h"

static const char *const words[][2] = {
	{"cell", "one scenario at one target, in one client-auth mode and one TLS version"},
	{"control",
		"the good client at the same place, before and after: only where it gets in does a "
		"refusal count"},
	{"presented", "the certificate that was shown, and proved to have been sent"},
	{"reproduce", "the command that runs this cell alone"},
};

static void marks(struct html_page *page)
{
	markup_put(page->out, "<ul class='key'>\n");
	for (const struct html_mark *mark = html_marks; mark->style; mark++)
		markup_put(page->out, "<li><span class='badge %s'>%s %s</> %s</>\n", mark->style,
			mark->symbol, mark->word, mark->meaning);
	markup_put(page->out, "</ul>\n");
}

static void meaning(struct html_page *page, const char *word, const char *text)
{
	markup_put(page->out, "<dt>%s</><dd>%s</dd>\n", word, text);
}

void html_reading(struct html_page *page)
{
	if (!page->view->run->cell_count)
		return;
	markup_put(page->out,
		"<details id='reading' class='group'><summary>How to read this page</>\n<div "
		"class='body'>\n");
	marks(page);
	markup_put(page->out, "<dl>\n");
	for (size_t i = 0; i < COUNT_OF(words); i++)
		meaning(page, words[i][0], words[i][1]);
	for (int i = FAILURE_NONE + 1; i < FAILURE_CLASS_COUNT; i++)
		meaning(page, failure_class_words[i], failure_class_meanings[i]);
	markup_put(page->out, "</dl>\n</div></details>\n");
}
