#ifndef CLIENT_REPLY_H
#define CLIENT_REPLY_H
/* What our server answers a client under test, from what its file or the user says of it. */
struct arena;
struct leg_reply;
struct target_reply;

/* NULL: nothing is said. `token` outlives it; the rest lives in the arena, or as long as `said`. */
const struct leg_reply *client_reply(
	const struct target_reply *said, const char *token, struct arena *arena);
/* With that status, for a proxy to pass on. */
const struct leg_reply *client_reply_status(int status, const char *token, struct arena *arena);
#endif
