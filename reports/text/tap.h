#ifndef TAP_H
#define TAP_H
/*
 * Test Anything Protocol, version 14: one test point for each cell.
 *   pass     ok                     fail, xpass, error  not ok, with a YAML block
 *   skip     ok # SKIP reason       xfail               not ok # TODO known deviation
 *   not-run  ok # SKIP, and the document ends with "Bail out!"
 */
struct buf;
struct run_result;

void tap_write(struct buf *out, const struct run_result *run);
#endif
