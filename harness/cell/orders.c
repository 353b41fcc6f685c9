#include "orders.h"

#include <string.h>

#include "forged_identity.h"
#include "host_spelling.h"
#include "kept_sessions.h"
#include "path_spelling.h"
#include "pki.h"
#include "plan_driver.h"
#include "target.h"
#include "target_hosts.h"
#include "target_paths.h"

static const char *const roles[SIDE_COUNT][ORDER_KIND_COUNT] = {
	[SIDE_SERVER] = {"subject", "again", "good client after", "keeps anew"},
	[SIDE_CLIENT] = {"subject", "again", "good server after"},
};

const struct step_expectation *order_expected(
	const struct scenario_step *step, const struct plan_cell *cell)
{
	return &step->expect[cell->mode];
}

const char *order_server_name(const struct scenario_step *step, const struct plan_cell *cell)
{
	return step->sni ? target_hosts_name(cell->target, step->sni)
					 : connection_server_name(cell->target);
}

bool order_shows_good_server(const struct scenario_step *step)
{
	return strcmp(step->server.present, PKI_SERVER) == 0;
}

int order_listener(const struct scenario_step *step, const struct plan_cell *cell)
{
	return step->to ? target_find_listener(cell->target, step->to) : MAIN_LISTENER;
}

enum auth_mode order_mode(const struct scenario_step *step, const struct plan_cell *cell)
{
	const struct target_path *path = target_paths_find(cell->target, step->path);
	const char *asked = step->host ? step->host : step->sni;

	return path && target_path_is_of(path, target_hosts_find(cell->target, asked))
		? (enum auth_mode)path->mode
		: target_mode_at(
			  cell->target, cell->mode, order_listener(step, cell), order_server_name(step, cell));
}

/* How long the body is, where nothing else says it; a method that means to bring something says
 * that it brings nothing (RFC 9110 section 8.6). NULL: nothing is said. */
static const char *length_line(const struct scenario_request *request, struct arena *arena)
{
	static const char *const bringing[] = {"POST", "PUT", "PATCH"};
	bool brings = request->body;

	for (size_t i = 0; request->method && i < COUNT_OF(bringing); i++)
		brings = brings || strcmp(bringing[i], request->method) == 0;
	if (!brings || scenario_request_has_header(request, "Content-Length") ||
		scenario_request_has_header(request, "Transfer-Encoding"))
		return NULL;
	return arena_printf(
		arena, "Content-Length: %zu", request->body ? strlen(request->body) : (size_t)0);
}

/* Header lines beside the usual: forged ones, and those of the scenario. */
static const char *const *header_lines(
	const struct orders *orders, const struct scenario_step *step)
{
	const char *const *forged = forged_identity_lines(
		orders->arena, &orders->cell->target->identity, (enum forge)step->client.forge);
	const struct text_list *headers = &step->request.headers;
	const char *length = length_line(&step->request, orders->arena);
	const char **lines = NULL;
	size_t count = 0;

	for (; *forged; forged++)
		*ARENA_PUSH(orders->arena, lines, count) = *forged;
	for (size_t i = 0; i < headers->count; i++)
		*ARENA_PUSH(orders->arena, lines, count) = headers->items[i];
	if (length)
		*ARENA_PUSH(orders->arena, lines, count) = length;
	*ARENA_PUSH(orders->arena, lines, count) = NULL;
	return lines;
}

/* Where the answer depends on what is asked for, the good client asks for the same. */
static void ask_the_same(
	struct attempt_ask *ask, const struct scenario_step *step, const struct orders *orders)
{
	const struct scenario_request *request = &step->request;
	const struct target *target = orders->cell->target;

	if (step->host)
		ask->host = target_hosts_name(target, step->host);
	if (request->host_as)
		ask->host = host_spell(ask->host ? ask->host : order_server_name(step, orders->cell),
			(enum host_spelling)request->host_as, orders->arena);
	ask->path = target_paths_name(target, step->path);
	if (request->path_as)
		ask->path = path_spell(ask->path, (enum path_spelling)request->path_as, orders->arena);
	if (request->first_path) {
		ask->later_path = ask->path;
		ask->path = target_paths_name(target, request->first_path);
	}
	ask->target = request->target;
	if (request->absolute)
		ask->target = arena_printf(orders->arena, "https://%s${" REQUEST_PATH_WORD "}",
			target_hosts_name(target, request->absolute));
	ask->method = request->method;
}

/* Of the requests that follow the first; NULL: as that one's. */
static const char *const *later_hosts(const struct scenario_step *step, const struct orders *orders)
{
	const struct text_list *then = &step->request.then;
	const char **hosts = NULL;
	size_t count = 0;

	for (size_t i = 0; i < then->count; i++)
		*ARENA_PUSH(orders->arena, hosts, count) =
			target_hosts_name(orders->cell->target, then->items[i]);
	return hosts;
}

void order_expect_of_answer(struct attempt_ask *ask, const struct step_expectation *expected)
{
	ask->text = expected->says;
	ask->unwanted = expected->says_not;
	ask->headers = expected->headers;
	ask->header_count = expected->header_count;
}

/* The good client says the same, but for a session, for how the connection begins, and where nobody
 * is good under the name. */
static bool is_hello_in_question(const struct scenario_step *step, bool policy)
{
	bool nobody_is_good = step->control_place.line && !step->control;

	return step->resume || policy || opening_is_unusual(&step->opening) ||
		(step->sni_place.line && nobody_is_good);
}

/* The good client speaks as the port does; the subject may be mistaken about that. */
static struct connection_way choose_way(
	const struct orders *orders, const struct scenario_step *step, enum order_kind kind)
{
	const struct plan_cell *cell = orders->cell;
	int listener = order_listener(step, cell);
	struct connection_way way = {.listener = listener,
		.plain = step->plain,
		.ask = {.host = target_hosts_name(cell->target, step->sni)}};

	if (kind == ORDER_GOOD_AFTER) {
		struct site site = site_of(cell, step, orders->measured);

		way.ask = (struct attempt_ask){.host = site.host,
			.path = site.path,
			.target = site.request_target,
			.method = site.method};
		way.plain =
			listener != MAIN_LISTENER && target_listener(cell->target, (size_t)listener)->plain;
		return way;
	}
	way.hello_in_question = is_hello_in_question(step, order_expected(step, cell)->policy);
	ask_the_same(&way.ask, step, orders);
	order_expect_of_answer(&way.ask, order_expected(step, cell));
	way.ask.named = order_expected(step, cell)->refusals;
	way.ask.named_count = order_expected(step, cell)->refusal_count;
	way.ask.any_named = order_expected(step, cell)->policy;
	way.ask.extra_lines = header_lines(orders, step);
	way.ask.body = step->request.body;
	way.ask.later_count = scenario_request_times(&step->request) - 1;
	way.ask.later_hosts = later_hosts(step, orders);
	way.ask.renegotiates = step->client.renegotiate_place.line > 0;
	if (step->save_session && kind != ORDER_AGAIN)
		way.sessions = &orders->sessions[step - cell->scenario->steps];
	return way;
}

static void fill(struct order *order, const struct orders *orders, const struct scenario_step *step,
	enum drive drive, enum order_kind kind)
{
	order->step = step;
	order->kind = kind;
	order->role = roles[orders->cell->scenario->side][kind];
	order->way = choose_way(orders, step, kind);
	if (kind == ORDER_GOOD_AFTER)
		order->site = site_of(orders->cell, step, orders->measured);
	order->drive = drive == DRIVE_TLS && order->way.plain ? DRIVE_PLAIN : drive;
}

static void add(
	struct orders *orders, const struct scenario_step *step, enum drive drive, enum order_kind kind)
{
	fill(&orders->items[orders->count++], orders, step, drive, kind);
}

bool orders_keep_anew(struct orders *orders, size_t at, const struct scenario_step *keeper)
{
	struct order *order = &orders->items[at];

	if (orders->count == orders->room)
		return false;
	memmove(order + 1, order, (orders->count - at) * sizeof(*order));
	orders->count++;
	*order = (struct order){.step = keeper};
	fill(order, orders, keeper, DRIVE_TLS, ORDER_KEEP);
	return true;
}

static void add_all(struct orders *orders, enum drive drive)
{
	const struct plan_cell *cell = orders->cell;

	for (size_t i = 0; i < cell->scenario->step_count; i++) {
		const struct scenario_step *step = &cell->scenario->steps[i];
		const struct step_expectation *expected = order_expected(step, cell);

		if (!expected->connection.given)
			continue;
		add(orders, step, drive, ORDER_SUBJECT);
		if (expected->connection.outcome == OUTCOME_ACCEPT)
			continue;
		if (!expected->ours)
			add(orders, step, drive, ORDER_AGAIN);
		add(orders, step, drive, ORDER_GOOD_AFTER);
	}
}

void orders_make(struct orders *out, const struct plan_cell *cell, enum driver_choice driver,
	bool measured, struct kept_sessions *sessions, struct arena *arena)
{
	*out = (struct orders){.room = cell->scenario->step_count * ORDER_KIND_COUNT * 2 + 1,
		.cell = cell,
		.measured = measured,
		.sessions = sessions,
		.arena = arena};
	out->items = ARENA_ARRAY(arena, struct order, out->room);
	if (cell->scenario->side == SIDE_CLIENT) {
		add_all(out, client_drive(cell->target->client.kind));
		return;
	}
	if (driver != DRIVER_HTTP)
		add_all(out, DRIVE_TLS);
	if (driver != DRIVER_TLS && !plan_http_lacks(cell))
		add_all(out, DRIVE_HTTP);
}

void orders_end_with_good_peer(struct orders *orders, size_t made)
{
	const struct order *last = &orders->items[made - 1];

	orders->count = made;
	add(orders, last->step, last->drive == DRIVE_PLAIN ? DRIVE_TLS : last->drive, ORDER_GOOD_AFTER);
}
