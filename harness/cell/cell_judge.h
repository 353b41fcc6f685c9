#ifndef CELL_JUDGE_H
#define CELL_JUDGE_H
/* From what the connections of a cell showed to its verdict, step by step. */
struct cell;
struct cell_result;

/*
 * Fills what judge_steps() fills, what is wrong with the credential, the second control, and where
 * the target's configuration explains it: directive. `trouble` comes before all: nothing can be
 * said; or NULL. What is told lives in the cell's arena.
 */
void cell_judge(struct cell_result *out, struct cell *cell, const char *trouble);
#endif
