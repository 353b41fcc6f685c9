#ifndef CHANGE_JSON_H
#define CHANGE_JSON_H
/* What changed between two runs, for programs. */
struct buf;
struct run_changes;
struct run_result;

/* {"old":...,"new":...,"counts":{...},"changes":[{"kind":..,"id":..,"before":..,"after":..}]} */
void changes_json(struct buf *out, const struct run_changes *changes, const struct run_result *new);
#endif
