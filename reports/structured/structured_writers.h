#ifndef STRUCTURED_WRITERS_H
#define STRUCTURED_WRITERS_H
/* What is written for programs; each file says at its top what it writes. */
#include <stddef.h>

struct arena;
struct buf;
struct doctor_report;
struct run_changes;
struct run_result;

void junit_write(struct buf *out, const struct run_result *run);
void junit_write_strict(struct buf *out, const struct run_result *run);
void ctrf_write(struct buf *out, const struct run_result *run);
void sarif_write(struct buf *out, const struct run_result *run);
void results_json_write(struct buf *out, const struct run_result *run);
/* Targets of the run that a claim can be written for. */
size_t claim_count(const struct run_result *run);
/* Appends the claim of target `number` (from 0), and gives its name in the arena. */
const char *claim_write(
	struct buf *out, struct arena *arena, const struct run_result *run, size_t number);
void changes_json(struct buf *out, const struct run_changes *changes, const struct run_result *new);
void doctor_write_json(struct buf *out, const struct doctor_report *report, int exit_code);
#endif
