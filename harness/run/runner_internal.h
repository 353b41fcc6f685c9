#ifndef RUNNER_INTERNAL_H
#define RUNNER_INTERNAL_H
/* The insides of a run: instances, cells and their connections, and what they call of one
 * another. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <uv.h>

#include "arena.h"
#include "attempt.h"
#include "pki.h"
#include "port.h"
#include "runner.h"
#include "token_table.h"
#include "tls_server.h"

struct backend;
struct cell_result;
struct http_message;
struct judge_case;
struct leave;
struct client_attempt;
struct credential;
struct process;
struct proxy_header;
struct runner;
struct server_leg;
struct tls_server_set;

/* Where an attempt goes and what it asks for, where that is not the usual. */
enum { MAIN_LISTENER = -1 };
struct probe_way {
	int listener; /* number of the target's, or MAIN_LISTENER */
	bool plain;
	const char *host; /* NULL: the good server's name */
	const char *path; /* NULL: our own, or the file that the target serves */
	const char *text; /* looked for in the answer, or NULL */
	struct ssl_session_st **session; /* where the session goes, or NULL */
};

/* What a token stands for: a connection of a cell, or a control of an instance. */
struct probe {
	char token[TOKEN_SIZE];
	bool may_arrive; /* at the backend also when its cell is judged: it need not be refused */
	const struct driver *driver;
	const struct probe_way *way; /* NULL: the usual */
	const char *const *extra_lines; /* of the request, or NULL */
	struct attempt *attempt; /* while it runs */
	struct client_attempt *client; /* the same, where the target is the client */
	struct observation *facts;
	const struct target *target;
	struct arena *arena;
	/* what was sent, to be shown again (keep.h): by our client, or by our server */
	struct tls_client_options tls;
	struct attempt_ask ask;
	struct tls_server_options serving;
	const char *name; /* that a target which is a client was told */
	struct tls_key_log key_log; /* with --keep */
};

enum instance_state {
	INSTANCE_WAITING, /* its turn has not come */
	INSTANCE_STARTING, /* launched; the first control is tried until it connects */
	INSTANCE_CONTROLS, /* the controls run */
	INSTANCE_READY, /* cells run on it */
	INSTANCE_BROKEN, /* its cells become errors */
	INSTANCE_STOPPING, /* its cells are done; the process is on its way out */
	INSTANCE_GONE,
	INSTANCE_STATE_COUNT,
};

/* Who comes in a control. The last only where one of a wrong CA got in: does everybody? */
enum control_peer { PEER_GOOD, PEER_WRONG_CA, PEER_SELF_SIGNED, CONTROL_PEER_COUNT };

enum { CONTROL_PLAN_MAX = (CONTROL_PEER_COUNT + TARGET_LISTENERS_MAX) * TLS_VERSION_COUNT };
struct control_step {
	enum tls_version version;
	int listener; /* or MAIN_LISTENER */
	enum control_peer peer;
};

struct control_facts {
	enum control_state good;
	enum control_state wrong_ca; /* PASS: refused */
	enum control_state self_signed; /* PASS: refused */
	const char *reason; /* why good is CONTROL_FAIL */
	bool good_refused; /* and that it is by a refusal */
	int good_alert; /* or TLS_ALERT_NONE */
};

/* A port beside the main one. */
struct instance_listener {
	struct held_port port;
	struct sockaddr_storage address;
	struct control_facts controls[TLS_VERSION_COUNT]; /* of plain ones: all the same */
};

struct instance {
	struct runner *runner;
	size_t index;
	const struct plan_instance *plan;
	enum instance_state state;
	uint64_t since_us[INSTANCE_STATE_COUNT]; /* when it first was in that state, or 0 */
	uint64_t cpu_us; /* of its processes that have ended */
	struct arena arena;
	char *dir;
	struct process *process;
	struct server_leg *upstream; /* a proxy's, where it is the client */
	struct held_port port;
	struct sockaddr_storage address;
	struct instance_listener listeners[TARGET_LISTENERS_MAX];
	const char *mark; /* that its files hold */
	uv_timer_t retry;
	uint64_t start_deadline_us;
	uint64_t retry_ms;
	struct control_step steps[CONTROL_PLAN_MAX];
	size_t step_count;
	size_t step;
	struct probe control;
	struct probe_way control_way;
	struct attempt_result control_result;
	struct control_facts controls[TLS_VERSION_COUNT];
	const char *trouble; /* why BROKEN */
	size_t *queue; /* sequence numbers of its cells, in plan order */
	size_t queue_len;
	size_t queue_next;
	size_t in_flight;
	/* after a crash: cells that were in flight, to be run again one at a time on a fresh process */
	size_t *suspects;
	size_t suspect_count;
	bool restart; /* the process is being replaced */
};

/* One connection that a cell makes to a target that is a server (cell_orders.h). */
struct order {
	const struct scenario_step *step;
	int kind; /* enum order_kind */
	struct probe_way way;
};

struct cell {
	uv_timer_t *wait; /* for the news that the target died */
	struct runner *runner;
	struct instance *instance;
	const struct plan_cell *plan;
	size_t sequence;
	bool busy;
	bool alone; /* run again by itself after a crash */
	struct arena arena;
	struct probe *probes; /* attempt_room of both, in the arena */
	struct attempt_result *attempts;
	size_t attempt_room;
	size_t attempt_count;
	struct order *orders; /* of a server; as many as attempts */
	struct ssl_session_st *sessions[SCENARIO_STEPS_MAX]; /* that steps kept, by their number */
	size_t subject_count;
	size_t current;
	size_t log_start;
	uint64_t started_us;
	const char *trouble;
	const char *crash;
};

struct runner {
	const struct run_options *options;
	struct run_outcome *outcome;
	uv_loop_t loop;
	struct leave *leave;
	struct tls_client_context *tls;
	struct tls_server_set *servers; /* made where there are targets that are clients */
	size_t programs; /* that may run at once */
	struct attempt_context attempts;
	struct backend *backend;
	char *work_dir;
	char nonce[20];
	struct pki_lapse lapse; /* the first of what all cells lean on */
	struct arena arena;
	struct instance *instances;
	size_t instance_count;
	struct instance **order; /* in which they are started */
	uint64_t started_us;
	struct instance_result *times; /* outcome->instance_count */
	size_t next_instance; /* round robin */
	struct cell *cells; /* options->jobs slots */
	size_t busy;
	size_t unfinished; /* instances that are not gone */
	bool stepping;
	bool step_again;
	bool closed;
	struct token_table refused; /* tokens that must not arrive any more: to sequence numbers */
	/* per sequence number: 1 + the verdict of a cell that was seen refused, 0 for the others */
	unsigned char *refused_verdict;
};

/* evidence.c */
size_t runner_total_cells(const struct runner *runner);
/* A judged cell's tokens that would be news if they came now. */
void runner_watch_for_late(const struct cell *cell);
/* The backend's news: notes it in the facts; too late for those, it changes the verdict. */
void runner_backend_request(void *owner, const char *token, const struct http_message *message,
	const struct proxy_header *proxy);

/* runner.c */
/* What the targets' configurations name, into a folder laid out by store.h. */
WARN_UNUSED bool runner_write_pki(struct runner *runner, const char *dir, const char **why);
void runner_step(struct runner *runner);
struct cell *runner_busy_cell(struct runner *runner, const struct instance *instance);

/* instance_tend.c */
void instances_order(struct runner *runner);
/* Stops those that are through and starts those whose turn it is. */
void instances_tend(struct runner *runner);
void runner_instance_gone(struct instance *instance);

/* lapse.c */
void lapse_begin(struct runner *runner);
/* What of the cell's lapsed before it could be judged: a sentence, or NULL. */
const char *lapse_of_cell(const struct cell *cell);
/* Once what all cells lean on has lapsed, those that are left become errors. */
void lapse_end_run(struct runner *runner);

/* probe: one attempt with a token */
void probe_start(struct runner *runner, struct probe *probe, const struct instance *instance,
	const struct tls_client_options *tls, struct attempt_result *result, void (*done)(void *),
	void *owner);
void probe_cancel(struct probe *probe);
/* What a target that is a server is asked for by SNI, and must prove to be. */
const char *probe_server_name(const struct target *target);

/* instance_control.c */
/* Name of the credential that must get in. */
const char *instance_good_client(const struct instance *instance);
/* Which controls its cells need: instance->steps. */
void instance_plan_controls(struct instance *instance);
/* Tries the next of them; after the last the instance is READY. */
void instance_next_control(struct instance *instance);

/* instance.c */
void instance_set_state(struct instance *instance, enum instance_state state);
/* Nothing can be said on it any more: its cells become errors with this reason. */
void instance_break_down(struct instance *instance, const char *trouble);
/* The same, without the last words of its log: it is not to blame. */
void instance_give_up(struct instance *instance, const char *trouble);
void instance_init(struct instance *instance, struct runner *runner, size_t index);
void instance_start(struct instance *instance);
/* A program that is the client: nothing of it keeps running. */
bool instance_is_program(const struct instance *instance);
/* All its cells are done, or the run is over. */
void instance_stop(struct instance *instance);
/* The next cell for it, if it can take one now. */
bool instance_next(struct instance *instance, size_t *sequence, bool *alone);
bool instance_has_cells(const struct instance *instance);
/* It crashed while these cells were in flight: they are suspects. */
void instance_crashed(struct instance *instance);
/* Where its listener is; MAIN_LISTENER for the main one. */
const struct sockaddr_storage *instance_address(const struct instance *instance, int listener);
/* The controls that count for a cell of that version (older versions lean on the oldest
 * controlled). */
const struct control_facts *instance_controls(
	const struct instance *instance, enum tls_version version);
const struct control_facts *instance_controls_at(
	const struct instance *instance, int listener, enum tls_version version);
/* A text of the target's crash marks that its log shows since `from`, or NULL. */
const char *instance_crash_mark(const struct instance *instance, size_t from, struct arena *arena);
/* The last lines of its log since `from`, cleaned; NULL if there are none. */
const char *instance_log_tail(const struct instance *instance, size_t from, struct arena *arena);

/* cell.c */
void cell_start(struct cell *cell, struct instance *instance, size_t sequence, bool alone);
/* Judges and reports it with what is there. */
void cell_finish(struct cell *cell);
/* Lets go without a verdict. */
void cell_cancel(struct cell *cell);
/* All is made that makes sense: judges it, unless a process of the target crashed meanwhile: then
 * it is run again alone. */
void cell_end(struct cell *cell);
/* Frees what does not live in the arena. */
void cell_release(struct cell *cell);
/* Looks whether news of the target's death come, then finishes. */
void cell_await_death(struct cell *cell);

/* client_cell.c: cells and controls of targets that are clients */
void client_cell_begin(struct cell *cell);
/* One control of an instance; `done` gets the instance. */
void client_control_start(
	struct instance *instance, const struct control_step *step, void (*done)(void *));
/* Our server may be the one that refuses: the scenario shows it something wrong. */
bool client_cell_our_refusal(const struct plan_cell *plan);

/* cell_directive.c */
/* Which directive explains a judged cell, and where it stands: out->directive. */
void cell_find_directive(struct cell_result *out, const struct cell *cell);

/* server_cell.c, server_judge.c: cells of targets that are servers */
void server_cell_begin(struct cell *cell);
/* Why the step can't be made, or NULL. A session that is not there can't be refused either. */
const char *server_cell_obstacle(struct cell *cell, const struct scenario_step *step);
void server_cell_judge(struct cell_result *out, const struct judge_case *judged, struct cell *cell);

/* cell_report.c */
void cell_report(struct cell *cell);
/* A cell that never ran: skipped, or its instance is broken. */
void cell_report_unrun(struct runner *runner, const struct plan_cell *plan, size_t sequence,
	enum verdict verdict, const char *reason);
/* The request of a cell that was judged as refused reached the backend after all. */
void cell_report_late(struct runner *runner, size_t sequence);
#endif
