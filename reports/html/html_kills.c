/* Of a self-test, before all else: which scenario catches which defect of the reference. */
#include "html_part.h"
#include "kills.h"

#include <string.h>

/* In the page's own numbering, where it has the scenario. */
static void scenario_link(struct html_page *page, const char *id)
{
	size_t at = 0;

	while (at < page->view->scenario_count && strcmp(page->view->scenarios[at], id) != 0)
		at++;
	if (at < page->view->scenario_count)
		markup_put(page->out, "<a href='#s%zu' class='id'>%s</>", at, id);
	else
		markup_put(page->out, "<span class='id'>%s</>", id);
}

static void defect_row(struct html_page *page, const struct kills *kills, size_t defect)
{
	size_t catchers = kills_catchers(kills, defect);
	const char *separator = "";

	markup_put(page->out,
		"<tr><th scope='row' class='id'>%s</><td><span class='badge %s'>%s</></><td>",
		kills->defects[defect]->defect, catchers ? "pass" : "fail",
		catchers ? "\u2713 caught" : "\u2717 NOT CAUGHT");
	for (size_t i = 0; i < kills->scenario_count; i++) {
		const struct kill *kill = kills_at(kills, defect, i);

		if (!kill_any(kill))
			continue;
		markup_put(page->out, "%s", separator);
		scenario_link(page, kills->scenarios[i]->id);
		markup_put(page->out, " %s", kill_text(kill, page->arena));
		separator = ", ";
	}
	markup_put(page->out, "</tr>\n");
}

static void scenario_row(struct html_page *page, const struct kills *kills, size_t scenario)
{
	const struct scenario_info *info = kills->scenarios[scenario];
	bool idle = kills_is_idle(kills, scenario);

	markup_put(page->out, "<tr><th scope='row'>");
	scenario_link(page, info->id);
	markup_put(page->out, "</th><td>%zu</><td>%zu</><td>", kills_caught(kills, scenario),
		kills_alone(kills, scenario));
	if (idle)
		markup_put(page->out, "<span class='badge fail'>\u2717 catches nothing</>");
	else
		markup_put(page->out, "%s", info->confirms);
	markup_put(page->out, "</tr>\n");
}

void html_kills(struct html_page *page)
{
	static const char *const defects[] = {"defect", "", "caught by", NULL};
	static const char *const scenarios[] = {
		"scenario", "catches", "alone", "what it confirms", NULL};
	const struct kills *kills = page->view->run->kills;

	if (!kills)
		return;
	markup_put(page->out,
		"<section id='kills'><h2>Self-test <span class='many'>%zu of %zu</></>\n"
		"<p class='lead'>The reference once more with each of its defects: who catches it, and in "
		"which modes (N NoClientCert, R RequestClientCert, A RequireAnyClientCert, G "
		"VerifyClientCertIfGiven, V RequireAndVerifyClientCert). Without a defect it was accused "
		"in %zu of %zu cells; those are what the rest of this page tells of.</>\n",
		kills_killed(kills), kills->defect_count, kills->alarm_count, kills->clean_count);
	html_table(page->out, "Defects", "changes", "Defects and who catches them", defects);
	for (size_t i = 0; i < kills->defect_count; i++)
		defect_row(page, kills, i);
	markup_put(page->out, "</div>\n");
	html_table(page->out, "Scenarios", "changes", "Scenarios and what they catch", scenarios);
	for (size_t i = 0; i < kills->scenario_count; i++) {
		if (kills->judged[i])
			scenario_row(page, kills, i);
	}
	markup_put(page->out, "</div>\n</section>\n");
}
