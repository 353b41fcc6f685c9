#include "leave.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <uv.h>

#include "fatal.h"

static const struct {
	int number;
	bool may_be_ignored; /* by who starts us; a shell ignores SIGINT for whatever runs behind it */
} table[] = {{SIGHUP, true}, {SIGINT, false}, {SIGTERM, false}};

struct leave {
	uv_signal_t signals[COUNT_OF(table)];
	size_t open_handles;
	void (*asked)(void *owner, int number);
	void *owner;
};

/* `how`: SIG_BLOCK, SIG_UNBLOCK */
static void mask(int how)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < COUNT_OF(table); i++)
		sigaddset(&set, table[i].number);
	sigprocmask(how, &set, NULL);
}

void leave_hold(void)
{
	mask(SIG_BLOCK);
}

static volatile sig_atomic_t noted;

static void note(int number)
{
	noted = number;
}

int leave_noted(void)
{
	return noted;
}

static bool stays_ignored(size_t i)
{
	struct sigaction action;

	return table[i].may_be_ignored && sigaction(table[i].number, NULL, &action) == 0 &&
		action.sa_handler == SIG_IGN;
}

void leave_note(void)
{
	struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESETHAND};

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		if (!stays_ignored(i))
			sigaction(table[i].number, &action, NULL);
	}
	mask(SIG_UNBLOCK);
}

static void on_signal(uv_signal_t *handle, int number)
{
	struct leave *leave = handle->data;

	leave->asked(leave->owner, number);
}

struct leave *leave_watch(
	struct uv_loop_s *loop, void (*asked)(void *owner, int number), void *owner)
{
	struct leave *leave = fatal_alloc(sizeof(*leave));

	leave->asked = asked;
	leave->owner = owner;
	leave->open_handles = COUNT_OF(table);
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		uv_signal_init(loop, &leave->signals[i]);
		leave->signals[i].data = leave;
		if (!stays_ignored(i))
			uv_signal_start(&leave->signals[i], on_signal, table[i].number);
	}
	mask(SIG_UNBLOCK);
	if (noted)
		raise(noted);
	return leave;
}

static void on_closed(uv_handle_t *handle)
{
	struct leave *leave = handle->data;

	if (--leave->open_handles == 0)
		free(leave);
}

void leave_unwatch(struct leave *leave)
{
	mask(SIG_BLOCK);
	for (size_t i = 0; leave && i < COUNT_OF(table); i++)
		uv_close((uv_handle_t *)&leave->signals[i], on_closed);
}
