#ifndef SAMPLE_H
#define SAMPLE_H
/* Runs made by hand for the report tests. */
#include "arena.h"
#include "result.h"
#include "view.h"

/* Every verdict at least once, two targets, believable texts, timelines, a log. */
struct run_result *sample_run(struct arena *arena);
/* `count` cells of 3 connections with 8 moments each, for measuring. */
struct run_result *sample_large(struct arena *arena, size_t count);
/* Puts the text into every text of the cells, scenarios, targets and the plan; ids only end with
 * it. */
void sample_spoil(struct arena *arena, struct run_result *run, const char *every);
/* All bytes but 0, as they may come in. */
char *sample_every_byte(struct arena *arena);
/* Every cell fails, and those of the target by line 34 of nginx.conf. */
void sample_blame(struct run_result *run, const char *target);
struct buf;
/* What the writer makes of the run, in the arena. */
char *sample_render(struct arena *arena, void (*write)(struct buf *out, const struct view *view),
	const struct run_result *run);
/* A cell of a target that is a client: it sent its request to an expired server, then failed. */
enum { SAMPLE_LEGS = 2 };
struct cell_result sample_client(struct attempt_result attempts[SAMPLE_LEGS]);
#endif
