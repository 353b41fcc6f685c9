#ifndef MARKDOWN_H
#define MARKDOWN_H
/*
 * A summary in GitHub-flavoured Markdown: the verdict, a table of totals, what failed (each group
 * explained once), known deviations, skips. Never larger than MARKDOWN_MAX, the size that GitHub
 * takes for the summary of one step: what does not fit is counted in a last line.
 */
struct buf;
struct run_result;

enum { MARKDOWN_MAX = 1024 * 1024 };

void markdown_write(struct buf *out, const struct run_result *run);
#endif
