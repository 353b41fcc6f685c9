#ifndef SARIF_H
#define SARIF_H
/*
 * SARIF 2.1.0 (OASIS), for code scanning: the failures for which a line of a configuration is to
 * blame, each at that line, with the scenario as its rule. Failures without such a line are not in
 * it.
 */
struct buf;
struct run_result;

/* GitHub takes at most this many results of one run; the others are left to the other reports. */
enum { SARIF_RESULTS_MAX = 5000 };

void sarif_write(struct buf *out, const struct run_result *run);
#endif
