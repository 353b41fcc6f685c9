#include "traffic.h"

#include <string.h>

#include "arena.h"
#include "clock.h"

void traffic_init(struct traffic *out, struct arena *arena)
{
	memset(out, 0, sizeof(*out));
	out->arena = arena;
}

uint64_t traffic_cut(const struct traffic *traffic)
{
	uint64_t cut = 0;

	for (size_t i = 0; i < traffic->conversation_count; i++) {
		const struct conversation *conversation = traffic->conversations[i];

		cut += conversation->cut[TRAFFIC_OURS] + conversation->cut[TRAFFIC_THEIRS];
	}
	return cut;
}

struct conversation *conversation_begin(
	struct traffic *traffic, enum traffic_party opener, const struct sockaddr_storage *theirs)
{
	struct conversation *out;

	if (!traffic || traffic->conversation_count >= TRAFFIC_CONVERSATIONS_MAX)
		return NULL;
	out = ARENA_NEW(traffic->arena, struct conversation);
	out->traffic = traffic;
	out->number = traffic->conversation_count;
	out->opener = opener;
	out->ends[TRAFFIC_THEIRS] = *theirs;
	out->began_us = clock_now_us();
	*ARENA_PUSH(traffic->arena, traffic->conversations, traffic->conversation_count) = out;
	return out;
}

/* That a connection opens and ends is never too much: that is two or three for each. */
static struct traffic_event *add(
	struct conversation *conversation, enum traffic_kind kind, enum traffic_party by)
{
	struct traffic *traffic = conversation->traffic;
	struct traffic_event *event = ARENA_PUSH(traffic->arena, traffic->events, traffic->event_count);

	*event =
		(struct traffic_event){.kind = kind, .of = conversation, .by = by, .at_us = clock_now_us()};
	return event;
}

void conversation_opened(struct conversation *conversation, const struct sockaddr_storage *ours)
{
	if (!conversation)
		return;
	if (ours)
		conversation->ends[TRAFFIC_OURS] = *ours;
	if (conversation->opened)
		return;
	conversation->opened = true;
	add(conversation, TRAFFIC_OPENED, conversation->opener);
}

/* So many of `len` bytes fit. Once some do not, none do any more: behind a gap nothing could be
 * read. */
static size_t take(struct traffic *traffic, size_t len)
{
	size_t room = TRAFFIC_BYTES_MAX - traffic->bytes;

	if (traffic->event_count >= TRAFFIC_EVENTS_MAX)
		return 0;
	len = len < room ? len : room;
	traffic->bytes += len;
	return len;
}

void conversation_data(
	struct conversation *conversation, enum traffic_party by, const void *data, size_t len)
{
	struct traffic *traffic;
	struct traffic_event *event;
	size_t fits;

	if (!conversation || !len)
		return;
	traffic = conversation->traffic;
	conversation_opened(conversation, NULL);
	fits = take(traffic, len);
	conversation->cut[by] += len - fits;
	if (!fits)
		return;
	event = add(conversation, TRAFFIC_DATA, by);
	event->data = arena_memdup(traffic->arena, data, fits);
	event->len = fits;
}

void conversation_ended(
	struct conversation *conversation, enum traffic_party by, enum traffic_end end)
{
	if (!conversation || conversation->ended[by])
		return;
	/* a reset ends both */
	conversation->ended[by] = true;
	if (end == TRAFFIC_RESET)
		conversation->ended[TRAFFIC_OURS] = conversation->ended[TRAFFIC_THEIRS] = true;
	add(conversation, TRAFFIC_ENDED, by)->end = end;
}
