#ifndef MACHINE_H
#define MACHINE_H
/*
 * Brings a cell forward: one connection after the other, in the order of orders.h, until one shows
 * nothing or all are made; then it looks whether the target died of it. A cell that is `alone` is
 * suspected of that, and waits for the news of it.
 */
#include "cell.h"

/* `news` outlives it. */
void cell_init(struct cell *cell, struct bench *bench, size_t number, const struct cell_news *news);
/* It must not be busy. */
void cell_start(struct cell *cell, struct instance *instance, const struct plan_cell *plan,
	size_t sequence, bool alone);
/* What is there is told: news.finished. */
void cell_finish(struct cell *cell);
/* Lets go without a word. */
void cell_cancel(struct cell *cell);
/* Closes what it has on the loop. */
void cell_close(struct cell *cell);
/* After the loop: frees all. */
void cell_free(struct cell *cell);
#endif
