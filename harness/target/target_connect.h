#ifndef TARGET_CONNECT_H
#define TARGET_CONNECT_H
/* The keys of a target file about something that runs already: `connect`, `server_name`, `host`. */
#include "target.h"

/* As written; target_connect_take makes members of struct target of it. */
struct connect_text {
	const char *address;
	const char *server_name;
	const char *host;
	struct place address_place;
	struct place server_name_place;
	struct place host_place;
};

void target_connect_take(
	struct target *target, const struct connect_text *text, struct arena *arena, struct diag *diag);
#endif
