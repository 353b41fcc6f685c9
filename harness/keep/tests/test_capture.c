/* Recorded traffic as a capture file, which a reader in this test takes apart again. */
#include <arpa/inet.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "capture.h"
#include "capture_reader.h"
#include "pcapng.h"
#include "tcp_packet.h"
#include "traffic.h"
#include "unit.h"

enum { EPOCH = 1000000, FILE_MAX = 8 * 1024 * 1024, OUR_PORT = 40000, THEIR_PORT = 443 };

struct bench {
	struct arena arena;
	struct traffic traffic[2];
	struct sockaddr_storage ours;
	struct sockaddr_storage theirs;
	struct buf file;
	struct read_capture read;
};

static void set_address(struct sockaddr_storage *out, int family, int port)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};

	inet_pton(AF_INET, "127.0.0.3", &v4.sin_addr);
	inet_pton(AF_INET6, "2001:db8::3", &v6.sin6_addr);
	memset(out, 0, sizeof(*out));
	if (family == AF_INET6)
		memcpy(out, &v6, sizeof(v6));
	else
		memcpy(out, &v4, sizeof(v4));
}

static struct conversation *begin(struct bench *bench, int family, enum traffic_party opener)
{
	memset(bench, 0, sizeof(*bench));
	arena_init(&bench->arena);
	traffic_init(&bench->traffic[0], &bench->arena);
	traffic_init(&bench->traffic[1], &bench->arena);
	set_address(&bench->ours, family, OUR_PORT);
	set_address(&bench->theirs, family, THEIR_PORT);
	return conversation_begin(&bench->traffic[0], opener, &bench->theirs);
}

static void write(struct bench *bench, const char *keys)
{
	const struct capture_part parts[] = {
		{&bench->traffic[0], "the first"}, {&bench->traffic[1], "the second"}};
	const struct capture capture = {.application = "test",
		.what = "what it is",
		.parts = parts,
		.part_count = COUNT_OF(parts),
		.keys = keys,
		.keys_len = strlen(keys),
		.epoch_us = EPOCH};

	buf_init(&bench->file, FILE_MAX);
	capture_write(&bench->file, &capture, &bench->arena);
	ck_assert(!bench->file.overflowed);
	capture_read(&bench->read, &bench->file, &bench->arena);
}

static void finish(struct bench *bench)
{
	buf_finish(&bench->file);
	arena_finish(&bench->arena);
}

/* One packet of each, as "flags len", in their order. */
static const char *told(struct bench *bench)
{
	const char *out = "";

	for (size_t i = 0; i < bench->read.packet_count; i++) {
		const struct read_packet *packet = &bench->read.packets[i];

		out = arena_printf(&bench->arena, "%s%s%s%s%s%s%s %zu\n", out,
			packet->direction == PCAPNG_OUTBOUND ? ">" : "<", packet->flags & TCP_SYN ? "S" : "",
			packet->flags & TCP_FIN ? "F" : "", packet->flags & TCP_RST ? "R" : "",
			packet->flags & TCP_PSH ? "P" : "", packet->flags & TCP_ACK ? "A" : "", packet->len);
	}
	return out;
}

/* What each side says begins where it ended before, and acknowledges all that came. */
static void follow(const struct bench *bench)
{
	uint32_t next[2] = {0, 0};
	bool seen[2] = {false, false};

	for (size_t i = 0; i < bench->read.packet_count; i++) {
		const struct read_packet *packet = &bench->read.packets[i];
		int by = packet->direction == PCAPNG_OUTBOUND;

		if (seen[by])
			ck_assert_uint_eq(packet->seq, next[by]);
		if (packet->flags & TCP_ACK)
			ck_assert_uint_eq(packet->ack, next[!by]);
		seen[by] = true;
		next[by] =
			packet->seq + (uint32_t)packet->len + (packet->flags & (TCP_SYN | TCP_FIN) ? 1 : 0);
		ck_assert_uint_eq(packet->from_port, by ? OUR_PORT : THEIR_PORT);
		ck_assert_uint_eq(packet->to_port, by ? THEIR_PORT : OUR_PORT);
	}
}

static void talk(struct bench *bench, struct conversation *conversation)
{
	conversation_opened(conversation, &bench->ours);
	conversation_data(conversation, TRAFFIC_OURS, "hello", 5);
	conversation_data(conversation, TRAFFIC_THEIRS, "you there", 9);
	conversation_ended(conversation, TRAFFIC_THEIRS, TRAFFIC_FIN);
	conversation_ended(conversation, TRAFFIC_OURS, TRAFFIC_FIN);
}

START_TEST(test_a_connection_of_ours)
{
	static const char keys[] = "CLIENT_RANDOM 00 11\n";
	struct bench bench;

	talk(&bench, begin(&bench, AF_INET, TRAFFIC_OURS));
	write(&bench, keys);
	ck_assert_str_eq(bench.read.application, "test");
	ck_assert_str_eq(bench.read.comment, "what it is");
	ck_assert_str_eq(bench.read.secrets, keys);
	ck_assert_uint_eq(bench.read.blocks, 3 + 7);
	ck_assert_str_eq(told(&bench), ">S 0\n<SA 0\n>A 0\n>PA 5\n<PA 9\n<FA 0\n>FA 0\n");
	follow(&bench);
	ck_assert_str_eq(bench.read.packets[0].comment, "the first");
	ck_assert_ptr_null(bench.read.packets[1].comment);
	ck_assert_mem_eq(bench.read.packets[3].data, "hello", 5);
	ck_assert_mem_eq(bench.read.packets[4].data, "you there", 9);
	ck_assert_mem_eq(bench.read.packets[0].to, "\x7f\0\0\3", 4);
	ck_assert_uint_eq(bench.read.packets[6].at_us, EPOCH + bench.traffic[0].events[4].at_us);
	finish(&bench);
}
END_TEST

START_TEST(test_a_connection_of_theirs)
{
	struct bench bench;

	talk(&bench, begin(&bench, AF_INET6, TRAFFIC_THEIRS));
	write(&bench, "");
	ck_assert_ptr_null(bench.read.secrets);
	ck_assert_str_eq(told(&bench), "<S 0\n>SA 0\n<A 0\n>PA 5\n<PA 9\n<FA 0\n>FA 0\n");
	follow(&bench);
	ck_assert_int_eq(bench.read.packets[0].version, 6);
	ck_assert_mem_eq(bench.read.packets[0].from, "\x20\x01\x0d\xb8", 4);
	finish(&bench);
}
END_TEST

/* Refused, with no end of ours that anybody knew; not answered; and reset. */
START_TEST(test_ends)
{
	struct bench bench;
	struct conversation *one = begin(&bench, AF_INET6, TRAFFIC_OURS);

	conversation_ended(one, TRAFFIC_THEIRS, TRAFFIC_RESET);
	write(&bench, "");
	ck_assert_str_eq(told(&bench), ">S 0\n<RA 0\n");
	ck_assert_int_eq(bench.read.packets[0].version, 6);
	ck_assert_uint_eq(bench.read.packets[0].from_port, 0);
	ck_assert_uint_eq(bench.read.packets[1].ack, bench.read.packets[0].seq + 1);
	finish(&bench);
	conversation_ended(begin(&bench, AF_INET, TRAFFIC_OURS), TRAFFIC_OURS, TRAFFIC_FIN);
	write(&bench, "");
	ck_assert_str_eq(told(&bench), ">S 0\n");
	finish(&bench);
	one = begin(&bench, AF_INET, TRAFFIC_OURS);
	conversation_opened(one, &bench.ours);
	conversation_ended(one, TRAFFIC_THEIRS, TRAFFIC_RESET);
	write(&bench, "");
	ck_assert_str_eq(told(&bench), ">S 0\n<SA 0\n>A 0\n<RA 0\n");
	finish(&bench);
}
END_TEST

/* What is too long for a packet is several; what was cut leaves a gap, and that is said twice. */
START_TEST(test_large_and_cut)
{
	static char much[TRAFFIC_BYTES_MAX + 7];
	struct bench bench;
	struct conversation *one = begin(&bench, AF_INET, TRAFFIC_OURS);
	const struct read_packet *last;
	const struct read_packet *end;

	conversation_opened(one, &bench.ours);
	conversation_data(one, TRAFFIC_THEIRS, much, sizeof(much));
	conversation_data(one, TRAFFIC_OURS, "bye", 3);
	conversation_ended(one, TRAFFIC_OURS, TRAFFIC_FIN);
	write(&bench, "");
	ck_assert_uint_eq(bench.read.packet_count, 3 + TRAFFIC_BYTES_MAX / TCP_PAYLOAD_MAX + 1);
	ck_assert_str_eq(bench.read.comment, "what it is. 10 bytes were too many to keep");
	end = &bench.read.packets[bench.read.packet_count - 1];
	last = end - 1;
	ck_assert_str_eq(end->comment, "not kept before this: 3 bytes from us, 7 to us");
	ck_assert_uint_eq(end->ack, last->seq + last->len + 7);
	ck_assert_uint_eq(end->seq, last->ack + 3);
	finish(&bench);
}
END_TEST

/* Two at once come in the order of time, each with its own numbers. */
START_TEST(test_two_at_once)
{
	struct bench bench;
	struct conversation *one = begin(&bench, AF_INET, TRAFFIC_OURS);
	struct conversation *two = conversation_begin(&bench.traffic[1], TRAFFIC_OURS, &bench.theirs);

	conversation_opened(one, &bench.ours);
	conversation_opened(two, &bench.ours);
	conversation_data(one, TRAFFIC_OURS, "a", 1);
	conversation_data(two, TRAFFIC_OURS, "bc", 2);
	conversation_data(one, TRAFFIC_OURS, "def", 3);
	for (size_t i = 0; i < 2; i++) {
		for (size_t j = 0; j < bench.traffic[i].event_count; j++)
			bench.traffic[i].events[j].at_us = 10 * j + 5 * i;
	}
	write(&bench, "");
	ck_assert_str_eq(told(&bench), ">S 0\n<SA 0\n>A 0\n>S 0\n<SA 0\n>A 0\n>PA 1\n>PA 2\n>PA 3\n");
	ck_assert_str_eq(bench.read.packets[3].comment, "the second");
	ck_assert_uint_eq(bench.read.packets[6].seq + 1, bench.read.packets[8].seq);
	ck_assert_uint_eq(bench.read.packets[6].seq, bench.read.packets[7].seq);
	finish(&bench);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"capture",
			{test_a_connection_of_ours, test_a_connection_of_theirs, test_ends, test_large_and_cut,
				test_two_at_once}},
	};

	return unit_run("capture", cases, COUNT_OF(cases));
}
