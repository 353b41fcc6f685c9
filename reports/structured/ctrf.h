#ifndef CTRF_H
#define CTRF_H
/*
 * Common Test Report Format 0.0.0 (ctrf.io). Verdicts become:
 *   pass passed; fail, xpass, error failed (rawStatus tells them apart, since who reads CTRF looks
 *   for "failed" alone, and a run without an answer is not to be green); skip, xfail skipped;
 *   not-run pending
 */
struct buf;
struct run_result;

void ctrf_write(struct buf *out, const struct run_result *run);
#endif
