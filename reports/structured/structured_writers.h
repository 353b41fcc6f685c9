#ifndef STRUCTURED_WRITERS_H
#define STRUCTURED_WRITERS_H
/* What is written for programs; each file says at its top what it writes. */
#include <stddef.h>

struct buf;
struct doctor_report;
struct run_changes;
struct run_result;
struct view;

void junit_write(struct buf *out, const struct view *view);
void junit_write_strict(struct buf *out, const struct view *view);
void ctrf_write(struct buf *out, const struct view *view);
void sarif_write(struct buf *out, const struct view *view);
void results_json_write(struct buf *out, const struct view *view);
/* The claim of one target, by its number in the view. */
void claim_write(struct buf *out, const struct view *view, size_t target);
void changes_json(struct buf *out, const struct run_changes *changes, const struct run_result *new);
void doctor_write_json(struct buf *out, const struct doctor_report *report, int exit_code);
#endif
