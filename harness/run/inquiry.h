#ifndef INQUIRY_H
#define INQUIRY_H
/*
 * What is done when a target's process crashes. Those of suspects.h are run again, each alone with
 * a fresh instance; the one with which it crashes once more has done it. One that had been judged
 * before stands as it was, unless it was the one.
 */
#include "suspects.h"

struct cell;
struct flight;
struct instance;
struct results;
struct schedule;

struct inquiry {
	const struct flight *flight;
	struct schedule *schedule;
	struct results *results;
	struct suspects suspects;
};

/* The instance has crashed, and is restarted where there is something left to be tried on it. */
void inquiry_open(struct inquiry *inquiry, struct instance *instance, const char *how);
/* A cell has been told, and is in flight no more. */
void inquiry_heard(struct inquiry *inquiry, const struct cell *cell);
#endif
