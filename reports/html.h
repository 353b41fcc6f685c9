#ifndef HTML_H
#define HTML_H
/*
 * One self-contained page: no script, no other file, inline style, light and dark, phone and desk.
 * Verdict line first, then what is not a plain pass, most pressing first, then the matrix.
 */
struct buf;
struct run_result;

void html_write(struct buf *out, const struct run_result *run);
#endif
