#include "capture.h"

#include <stdbool.h>

#include "arena.h"
#include "buf.h"
#include "pcapng.h"
#include "tcp_packet.h"
#include "traffic.h"

enum { FIRST_SEQ = 1000, PACKET_MAX = TCP_PAYLOAD_MAX + 256 };

/* One connection, as far as it is written. */
struct flow {
	const struct conversation *conversation;
	const char *comment; /* of its next packet, or NULL */
	bool opened;
	bool cut; /* that bytes are missing was told */
	uint32_t seq[TRAFFIC_PARTY_COUNT]; /* what each says next */
};

struct part {
	const struct traffic *traffic;
	struct flow *flows;
	size_t done; /* events */
};

struct writing {
	struct buf *out;
	const struct capture *capture;
	struct arena *arena;
};

static enum traffic_party other(enum traffic_party party)
{
	return party == TRAFFIC_OURS ? TRAFFIC_THEIRS : TRAFFIC_OURS;
}

static void put(struct writing *writing, struct flow *flow, enum traffic_party by, uint64_t at_us,
	const struct tcp_packet *what)
{
	struct tcp_packet packet = *what;
	SCOPED_BUF bytes;

	packet.from = &flow->conversation->ends[by];
	packet.to = &flow->conversation->ends[other(by)];
	packet.seq = flow->seq[by];
	packet.ack = flow->seq[other(by)];
	buf_init(&bytes, PACKET_MAX);
	tcp_packet_write(&bytes, &packet);
	pcapng_put_packet(writing->out,
		&(struct pcapng_packet){.at_us = writing->capture->epoch_us + at_us,
			.direction = by == TRAFFIC_OURS ? PCAPNG_OUTBOUND : PCAPNG_INBOUND,
			.data = bytes.data,
			.len = bytes.len,
			.comment = flow->comment});
	flow->comment = NULL;
	flow->seq[by] += (uint32_t)packet.len + (packet.flags & (TCP_SYN | TCP_FIN) ? 1 : 0);
}

static void put_flags(struct writing *writing, struct flow *flow, enum traffic_party by,
	uint64_t at_us, unsigned flags)
{
	put(writing, flow, by, at_us, &(struct tcp_packet){.flags = flags});
}

static void put_opened(struct writing *writing, struct flow *flow, uint64_t at_us)
{
	enum traffic_party opener = flow->conversation->opener;

	flow->opened = true;
	put_flags(writing, flow, opener, flow->conversation->began_us, TCP_SYN);
	put_flags(writing, flow, other(opener), at_us, TCP_SYN | TCP_ACK);
	put_flags(writing, flow, opener, at_us, TCP_ACK);
}

static void put_data(struct writing *writing, struct flow *flow, const struct traffic_event *event)
{
	const char *data = event->data;
	size_t left = event->len;

	while (left) {
		size_t len = left < TCP_PAYLOAD_MAX ? left : TCP_PAYLOAD_MAX;

		put(writing, flow, event->by, event->at_us,
			&(struct tcp_packet){.flags = TCP_PSH | TCP_ACK, .data = data, .len = len});
		data += len;
		left -= len;
	}
}

/* Nothing of it was seen before. */
static void put_never_opened(
	struct writing *writing, struct flow *flow, const struct traffic_event *event)
{
	enum traffic_party opener = flow->conversation->opener;

	put_flags(writing, flow, opener, flow->conversation->began_us, TCP_SYN);
	if (event->by != opener)
		put_flags(writing, flow, event->by, event->at_us, TCP_RST | TCP_ACK);
}

/* The numbers go on behind what is missing. */
static void tell_cut(struct writing *writing, struct flow *flow)
{
	const uint64_t *cut = flow->conversation->cut;

	if (flow->cut || !(cut[TRAFFIC_OURS] + cut[TRAFFIC_THEIRS]))
		return;
	flow->cut = true;
	for (int i = 0; i < TRAFFIC_PARTY_COUNT; i++)
		flow->seq[i] += (uint32_t)cut[i];
	flow->comment =
		arena_printf(writing->arena, "not kept before this: %llu bytes from us, %llu to us",
			(unsigned long long)cut[TRAFFIC_OURS], (unsigned long long)cut[TRAFFIC_THEIRS]);
}

static void put_ended(struct writing *writing, struct flow *flow, const struct traffic_event *event)
{
	if (!flow->opened) {
		put_never_opened(writing, flow, event);
		return;
	}
	tell_cut(writing, flow);
	put_flags(writing, flow, event->by, event->at_us,
		(event->end == TRAFFIC_RESET ? TCP_RST : TCP_FIN) | TCP_ACK);
}

static void put_event(struct writing *writing, struct part *part)
{
	const struct traffic_event *event = &part->traffic->events[part->done++];
	struct flow *flow = &part->flows[event->of->number];

	switch (event->kind) {
	case TRAFFIC_OPENED:
		put_opened(writing, flow, event->at_us);
		return;
	case TRAFFIC_DATA:
		put_data(writing, flow, event);
		return;
	case TRAFFIC_ENDED:
		put_ended(writing, flow, event);
		return;
	}
}

static void begin_part(struct part *out, const struct capture_part *part, struct arena *arena)
{
	out->traffic = part->traffic;
	out->flows = ARENA_ARRAY(arena, struct flow, part->traffic->conversation_count);
	for (size_t i = 0; i < part->traffic->conversation_count; i++)
		out->flows[i] = (struct flow){.conversation = part->traffic->conversations[i],
			.comment = part->label,
			.seq = {FIRST_SEQ, FIRST_SEQ}};
}

/* Whose event is the earliest, or NULL. */
static struct part *next_part(struct part *parts, size_t count)
{
	struct part *next = NULL;

	for (size_t i = 0; i < count; i++) {
		struct part *part = &parts[i];

		if (part->done < part->traffic->event_count &&
			(!next ||
				part->traffic->events[part->done].at_us < next->traffic->events[next->done].at_us))
			next = part;
	}
	return next;
}

void capture_write(struct buf *out, const struct capture *capture, struct arena *arena)
{
	struct writing writing = {.out = out, .capture = capture, .arena = arena};
	struct part *parts = ARENA_ARRAY(arena, struct part, capture->part_count);
	struct part *next;
	uint64_t cut = 0;

	for (size_t i = 0; i < capture->part_count; i++) {
		begin_part(&parts[i], &capture->parts[i], arena);
		cut += traffic_cut(capture->parts[i].traffic);
	}
	pcapng_begin(out, capture->application,
		cut ? arena_printf(arena, "%s. %llu bytes were too many to keep", capture->what,
				  (unsigned long long)cut)
			: capture->what);
	if (capture->keys_len)
		pcapng_tls_secrets(out, capture->keys, capture->keys_len);
	while ((next = next_part(parts, capture->part_count)))
		put_event(&writing, next);
}
