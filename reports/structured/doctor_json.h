#ifndef DOCTOR_JSON_H
#define DOCTOR_JSON_H
/* What doctor finds, for programs. */
struct buf;
struct doctor_report;

void doctor_write_json(struct buf *out, const struct doctor_report *report, int exit_code);
#endif
