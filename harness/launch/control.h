#ifndef CONTROL_H
#define CONTROL_H
/*
 * The controls of an instance: before anything is judged on it, those of control_plan.h are tried.
 */
#include <stdbool.h>
#include <stddef.h>

#include "control_plan.h"

struct connection;
struct controls;
struct instance;

struct control_news {
	/* The first of them came to an end: the target answers. Comes again with each further one. */
	void (*reached)(void *owner);
	/* All have been tried. */
	void (*ready)(void *owner);
	/* There is no sense in going on: why, in the instance's arena. */
	void (*broken)(void *owner, const char *why);
	void *owner;
};

/* In the instance's arena; `news` is copied. */
struct controls *controls_create(struct instance *instance, const struct control_news *news);
/* Forgets what was found, and decides which are needed: by the cells that the plan has for it. */
void controls_prepare(struct controls *controls);
/* Tries them, the first until the target answers or its start_timeout is over. */
void controls_begin(struct controls *controls);
/* No news come any more. */
void controls_stop(struct controls *controls);
/* Closes what it has on the loop. */
void controls_close(struct controls *controls);

/* The one that runs, if it has that token; or NULL. */
struct connection *controls_find(struct controls *controls, const char *token);
/* Those that count for a cell of that version (older versions lean on the oldest controlled), at
 * that site; NULL: the first that is used. */
const struct control_facts *controls_at(
	const struct controls *controls, const struct site *where, enum tls_version version);
/* As preflight.h says. */
const char *controls_account(const struct controls *controls, struct arena *arena);
/* Nothing of ours answers there (verdict/measure.h). */
bool controls_measured(const struct controls *controls);
/* As control_plan.h and control_version.h say. */
enum tls_version controls_oldest(const struct controls *controls);
enum tls_version controls_good_version(const struct controls *controls, enum tls_version version);
const char *controls_unspoken(
	const struct controls *controls, enum tls_version version, struct arena *arena);
bool controls_take_any(const struct controls *controls);
#endif
