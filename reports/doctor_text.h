#ifndef DOCTOR_TEXT_H
#define DOCTOR_TEXT_H
/* What doctor finds, for people (the last line can be grepped for) and for programs. */
struct buf;
struct doctor_report;

void doctor_write_text(struct buf *out, const struct doctor_report *report, int exit_code);
void doctor_write_json(struct buf *out, const struct doctor_report *report, int exit_code);
#endif
