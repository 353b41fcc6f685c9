#ifndef SCENARIO_DEED_H
#define SCENARIO_DEED_H
/*
 * What is done to a running target before a step's connection: files that it is configured with
 * are replaced under their names, it is told to read them again, time passes; in this order.
 *
 *   do:
 *     replace: {server_ca: other-root}       # file: an authority of pki.yaml
 *     replace: {client: client-p384}         # certificate, key and both: a credential
 *     reload: true                           # by `reload` of the target file, and it is done
 *     wait: 2s                               # or 500ms; up to 60s
 */
#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "schema.h"

struct scenario;
struct scenario_step;

/* The files, by the names that templates have for them. */
enum deed_file {
	DEED_SERVER_CA, /* ${server_ca} */
	DEED_CLIENT, /* ${client_cert}, ${client_key}, ${client_both}, ${client_p12} */
	DEED_FILE_COUNT,
};
extern const char *const deed_file_words[]; /* server_ca client */

struct scenario_deed {
	struct pair_list replace; /* a word of deed_file_words, and what takes its place */
	struct place replace_place;
	bool reload;
	struct place reload_place;
	long wait_ms;
	struct place wait_place;
};
extern const struct schema scenario_deed_schema;

/* What the step puts in the place of that file, or NULL. */
const struct pair *scenario_deed_finds(const struct scenario_step *step, enum deed_file file);
/* Some step of it does something to the target. */
bool scenario_has_deeds(const struct scenario *scenario);
/* Its target must be told to read its files again. */
bool scenario_reloads(const struct scenario *scenario);
/* Step `number`, or one before it, has put another authority in the place of the good servers'. */
bool scenario_ca_is_replaced(const struct scenario *scenario, size_t number);
/* What contradicts itself in step `number`. Adds diagnostics. */
void scenario_deed_check(const struct scenario *scenario, size_t number, struct diag *diag);
#endif
