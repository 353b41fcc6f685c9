#ifndef JUDGE_WELL_H
#define JUDGE_WELL_H
#include "judge.h"

/* The good peer, after the subject, got what proves that the target is there. */
bool judge_is_well_after(const struct judge_case *judged, const struct attempt_result *good);
#endif
