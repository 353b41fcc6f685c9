#ifndef SESSION_CHECK_H
#define SESSION_CHECK_H
#include <stddef.h>

struct diag;
struct scenario;

/* What step `number` says of sessions: kept before, in each mode; and what needs one. */
void session_check(const struct scenario *scenario, size_t number, struct diag *diag);
#endif
