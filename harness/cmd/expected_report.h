#ifndef EXPECTED_REPORT_H
#define EXPECTED_REPORT_H
/* The state of a file of expected failures after a run, for people. */
#include <stddef.h>
#include <stdio.h>

struct expected;

/* A line for each entry that is not in order; returns how many. */
size_t expected_report(FILE *out, const struct expected *expected);
#endif
