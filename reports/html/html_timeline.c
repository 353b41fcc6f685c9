/*
 * One connection as a drawing: time down, the client's lane on the left, the server's on the right,
 * a line across for each message. All words are text within it, so that it can be read aloud and
 * copied; what colours it gets are the style sheet's, and without one it is black on white.
 */
#include "html_part.h"

#include <string.h>

#include "text.h"

enum {
	LEFT = 54, /* the client's lane */
	RIGHT = 324,
	WIDTH = 330,
	ROW = 19,
	TOP = 34, /* base line of the first row's text */
	LABEL_MAX = 40, /* bytes; what fits between the lanes */
};

/* Something that crossed the wire, as opposed to something that an end noticed. */
static bool is_message(const struct moment *moment)
{
	return moment->sender != PARTY_NONE && moment->what &&
		(moment->bytes || (moment->what[0] >= 'A' && moment->what[0] <= 'Z'));
}

static bool tells(const struct moment *moment, const char *by)
{
	if (!moment->what)
		return false;
	if (text_starts_with(by, "alert "))
		return text_starts_with(moment->what, "alert fatal ");
	if (text_starts_with(by, "http "))
		return text_starts_with(moment->what, "HTTP ");
	if (text_starts_with(by, "exit status "))
		return text_starts_with(moment->what, "the program exited");
	if (text_starts_with(by, "close"))
		return text_starts_with(moment->what, "connection closed") ||
			text_starts_with(moment->what, "connection reset");
	return false;
}

/* The moment from which the outcome was known, or moment_count. */
static size_t deciding(const struct attempt_result *attempt)
{
	const struct observation *facts = &attempt->facts;

	for (size_t i = facts->moment_count; attempt->by && i-- > 0;) {
		if (tells(&facts->moments[i], attempt->by))
			return i;
	}
	return facts->moment_count;
}

static bool is_text(const char *text, const char *wanted)
{
	return text && wanted && strcmp(text, wanted) == 0;
}

/* It is what the cell is about, no good peer in between, and not what was expected. */
static bool missed(const struct attempt_result *attempt, const struct cell_result *cell)
{
	if (cell->verdict == VERDICT_PASS)
		return false;
	for (size_t i = 0; i < cell->step_count; i++) {
		if (is_text(cell->steps[i].name, attempt->step))
			return cell->steps[i].verdict != VERDICT_PASS;
	}
	return attempt->outcome != cell->expected &&
		(is_text(attempt->role, "subject") || is_text(attempt->role, "again"));
}

static void row(struct markup *out, const struct moment *moment, int y)
{
	bool server = moment->sender == PARTY_SERVER;
	bool message = is_message(moment);

	markup_put(out, "<text y=%d>%zu.%zu%zu<tspan x=%d%s>", y, (size_t)moment->at_us / 1000,
		(size_t)moment->at_us / 100 % 10, (size_t)moment->at_us / 10 % 10,
		server ? RIGHT - 8 : LEFT + 8, server ? " text-anchor=end" : "");
	markup_put(out, message && server ? "\u2190 %.*s" : "%.*s", (int)LABEL_MAX, moment->what);
	if (moment->bytes)
		markup_put(out, " %zu", moment->bytes);
	markup_put(out, message && !server ? " \u2192</text>\n" : "</text>\n");
}

/* The lanes, a line for each message, a dot for what an end noticed by itself. */
static void lines(struct markup *out, const struct observation *facts)
{
	int foot = TOP + (int)facts->moment_count * ROW;

	markup_put(out, "<path d='M%d 20V%dM%d 20V%d", LEFT, foot, RIGHT, foot);
	for (size_t i = 0; i < facts->moment_count; i++) {
		const struct moment *moment = &facts->moments[i];
		int y = TOP + 4 + (int)i * ROW;

		if (is_message(moment) && moment->sender == PARTY_CLIENT)
			markup_put(out, "M%d %dH%dl-6-3", LEFT, y, RIGHT);
		else if (is_message(moment))
			markup_put(out, "M%d %dH%dl6-3", RIGHT, y, LEFT);
		else if (moment->sender != PARTY_NONE)
			markup_put(out, "M%d %dh4", moment->sender == PARTY_CLIENT ? LEFT : RIGHT - 4, y - 8);
	}
	markup_put(out, "' fill=none stroke=currentColor />\n");
}

static void frame(struct markup *out, size_t place, bool departs)
{
	markup_put(out,
		"<rect class=%s x=1 y=%d width=%d height=%d rx=3 fill=none stroke=currentColor />\n",
		departs ? "departs" : "decides", TOP - 13 + (int)place * ROW, WIDTH - 2, ROW - 1);
}

void html_timeline(
	struct markup *out, const struct attempt_result *attempt, const struct cell_result *cell)
{
	const struct observation *facts = &attempt->facts;
	size_t decides = deciding(attempt);
	bool departs = decides < facts->moment_count && missed(attempt, cell);
	int height = TOP + (int)facts->moment_count * ROW + (departs ? ROW : 0);

	if (!facts->moment_count)
		return;
	markup_put(out,
		"<svg class=lanes viewBox='0 0 %d %d' width=%d font-size=11 fill=currentColor role=group "
		"aria-label=Timeline>\n<text y=12>ms<tspan x=%d>client</><tspan x=%d "
		"text-anchor=end>server</></>\n",
		WIDTH, height, WIDTH, LEFT - 6, RIGHT + 6);
	if (decides < facts->moment_count)
		frame(out, decides, departs);
	lines(out, facts);
	for (size_t i = 0; i < facts->moment_count; i++)
		row(out, &facts->moments[i], TOP + (int)i * ROW);
	if (departs)
		markup_put(
			out, "<text y=%d>framed: here it departs from what was expected</>\n", height - 5);
	markup_put(out, "</svg>\n");
}
