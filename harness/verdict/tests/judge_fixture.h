#ifndef JUDGE_FIXTURE_H
#define JUDGE_FIXTURE_H
/* Cells of a server under test, judged. One at a time: the next case takes its attempts' memory. */
#include "judge.h"

/* Three connections: the credential, again, and the good client. certificate_expired is
 * expected. */
struct judge_case rejection_case(
	struct observation first, struct observation again, struct observation after);
/* One connection, to be accepted. */
struct judge_case accept_case(struct observation first);
struct cell_result run_judge(struct judge_case judged);
/* With that verdict, and a reason with that text in it (NULL: not looked at). */
struct cell_result check(struct judge_case judged, enum verdict verdict, const char *in_reason);
#endif
