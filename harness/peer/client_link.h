#ifndef CLIENT_LINK_H
#define CLIENT_LINK_H
/* The connections of the reference client: made, kept for a later request that may have them, and
 * used up. */
#include <stdbool.h>

#include "https_url.h"
#include "scoped.h"
#include "verifying_client.h"

struct arena;

/* Who asks, and how he looks at whom he asks. */
struct client_link_wish {
	struct verifying_client *identity;
	bool has_certificate; /* the identity */
	bool insecure;
	const char *verify; /* the name that the server's certificate must bear */
	const char *connect_to; /* or NULL */
	const bool *defects;
};

struct client_answer {
	bool sent; /* the request is out */
	int status; /* 0: there is none */
	const char *location; /* or NULL */
	size_t body_len;
};

/* What is left of an earlier connection: one, or none (all zero). */
struct client_link {
	struct client_link_wish made_by;
	struct https_url where;
	struct verified *verified; /* still open, or NULL */
	int socket;
	struct ssl_session_st *session; /* or NULL */
};

/*
 * One request, by the connection that is kept, by its session, or by a new connection; then `kept`
 * is what is left of it. False and `why` where no whole answer came. Texts are in the arena.
 */
WARN_UNUSED bool client_link_ask(struct client_answer *out, struct client_link *kept,
	const struct https_url *url, const struct client_link_wish *wish, struct arena *arena,
	const char **why);
void client_link_close(struct client_link *kept);
/* A GET in plain for what an address in a certificate names; whatever comes of it. */
void client_link_visit(const char *url);
#endif
