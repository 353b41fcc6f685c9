#include "told.h"

/* The other end had closed the connection, or did so at once. */
static bool came_too_late(const struct observation *facts)
{
	return facts->earlier_count && !facts->http_status && !facts->backend_saw && !facts->trouble &&
		facts->renegotiation == RENEGOTIATION_NONE && facts->alert == TLS_ALERT_NONE &&
		(facts->end == END_FIN || facts->end == END_RESET);
}

static struct attempt_result *add(struct told *told, struct cell *cell, size_t connection)
{
	struct attempt_result *item = &told->items[told->count];

	told->connections[told->count++] = connection;
	*item = cell->attempts[connection];
	return item;
}

/* What was asked before the handshake that the step is about is no answer to it. */
static bool came_too_early(
	const struct cell *cell, size_t connection, const struct observation *facts)
{
	return cell->orders.items[connection].way.ask.renegotiates &&
		facts->renegotiation == RENEGOTIATION_NONE;
}

static void add_earlier(struct told *told, struct cell *cell, size_t connection)
{
	const struct observation *facts = &cell->attempts[connection].facts;
	uint64_t duration_us = facts->duration_us;

	for (size_t i = 0; i < facts->earlier_count; i++) {
		struct attempt_result *item;

		if (came_too_early(cell, connection, &facts->earlier[i]))
			continue;
		item = add(told, cell, connection);
		item->facts = facts->earlier[i];
		item->facts.end = END_OURS;
		item->facts.duration_us = duration_us;
		if (i)
			item->role = arena_printf(
				&cell->arena, "%s, request %zu", cell->attempts[connection].role, i + 1);
	}
}

static void add_last(struct told *told, struct cell *cell, size_t connection)
{
	const struct observation *facts = &cell->attempts[connection].facts;
	struct attempt_result *item;

	if (came_too_late(facts))
		return;
	item = add(told, cell, connection);
	if (facts->earlier_count)
		item->role = arena_printf(&cell->arena, "%s, request %zu", cell->attempts[connection].role,
			facts->earlier_count + 1);
}

void told_make(struct told *out, struct cell *cell)
{
	size_t room = 0;

	for (size_t i = 0; i < cell->made; i++)
		room += cell->attempts[i].facts.earlier_count + 1;
	*out = (struct told){.items = ARENA_ARRAY(&cell->arena, struct attempt_result, room + 1),
		.connections = ARENA_ARRAY(&cell->arena, size_t, room + 1)};
	for (size_t i = 0; i < cell->made; i++) {
		add_earlier(out, cell, i);
		add_last(out, cell, i);
	}
}

size_t told_of(const struct told *told, size_t connection)
{
	size_t count = 0;

	for (size_t i = 0; i < told->count; i++)
		count += told->connections[i] == connection;
	return count;
}
