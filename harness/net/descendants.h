#ifndef DESCENDANTS_H
#define DESCENDANTS_H
/*
 * All that was started by what we started, in whatever session, group and user it is by now. The
 * caller is a child subreaper (prctl(2)), so that all of them stay below it.
 */

/*
 * SIGTERM, and SIGKILL for who is still there after `timeout_ms`; reaps all children of the caller.
 * Returns when there are none, or after a while if one can't be killed. SIGCHLD may be blocked or
 * not.
 */
void descendants_end(long timeout_ms);
#endif
