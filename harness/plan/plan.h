#ifndef PLAN_H
#define PLAN_H
/*
 * The plan: which cells there are, which running instance each needs, and which are skipped with
 * what reason. Pure: nothing is started, nothing minted. Order: targets as asked for, then mode,
 * then scenario id, then TLS version, so that the cells of one instance stand together.
 */
#include <stdbool.h>
#include <stddef.h>

#include "auth_mode.h"
#include "scenario.h"
#include "shard.h"
#include "target.h"
#include "tls_version.h"

enum driver_choice { DRIVER_TLS, DRIVER_HTTP, DRIVER_BOTH, DRIVER_CHOICE_COUNT };
extern const char *const driver_words[]; /* tls http both */

/*
 * One running configuration of a target, shared by all cells that render to the same text. For a
 * client program: what is run with the same settings.
 */
struct plan_instance {
	struct target *target;
	enum side side; /* that the target plays in it */
	enum auth_mode mode; /* the target's; of a client: meaningless, our server's changes by cell */
	bool mode_assumed; /* nobody said which: it must show that it is in that one */
	/* of a client: */
	const char *client_credential; /* what it is configured to present; NULL: nothing */
	const char *first_credential; /* and a program for a request before the one that is judged */
	bool asks_first; /* that there is such a request */
	bool keeps_session; /* of whose connection no more than the session is kept */
	const char *server_name; /* what it is told to connect to */
	const char
		*control; /* credential of our server that is good under that name; NULL: the good one */
	/* id of the cell that has it alone, since it changes files of it; NULL: it is shared */
	const char *only_for;
	const char *bundle; /* that it is given (scenario.h); NULL: the usual files */
	const char **features;
	size_t feature_count;
	size_t cell_count; /* cells that will be run on it */
};

struct plan_cell {
	const char *id;
	const struct scenario *scenario;
	struct target *target;
	enum auth_mode mode;
	enum tls_version tls;
	size_t instance; /* index; meaningless when skipped */
	const char *skip_reason; /* NULL: to be run */
	const struct target_deviation *deviation; /* known, or NULL */
};

struct plan {
	struct plan_cell *cells;
	size_t cell_count;
	struct plan_instance *instances;
	size_t instance_count;
	bool defective_once; /* targets with defects have no rounds after the first */
};

/* A credential, a feature of targets, or a bundle, that this run can't have; and the reason. */
struct plan_lack {
	const char *credential; /* one of these is said */
	const char *feature;
	const char *bundle;
	bool new_list; /* of the clients' CAs, in mid-run */
	const char *reason;
	/* Of a credential: for targets whose own control is this one; NULL: for those without one. */
	const char *control;
	bool running; /* by targets that run already alone */
};

struct plan_words;

/* Cells that a run is about alone, by their ids in the order of strcmp. */
struct plan_only {
	bool given;
	const char *const *ids;
	size_t count;
};

struct plan_request {
	const struct scenario_set *scenarios;
	struct target **targets;
	size_t target_count;
	bool modes[AUTH_MODE_COUNT]; /* all false: all */
	bool versions[TLS_VERSION_COUNT]; /* all false: all that the scenario names */
	const char *const *cell_globs; /* --cell, NULL-terminated; empty or NULL: all */
	const struct plan_words *words; /* that their ids must match (plan_words.h); NULL: all */
	struct plan_only only; /* not given: all */
	const char *const
		*scenario_globs; /* positional arguments: ids, globs or prefixes "client-certificate/" */
	/* Cells of the side that a target does not play, or that are made for others, are left out, but
	 * where the user named scenarios or cells: then they are skips with that reason. */
	enum driver_choice driver; /* cells that it can't do are skips with that reason */
	bool backend_behind_external; /* targets that we do not launch reach our backend */
	const char *defects; /* for targets that take them, or NULL */
	const struct plan_lack *lacks; /* cells that need it are skips with that reason */
	size_t lack_count;
};

/* Adds diagnostics (a template that does not expand) and returns NULL on failure. */
struct plan *plan_make(struct arena *arena, struct diag *diag, const struct plan_request *request);
/* "nginx is not installed (apt-get install nginx-light)", "aiohttp needs python3-aiohttp (...)", or
 * NULL: all is there. */
const char *plan_missing_program(const struct target *target, struct arena *arena);
/* Is it run in that round of `--repeat`? The first is 0. */
bool plan_runs_in(const struct plan *plan, const struct plan_cell *cell, size_t round);
/* Takes out the cells that the shard has not; may leave none. */
void plan_take_shard(struct plan *plan, const struct shard *shard);
#endif
