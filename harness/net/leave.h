#ifndef LEAVE_H
#define LEAVE_H
/*
 * The signals that ask us to leave: SIGHUP (a terminal or a connection is closed), SIGINT, SIGTERM.
 * A SIGHUP that was ignored when we were started, as under nohup(1), stays ignored.
 */
struct leave;
struct uv_loop_s;

/* Keeps them back from now on, until somebody watches: nothing half-done is left behind. */
void leave_hold(void);
/* Calls `asked` in the loop, for each that comes or was kept back. */
struct leave *leave_watch(
	struct uv_loop_s *loop, void (*asked)(void *owner, int number), void *owner);
/* Keeps back what comes from now on, since nothing may disturb what is written then. NULL is
 * fine. */
void leave_unwatch(struct leave *leave);
#endif
