#ifndef PROTECTED_PATH_H
#define PROTECTED_PATH_H
/* A path of the reference server that only clients with a verified certificate may have, whatever
 * the rest of it asks for; and the mistakes that are made of it. */
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct http_message;
struct tls_peer;

struct protected_path {
	const char *path; /* and all below it; NULL: none is protected */
	int host; /* number of the virtual host whose it is, from 0 */
	const bool *defects;
};

/* May that client, on a session taken up or not, not have what he asks for in this request, the
 * number `number` of his connection, from 1? What some backends take for the path is protected,
 * too. */
bool protected_path_refuses(const struct protected_path *path, const struct http_message *request,
	const struct tls_peer *peer, bool resumed, size_t number, struct arena *arena);
/* The request target as the backend gets it. */
const char *protected_path_handed_on(
	const struct protected_path *path, const char *target, struct arena *arena);
#endif
