#ifndef SELECTION_H
#define SELECTION_H
/*
 * From what a user asks for by name to a plan: files read, targets found, certificates opened,
 * cells planned. Nothing is started and nothing printed: what is wrong with files stands in the
 * catalogue's diagnostics, everything else in `trouble`.
 */
#include <stdbool.h>
#include <stddef.h>

#include "catalogue.h"
#include "pki_own.h"
#include "plan.h"

struct expected;
struct pki;
struct run_result;

/* Client programs by their command lines, and what our server answers them and what they tell by
 * it. NULL or 0: not said. */
struct selection_client {
	const char **commands;
	size_t command_count;
	const char *answer; /* target_reply_option */
	const char **success; /* target_client_success */
	size_t success_count;
};

/* What targets that run already are called, whose certificate they have, and what they can. NULL or
 * 0: not said. */
struct selection_connect {
	const char *server_name;
	const char *host;
	const char *server_ca;
	const char *path;
	const char **headers;
	size_t header_count;
	const char **accepted;
	size_t accepted_count;
	const char **refused;
	size_t refused_count;
	const char **features; /* that scenarios require */
	size_t feature_count;
};

/* As the options of `mtlspec run` say it; every text is borrowed. NULL or 0: not said. */
struct selection_request {
	const char **targets; /* names, folders, files, HOST:PORT, "all"; NAME=... */
	size_t target_count;
	const struct place *target_places; /* where each was given; NULL: on the command line */
	struct selection_client client;
	const char **scenarios; /* ids, globs, files */
	size_t scenario_count;
	const char **cells; /* ids, globs */
	size_t cell_count;
	const struct plan_words *words; /* that cells' ids must match */
	const char *last_failed; /* event file: only the cells that failed there */
	bool modes[AUTH_MODE_COUNT];
	bool versions[TLS_VERSION_COUNT];
	enum driver_choice driver;
	const char *defects; /* comma-separated */
	bool files_alone; /* what the targets need on this machine is not looked for */
	bool only_concerned; /* targets with a defect only in modes where it can show itself */
	const char *scenario_dir;
	const char *pki_dir;
	const char *pki_file;
	const char *pki_variant;
	struct pki_own own_pki;
	struct selection_connect connect;
	const char *backend; /* ADDRESS:PORT of ours, which targets that run already reach */
	const char *expected; /* file of expected failures */
	const char *compare; /* event file of an older run */
};

struct selection {
	struct catalogue catalogue;
	struct target **targets;
	size_t target_count;
	struct plan *plan;
	bool whole; /* nobody chose scenarios or cells by name */
	struct expected *expected; /* or NULL */
	struct run_result *older; /* to compare with, or NULL */
	struct pki *pki;
	const char **last_failed; /* ids, in the order of strcmp */
	size_t last_failed_count;
	const char *trouble; /* a sentence, or NULL */
	/* a project's file is one more kind to check, which is read above this module; or NULL */
	void (*check_project)(struct selection *selection, const char *path);
	const char *note; /* for the user's eyes, though all is well; or NULL */
};

void selection_init(struct selection *selection);
/* Reads and plans. 0, or an exit code: with diagnostics, or with `trouble`. A plan without a cell
 * is EXIT_NOTHING_SELECTED. */
int selection_make(struct selection *selection, const struct selection_request *request);
/*
 * The parts of it, for those who plan nothing. What is wrong stands in the diagnostics. First the
 * recipe and the scenarios, then the others.
 */
void selection_read_catalogue(struct selection *selection, const struct selection_request *request);
/* The targets and clients that are asked for, checked against the recipe. */
void selection_read_targets(struct selection *selection, const struct selection_request *request);
/* The scenarios that are asked for; of these, files join the catalogue. None: all. */
struct scenario_set selection_scenarios(
	struct selection *selection, const struct selection_request *request);
void selection_finish(struct selection *selection);
#endif
