#include "site.h"

#include "connection.h"
#include "plan.h"
#include "target.h"
#include "target_hosts.h"
#include "target_paths.h"
#include "text.h"

static void take_names(
	struct site *out, const struct scenario_step *step, const struct target *target)
{
	out->server_name = target_hosts_name(target, step->sni);
	out->nameless = step->sni_place.line && !step->sni;
	out->verify_name = target_hosts_name(target, step->client.verify_name);
}

/* The host whose answer is asked for: under its own name its good client gets it. */
static struct site at_host(struct site site, const struct target_host *host)
{
	if (!host)
		return site;
	site.server_name = site.host = host->name;
	site.client = host->control;
	return site;
}

/* At the path that is asked for, plainly written: who is good there may have it. */
static struct site at_path(struct site site, const struct target_path *path)
{
	if (!path)
		return site;
	site.path = path->path;
	site.client = path->control ? path->control : site.client;
	return site;
}

/* The host of a request target in absolute form counts, whatever Host says (RFC 9112 3.2.2). */
static const char *asked_host(const struct scenario_step *step)
{
	if (step->request.absolute)
		return step->request.absolute;
	return step->host ? step->host : step->sni;
}

const char *site_good_client(const struct target *target, const struct scenario_step *step)
{
	const struct target_path *path = target_paths_find(target, step->path);
	const struct target_host *host = target_hosts_find(target, step->sni);

	if (path && path->control)
		return path->control;
	return host ? host->control : NULL;
}

struct site site_of(const struct plan_cell *cell, const struct scenario_step *step, bool measured)
{
	struct site site = {
		.listener = step->to ? target_find_listener(cell->target, step->to) : MAIN_LISTENER};

	if (step->expect[cell->mode].policy)
		return at_path(at_host(site, target_hosts_find(cell->target, asked_host(step))),
			target_paths_find(cell->target, step->path));
	if (step->control_place.line && !step->control)
		return site;
	take_names(&site, step, cell->target);
	/* who trusts nothing is never good */
	site.trust = step->client.trust == TRUST_ANYBODY ? TRUST_ANYBODY : TRUST_ROOT;
	site.host = step->host ? target_hosts_name(cell->target, step->host) : site.server_name;
	site.path = target_paths_name(cell->target, step->path);
	site.request_target = step->request.target;
	site.method = measured ? step->request.method : NULL;
	site.client = step->control ? step->control : site_good_client(cell->target, step);
	return site;
}

struct site site_of_control(
	const struct plan_cell *cell, const struct scenario_step *step, bool measured)
{
	struct site site = site_of(cell, step, measured);

	if (scenario_clients_change(cell->scenario, (size_t)(step - cell->scenario->steps)))
		site.client = site_good_client(cell->target, step);
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

	take_names(&site, step, target);
	site_take_names(out, &site, target);
}

bool site_is_same(const struct site *a, const struct site *b)
{
	return a->listener == b->listener && text_same(a->server_name, b->server_name) &&
		a->nameless == b->nameless && text_same(a->verify_name, b->verify_name) &&
		a->trust == b->trust && text_same(a->host, b->host) && text_same(a->path, b->path) &&
		text_same(a->request_target, b->request_target) && text_same(a->method, b->method) &&
		text_same(a->client, b->client);
}
