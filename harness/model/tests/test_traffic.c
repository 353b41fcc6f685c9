/* What is recorded of the wire, and that it stays within its limits. */
#include "arena.h"
#include "traffic.h"
#include "unit.h"

struct recording {
	struct arena arena;
	struct traffic traffic;
	struct sockaddr_storage theirs;
	struct conversation *one;
};

static void begin(struct recording *out)
{
	*out = (struct recording){.theirs = {.ss_family = AF_INET}};
	arena_init(&out->arena);
	traffic_init(&out->traffic, &out->arena);
	out->one = conversation_begin(&out->traffic, TRAFFIC_OURS, &out->theirs);
	ck_assert_ptr_nonnull(out->one);
}

START_TEST(in_the_order_in_which_it_happened)
{
	static const enum traffic_kind kinds[] = {
		TRAFFIC_OPENED, TRAFFIC_DATA, TRAFFIC_DATA, TRAFFIC_ENDED, TRAFFIC_ENDED};
	struct recording recording;
	char said[] = "hello";

	begin(&recording);
	conversation_opened(recording.one, &recording.theirs);
	conversation_data(recording.one, TRAFFIC_OURS, said, 5);
	said[0] = 'j'; /* it is a copy */
	conversation_data(recording.one, TRAFFIC_THEIRS, "you", 3);
	conversation_ended(recording.one, TRAFFIC_THEIRS, TRAFFIC_FIN);
	conversation_ended(recording.one, TRAFFIC_THEIRS, TRAFFIC_RESET);
	conversation_ended(recording.one, TRAFFIC_OURS, TRAFFIC_FIN);
	ck_assert_uint_eq(recording.traffic.event_count, COUNT_OF(kinds));
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		const struct traffic_event *event = &recording.traffic.events[i];

		ck_assert_int_eq(event->kind, kinds[i]);
		ck_assert(i == 0 || event->at_us >= recording.traffic.events[i - 1].at_us);
	}
	ck_assert_mem_eq(recording.traffic.events[1].data, "hello", 5);
	ck_assert_int_eq(recording.traffic.events[2].by, TRAFFIC_THEIRS);
	ck_assert_uint_eq(traffic_cut(&recording.traffic), 0);
	arena_finish(&recording.arena);
}
END_TEST

/* Who has no way to see when it is connected; and a reset leaves nothing to be ended. */
START_TEST(data_opens_and_a_reset_ends_both)
{
	struct recording recording;

	begin(&recording);
	conversation_data(recording.one, TRAFFIC_OURS, "a", 1);
	conversation_ended(recording.one, TRAFFIC_THEIRS, TRAFFIC_RESET);
	conversation_ended(recording.one, TRAFFIC_OURS, TRAFFIC_FIN);
	ck_assert_uint_eq(recording.traffic.event_count, 3);
	ck_assert_int_eq(recording.traffic.events[0].kind, TRAFFIC_OPENED);
	ck_assert_int_eq(recording.traffic.events[2].end, TRAFFIC_RESET);
	arena_finish(&recording.arena);
}
END_TEST

/* The piece that no longer fits is cut, all behind it is counted, and the end is told. */
START_TEST(too_many_bytes)
{
	static char much[TRAFFIC_BYTES_MAX - 10];
	struct recording recording;
	struct conversation *other;

	begin(&recording);
	other = conversation_begin(&recording.traffic, TRAFFIC_THEIRS, &recording.theirs);
	conversation_data(recording.one, TRAFFIC_THEIRS, much, sizeof(much));
	conversation_data(recording.one, TRAFFIC_THEIRS, much, 25);
	conversation_data(recording.one, TRAFFIC_OURS, "a", 1);
	conversation_data(other, TRAFFIC_OURS, "bc", 2);
	conversation_ended(recording.one, TRAFFIC_THEIRS, TRAFFIC_FIN);
	ck_assert_uint_eq(recording.traffic.bytes, TRAFFIC_BYTES_MAX);
	ck_assert_uint_eq(recording.traffic.events[2].len, 10);
	ck_assert_uint_eq(recording.one->cut[TRAFFIC_THEIRS], 15);
	ck_assert_uint_eq(recording.one->cut[TRAFFIC_OURS], 1);
	ck_assert_uint_eq(other->cut[TRAFFIC_OURS], 2);
	ck_assert_uint_eq(traffic_cut(&recording.traffic), 18);
	ck_assert_int_eq(
		recording.traffic.events[recording.traffic.event_count - 1].kind, TRAFFIC_ENDED);
	arena_finish(&recording.arena);
}
END_TEST

/* Crumbs for ever, and connections for ever. */
START_TEST(too_many_pieces)
{
	struct recording recording;
	size_t count = TRAFFIC_EVENTS_MAX;

	begin(&recording);
	for (size_t i = 0; i < TRAFFIC_EVENTS_MAX + 5; i++)
		conversation_data(recording.one, TRAFFIC_THEIRS, "a", 1);
	ck_assert_uint_eq(recording.traffic.event_count, count);
	ck_assert_uint_eq(recording.one->cut[TRAFFIC_THEIRS], 6); /* one was that it opened */
	conversation_ended(recording.one, TRAFFIC_OURS, TRAFFIC_FIN);
	ck_assert_uint_eq(recording.traffic.event_count, count + 1);
	for (size_t i = 1; i < TRAFFIC_CONVERSATIONS_MAX; i++)
		ck_assert_ptr_nonnull(
			conversation_begin(&recording.traffic, TRAFFIC_THEIRS, &recording.theirs));
	ck_assert_ptr_null(conversation_begin(&recording.traffic, TRAFFIC_THEIRS, &recording.theirs));
	arena_finish(&recording.arena);
}
END_TEST

START_TEST(nowhere)
{
	struct sockaddr_storage theirs = {0};

	ck_assert_ptr_null(conversation_begin(NULL, TRAFFIC_OURS, &theirs));
	conversation_opened(NULL, &theirs);
	conversation_data(NULL, TRAFFIC_OURS, "a", 1);
	conversation_ended(NULL, TRAFFIC_OURS, TRAFFIC_FIN);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"traffic",
		{in_the_order_in_which_it_happened, data_opens_and_a_reset_ends_both, too_many_bytes,
			too_many_pieces, nowhere}}};

	return unit_run("traffic", cases, COUNT_OF(cases));
}
