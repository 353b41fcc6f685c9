#ifndef TEXT_WRITERS_H
#define TEXT_WRITERS_H
/* What is written for people and for CI pages; each file says at its top what it writes. */
struct buf;
struct doctor_report;
struct view;

/* What GitHub takes of one step: bytes of its summary, annotations (more are dropped unseen). */
enum { MARKDOWN_MAX = 1024 * 1024, GITHUB_ANNOTATIONS_MAX = 10 };

void markdown_write(struct buf *out, const struct view *view);
void tap_write(struct buf *out, const struct view *view);
void github_write(struct buf *out, const struct view *view);
void doctor_write_text(struct buf *out, const struct doctor_report *report, int exit_code);
#endif
