#ifndef LEAVE_H
#define LEAVE_H
/*
 * The signals that ask us to leave: SIGHUP (a terminal or a connection is closed), SIGINT, SIGTERM.
 * A SIGHUP that was ignored when we were started, as under nohup(1), stays ignored.
 */
struct leave;
struct uv_loop_s;

/*
 * From now on the first of each is only noted, so that what was begun may come to an end that says
 * something; what waits is interrupted (EINTR), and a second one ends the process. Also one that
 * was kept back when we were started.
 */
void leave_note(void);
/* The last that was noted, or 0. */
int leave_noted(void);
/* Keeps them back from now on, until somebody watches: nothing half-done is left behind. */
void leave_hold(void);
/* Calls `asked` in the loop, for each that comes, was kept back or noted. */
struct leave *leave_watch(
	struct uv_loop_s *loop, void (*asked)(void *owner, int number), void *owner);
/* Keeps back what comes from now on, since nothing may disturb what is written then. NULL is
 * fine. */
void leave_unwatch(struct leave *leave);
#endif
