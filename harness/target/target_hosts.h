#ifndef TARGET_HOSTS_H
#define TARGET_HOSTS_H
/*
 * The virtual hosts of a target. Each has a policy, what it demands of its clients: a mode and a
 * CA; and where we launch the target a backend of its own, ${host.ROLE.backend_port}, so that we
 * see who answered. Scenarios name them by their role, a word without a dot (scenario_name.h), as a
 * server name or as a Host: what they are called is the target's business.
 */
#include <stdbool.h>
#include <stddef.h>

#include "auth_mode.h"
#include "diag.h"
#include "schema.h"

enum { TARGET_HOSTS_MAX = 8 };

struct target_host {
	const char *name; /* the server name */
	struct place name_place;
	const char *role; /* as scenarios call it, or NULL: by its name alone */
	struct place role_place;
	int mode; /* enum auth_mode that it is in, whatever the instance's; without it the instance's */
	struct place mode_place; /* line 0: not given */
	const char *client_ca; /* authority that its clients lead to; NULL: the client root */
	struct place client_ca_place;
	const char *control; /* credential that is good there; NULL: the target's good client */
	struct place control_place;
	const char *since; /* version before which the product can't say it, or NULL */
};

struct target;
struct arena;

extern const struct schema target_host_schema;

void target_hosts_check(const struct target *target, struct diag *diag);
const struct target_host *target_host_number(const struct target *target, size_t number);
size_t target_host_count(const struct target *target);
/* By its server name or its role; NULL: there is none, or not in the version that was asked for, or
 * no name. */
const struct target_host *target_hosts_find(const struct target *target, const char *name);
/* The server name of the host that has this role; else `name` itself, which may be NULL. */
const char *target_hosts_name(const struct target *target, const char *name);
/* Its names for templates are added: host.ROLE.name and host.ROLE.backend_port. */
void target_hosts_add_names(
	const struct target *target, const char ***names, size_t *count, struct arena *arena);
/* The mode that counts at that host; NULL: nowhere special. */
enum auth_mode target_host_mode(const struct target_host *host, enum auth_mode usual);
#endif
