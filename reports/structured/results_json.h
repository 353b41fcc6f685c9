#ifndef RESULTS_JSON_H
#define RESULTS_JSON_H
/*
 * One JSON document of a run, for programs: versions, totals, totals of each target and mode, and
 * one object for each cell without its evidence (which stands in the event file).
 *
 *   {"program":...,"openssl":...,"command":...,"started":...,"exit_code":0,"interrupted":false,
 *    "duration_ms":...,"connections":...,"totals":{"pass":...,...},
 *    "targets":[{"name":...,"title":...,"version":...,"modes":[{"mode":...,"totals":{...}}]}],
 *    "cells":[{"id":...,"verdict":...,"expected":...,"observed":...,"by":...,"reason":...}]}
 */
struct buf;
struct run_result;

void results_json_write(struct buf *out, const struct run_result *run);
#endif
