#include "site.h"

#include "connection.h"
#include "plan.h"
#include "target.h"
#include "text.h"

static void take_names(struct site *out, const struct scenario_step *step)
{
	out->server_name = step->sni;
	out->nameless = step->sni_place.line && !step->sni;
	out->verify_name = step->client.verify_name;
}

struct site site_of(const struct plan_cell *cell, const struct scenario_step *step, bool measured)
{
	struct site site = {
		.listener = step->to ? target_find_listener(cell->target, step->to) : MAIN_LISTENER};

	if (step->control_place.line && !step->control)
		return site;
	take_names(&site, step);
	/* who trusts nothing is never good */
	site.trust = step->client.trust == TRUST_ANYBODY ? TRUST_ANYBODY : TRUST_ROOT;
	site.host = step->host ? step->host : step->sni;
	site.path = step->path;
	site.method = measured ? step->request.method : NULL;
	site.client = step->control;
	return site;
}

void site_take_names(
	struct tls_client_options *out, const struct site *site, const struct target *target)
{
	const char *usual = connection_server_name(target);

	out->trust = site->trust;
	out->server_name = site->server_name ? site->server_name : usual;
	out->verify_name = site->verify_name;
	if (!site->nameless)
		return;
	out->server_name = NULL;
	out->verify_name = site->verify_name ? site->verify_name : usual;
}

void site_take_step_names(
	struct tls_client_options *out, const struct scenario_step *step, const struct target *target)
{
	struct site site = {.trust = (enum trust)step->client.trust};

	take_names(&site, step);
	site_take_names(out, &site, target);
}

bool site_is_same(const struct site *a, const struct site *b)
{
	return a->listener == b->listener && text_same(a->server_name, b->server_name) &&
		a->nameless == b->nameless && text_same(a->verify_name, b->verify_name) &&
		a->trust == b->trust && text_same(a->host, b->host) && text_same(a->path, b->path) &&
		text_same(a->method, b->method) && text_same(a->client, b->client);
}
