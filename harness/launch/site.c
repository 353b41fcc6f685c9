#include "site.h"

#include "plan.h"
#include "target.h"
#include "text.h"

struct site site_of(const struct plan_cell *cell, const struct scenario_step *step, bool measured)
{
	struct site site = {
		.listener = step->to ? target_find_listener(cell->target, step->to) : MAIN_LISTENER};

	if (measured) {
		site.server_name = step->sni;
		site.host = step->host ? step->host : step->sni;
		site.path = step->path;
		site.method = step->request.method;
	}
	return site;
}

bool site_is_same(const struct site *a, const struct site *b)
{
	return a->listener == b->listener && text_same(a->server_name, b->server_name) &&
		text_same(a->host, b->host) && text_same(a->path, b->path) &&
		text_same(a->method, b->method);
}
