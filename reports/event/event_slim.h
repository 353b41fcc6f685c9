#ifndef EVENT_SLIM_H
#define EVENT_SLIM_H
/*
 * In a long run no report shows the timeline of a plain pass, and most cells are plain passes:
 * their lines are read without it, which keeps a long file quick to read and small in memory. The
 * file keeps them.
 */
#include <stdbool.h>
#include <stddef.h>

struct buf;

/*
 * Puts the line without what stands in each "moments":[...] into `out`, which is emptied first.
 * False if the line is to be read as it is: no plain pass, or not of the form in which we write.
 */
bool event_slim(struct buf *out, const char *line, size_t len);
#endif
