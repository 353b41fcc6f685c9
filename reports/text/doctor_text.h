#ifndef DOCTOR_TEXT_H
#define DOCTOR_TEXT_H
/* What doctor finds, for people; the last line can be grepped for. */
struct buf;
struct doctor_report;

void doctor_write_text(struct buf *out, const struct doctor_report *report, int exit_code);
#endif
