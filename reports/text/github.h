#ifndef GITHUB_H
#define GITHUB_H
/*
 * GitHub workflow commands: failures, errors and unexpected passes as annotations, one for each
 * group of equal cause, at most GITHUB_ANNOTATIONS_MAX (GitHub drops more of one step unseen); the
 * last of them says how many are missing. With file and line where a file of the user's is to
 * blame, else of the scenario.
 */
struct buf;
struct run_result;

enum { GITHUB_ANNOTATIONS_MAX = 10 };

void github_write(struct buf *out, const struct run_result *run);
#endif
