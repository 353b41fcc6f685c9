#ifndef TARGET_PATHS_H
#define TARGET_PATHS_H
/*
 * Paths of a target that demand more of a client than the rest of the server: each has a policy of
 * its own, a mode and a CA. Scenarios name them by their role, a word without a slash: `path:
 * private`. Whose resource was served is read off the request line that the backend got.
 */
#include <stdbool.h>
#include <stddef.h>

#include "auth_mode.h"
#include "diag.h"
#include "request_path.h"
#include "schema.h"

enum { TARGET_PATHS_MAX = 8 };

struct target_path {
	const char *path; /* and all below it, if it ends in a slash */
	struct place path_place;
	const char *role; /* as scenarios call it */
	struct place role_place;
	int mode; /* enum auth_mode that it is in, whatever the rest of the server is in */
	const char *client_ca; /* authority that its clients lead to; NULL: the client root */
	struct place client_ca_place;
	const char *control; /* credential that is good there; NULL: the target's good client */
	struct place control_place;
	struct text_list beside; /* modes of the rest beside which it can be said; empty: all */
	struct text_list hosts; /* roles of the virtual hosts that it is of; empty: each */
};

struct target;
struct target_host;
struct arena;

extern const struct schema target_path_schema;

void target_paths_check(const struct target *target, struct diag *diag);
size_t target_path_count(const struct target *target);
const struct target_path *target_path_number(const struct target *target, size_t number);
/* By its role; NULL: there is none, or no name. */
const struct target_path *target_paths_find(const struct target *target, const char *role);
/* The path that has this role; else `path` itself, which may be NULL. */
const char *target_paths_name(const struct target *target, const char *path);
/* That within which the request target lies, the longest; NULL: none. `host`: whose backend is
 * asked, NULL where there are none. */
const struct target_path *target_paths_asked(const struct target *target,
	const struct target_host *host, const char *request_target, enum path_reading reading,
	struct arena *arena);
/* It is one of that host's; NULL: of a target without hosts. */
bool target_path_is_of(const struct target_path *path, const struct target_host *host);
/* It can be said where the rest of the server is in that mode. */
bool target_path_is_beside(const struct target_path *path, enum auth_mode mode);
/* The modes of all paths' `beside` are known; names for templates: path.ROLE. */
void target_paths_add_names(
	const struct target *target, const char ***names, size_t *count, struct arena *arena);
#endif
