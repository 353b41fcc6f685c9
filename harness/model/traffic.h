#ifndef TRAFFIC_H
#define TRAFFIC_H
/*
 * The bytes of an attempt as they went over its TCP connections: what each side sent, when, and how
 * it ended. Kept only where somebody wants to look at them later (keep.h), and no more than fits:
 * what comes after that is counted.
 *
 * A NULL traffic, and a NULL conversation of it, take everything and keep nothing.
 */
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct traffic;

/* For an attempt, however many connections it makes. */
enum {
	TRAFFIC_BYTES_MAX = 1024 * 1024,
	TRAFFIC_EVENTS_MAX = 8192,
	TRAFFIC_CONVERSATIONS_MAX = 128
};

enum traffic_end { TRAFFIC_FIN, TRAFFIC_RESET };

enum traffic_party { TRAFFIC_OURS, TRAFFIC_THEIRS, TRAFFIC_PARTY_COUNT };

/* One TCP connection. */
struct conversation {
	struct traffic *traffic;
	size_t number; /* of those before it */
	struct sockaddr_storage ends[TRAFFIC_PARTY_COUNT]; /* ss_family 0: not known */
	enum traffic_party opener; /* who connects */
	uint64_t began_us; /* clock_now_us(), as all times here */
	bool opened;
	bool ended[TRAFFIC_PARTY_COUNT];
	uint64_t cut[TRAFFIC_PARTY_COUNT]; /* bytes that did not fit: its last */
};

enum traffic_kind { TRAFFIC_OPENED, TRAFFIC_DATA, TRAFFIC_ENDED };

struct traffic_event {
	enum traffic_kind kind;
	struct conversation *of;
	enum traffic_party by;
	enum traffic_end end; /* of TRAFFIC_ENDED */
	uint64_t at_us;
	const void *data; /* of TRAFFIC_DATA, in the arena */
	size_t len;
};

struct traffic {
	struct arena *arena;
	struct traffic_event *events; /* as they happened */
	size_t event_count;
	struct conversation **conversations;
	size_t conversation_count;
	size_t bytes;
};

/* The arena outlives it. */
void traffic_init(struct traffic *out, struct arena *arena);
/* Bytes that did not fit. */
uint64_t traffic_cut(const struct traffic *traffic);

/* `theirs`: where we connect to, or who has connected to us. NULL: nothing is kept. */
struct conversation *conversation_begin(
	struct traffic *traffic, enum traffic_party opener, const struct sockaddr_storage *theirs);
/* It stands. `ours` may be NULL, and told later. */
void conversation_opened(struct conversation *conversation, const struct sockaddr_storage *ours);
/* Copies. What was not said to stand does from here on. */
void conversation_data(
	struct conversation *conversation, enum traffic_party by, const void *data, size_t len);
/* From that side nothing more comes; what is said of a side that has ended is nothing new. Of one
 * that was never opened, TRAFFIC_RESET by them is their refusal. */
void conversation_ended(
	struct conversation *conversation, enum traffic_party by, enum traffic_end end);
#endif
