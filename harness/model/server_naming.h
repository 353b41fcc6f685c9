#ifndef SERVER_NAMING_H
#define SERVER_NAMING_H
/*
 * The names of our servers, where a client asks for one of its own whatever it is told: what the
 * recipe and the scenarios say of server.mtlspec.test and its domain is said of that name and its
 * domain instead, so that a right name stays right, and a wrong one wrong in the same way.
 */
#include <stddef.h>

#include "scoped.h"

struct arena;

#define SERVER_NAMING_DEFAULT "server.mtlspec.test"

/*
 * `text` (`len` bytes, which may hold a NUL) as it is for the server `name`, in the arena:
 * server.mtlspec.test is `name`, also as a part of it; a.mtlspec.test is a in the domain of `name`;
 * a wildcard within a label (serv*) matches the first label of `name`; all else stays. An address
 * has no domain: for one only server.mtlspec.test itself is another.
 */
WARN_UNUSED const char *server_naming(
	size_t *out_len, struct arena *arena, const char *text, size_t len, const char *name);
#endif
