#ifndef HTML_H
#define HTML_H
/*
 * One self-contained page: no script, light and dark, phone, desk and paper. Its style stands
 * within it and beside it (report.css), because some who show such pages allow only one of the two:
 * Jenkins forbids inline style, others serve the single file. Without any style it is still
 * complete. Verdict first, then what changed, failures by cause, the matrix, each scenario with its
 * cells, and what is known.
 */
struct buf;
struct view;

#define HTML_STYLE_FILE "report.css"

void html_write(struct buf *out, const struct view *view);
/* What stands in the page's own <style>, for the file beside it. */
void html_style_write(struct buf *out, const struct view *view);
#endif
