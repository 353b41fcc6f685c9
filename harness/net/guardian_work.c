/* The guardian itself: starts, stops and reaps; nothing of the runner is used any more. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "descendants.h"
#include "fatal.h"
#include "guardian.h"
#include "guardian_parts.h"

enum {
	KEPT_FD = 3,
	EXIT_NOT_EXECUTED = 127, /* as a shell says it */
	STRAY_TIMEOUT_MS = 1000, /* for what the programs have left behind */
	POLL_ORDERS = 0,
	POLL_DEATHS,
	POLL_FIRST_LINE,
};

extern char **environ;

/* One program. */
struct ward {
	pid_t pid;
	int line; /* -1: the other end is closed */
	int stop_signal;
	long stop_timeout_ms;
	uint64_t kill_us; /* when SIGKILL follows; 0: it was not asked to stop */
};

struct guardian {
	int orders; /* -1: who gave them is gone */
	int deaths;
	struct ward *wards;
	struct pollfd *polled;
	size_t count;
	size_t room;
};

/* A program to be executed, as it stands in the packet. */
struct order {
	struct order_head head;
	int fds[ORDER_FDS_MAX];
	const char *folder;
	char **argv;
	char **environment;
};

static char **read_texts(char **at, const char *end, size_t count, size_t room)
{
	char **texts = fatal_alloc((count + room + 1) * sizeof(*texts));

	for (size_t i = 0; i < count && *at < end; i++) {
		texts[i] = *at;
		*at += strlen(*at) + 1;
	}
	return texts;
}

static void parse_order(struct order *out, char *text, const char *end)
{
	size_t ours = 0;
	char *program = text;
	char *at = program + strlen(program) + 1;

	while (environ[ours])
		ours++;
	out->folder = at;
	at += strlen(at) + 1;
	out->argv = read_texts(&at, end, (size_t)out->head.arg_count, 1);
	memmove(out->argv + 1, out->argv, (size_t)out->head.arg_count * sizeof(*out->argv));
	out->argv[0] = program;
	out->environment = read_texts(&at, end, (size_t)out->head.environment_count, ours);
	/* the first of two equal names wins in getenv */
	memcpy(out->environment + out->head.environment_count, environ, ours * sizeof(*environ));
}

/* The child between fork and exec. */
static _Noreturn void become(const struct order *order)
{
	const char *folder = *order->folder ? order->folder : ".";
	struct sigaction usual = {.sa_handler = SIG_DFL};
	sigset_t none;

	setsid();
	/* the last resort, if somebody kills us both; a program that changes its user loses it */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	for (int number = 1; number < NSIG; number++)
		sigaction(number, &usual, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (order->fds[ORDER_INPUT] >= 0)
		dup2(order->fds[ORDER_INPUT], STDIN_FILENO);
	dup2(order->fds[ORDER_OUTPUT], STDOUT_FILENO);
	dup2(order->fds[ORDER_OUTPUT], STDERR_FILENO);
	if (chdir(folder) == 0)
		execvpe(order->argv[0], order->argv, order->environment);
	dprintf(STDERR_FILENO, "mtlspec: cannot execute %s: %s\n", order->argv[0], strerror(errno));
	_exit(EXIT_NOT_EXECUTED);
}

/* Nobody may be left to hear it. */
static void tell_pid(int line, int64_t pid)
{
	(void)!send(line, &pid, sizeof(pid), MSG_NOSIGNAL);
}

static void tell_end(int line, const struct guardian_end *end)
{
	(void)!send(line, end, sizeof(*end), MSG_NOSIGNAL);
	close(line);
}

static void start_program(struct guardian *guardian, const struct order *order)
{
	const struct guardian_end failed = {.status = EXIT_NOT_EXECUTED};
	/* without the handlers of libraries, which would close files that they believe theirs */
	pid_t pid = _Fork();

	if (pid == 0)
		become(order);
	if (pid < 0) {
		dprintf(order->fds[ORDER_OUTPUT], "mtlspec: cannot start %s: %s\n", order->argv[0],
			strerror(errno));
		tell_pid(order->fds[ORDER_LINE], 0);
		tell_end(order->fds[ORDER_LINE], &failed);
		return;
	}
	tell_pid(order->fds[ORDER_LINE], pid);
	if (guardian->count == guardian->room) {
		guardian->room = guardian->room * 2 + 16;
		guardian->wards = fatal_realloc(guardian->wards, guardian->room * sizeof(*guardian->wards));
		guardian->polled = fatal_realloc(
			guardian->polled, (POLL_FIRST_LINE + guardian->room) * sizeof(*guardian->polled));
	}
	guardian->wards[guardian->count++] = (struct ward){.pid = pid,
		.line = order->fds[ORDER_LINE],
		.stop_signal = order->head.stop_signal,
		.stop_timeout_ms = order->head.stop_timeout_ms};
}

/* False: who gives the orders is gone. */
static bool receive(struct order *out, char *text, size_t *len, int orders)
{
	struct iovec pieces[] = {{&out->head, sizeof(out->head)}, {text, ORDER_TEXT_MAX}};
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(ORDER_FDS_MAX * sizeof(int))];
	} control;
	struct msghdr packet = {.msg_iov = pieces,
		.msg_iovlen = 2,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};
	ssize_t got;

	do
		got = recvmsg(orders, &packet, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got <= (ssize_t)sizeof(out->head))
		return false;
	*len = (size_t)got - sizeof(out->head);
	memset(out->fds, -1, sizeof(out->fds));
	if (CMSG_FIRSTHDR(&packet))
		memcpy(out->fds, CMSG_DATA(&control.head), control.head.cmsg_len - CMSG_LEN(0));
	return out->fds[ORDER_OUTPUT] >= 0;
}

static void take_order(struct guardian *guardian)
{
	static char text[ORDER_TEXT_MAX + 1];
	struct order order;
	size_t len;

	if (!receive(&order, text, &len, guardian->orders)) {
		close(guardian->orders);
		guardian->orders = -1;
		return;
	}
	parse_order(&order, text, text + len);
	start_program(guardian, &order);
	close(order.fds[ORDER_OUTPUT]);
	if (order.fds[ORDER_INPUT] >= 0)
		close(order.fds[ORDER_INPUT]);
	free(order.argv);
	free(order.environment);
}

static void kill_group(const struct ward *ward)
{
	/* before its setsid it has no group yet */
	kill(ward->pid, SIGKILL);
	kill(-ward->pid, SIGKILL);
}

static void stop(struct ward *ward)
{
	if (ward->kill_us)
		return;
	kill(ward->pid, ward->stop_signal);
	ward->kill_us = clock_now_us() + (uint64_t)ward->stop_timeout_ms * 1000;
}

static void listen_to(struct ward *ward)
{
	char word;
	ssize_t got = read(ward->line, &word, 1);

	if (got == 1 && word == GUARDIAN_KILL) {
		kill_group(ward);
		return;
	}
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	stop(ward);
	if (got != 1) {
		close(ward->line);
		ward->line = -1;
	}
}

static uint64_t time_us(const struct timeval *time)
{
	return (uint64_t)time->tv_sec * 1000000 + (uint64_t)time->tv_usec;
}

static void forget(struct guardian *guardian, size_t at, int status, const struct rusage *usage)
{
	const struct guardian_end end = {
		.cpu_us = time_us(&usage->ru_utime) + time_us(&usage->ru_stime),
		.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
		.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0};

	if (guardian->wards[at].line >= 0)
		tell_end(guardian->wards[at].line, &end);
	guardian->wards[at] = guardian->wards[--guardian->count];
}

static void reap(struct guardian *guardian)
{
	siginfo_t dead = {0};
	struct rusage usage;
	int status;

	while (waitid(P_ALL, 0, &dead, WEXITED | WNOHANG | WNOWAIT) == 0 && dead.si_pid) {
		size_t at = 0;

		while (at < guardian->count && guardian->wards[at].pid != dead.si_pid)
			at++;
		/* children that it left behind, while the number is still theirs */
		if (at < guardian->count)
			kill(-dead.si_pid, SIGKILL);
		if (wait4(dead.si_pid, &status, 0, &usage) == dead.si_pid && at < guardian->count)
			forget(guardian, at, status, &usage);
		dead.si_pid = 0;
	}
}

/* Kills whose time is over; milliseconds until the next one's is, or -1. */
static int climb_ladders(const struct guardian *guardian)
{
	uint64_t now = clock_now_us();
	uint64_t next = UINT64_MAX;

	for (size_t i = 0; i < guardian->count; i++) {
		const struct ward *ward = &guardian->wards[i];

		if (ward->kill_us && ward->kill_us <= now)
			kill_group(ward);
		else if (ward->kill_us && ward->kill_us < next)
			next = ward->kill_us;
	}
	return next == UINT64_MAX ? -1 : (int)((next - now) / 1000 + 1);
}

static void wait_for_something(struct guardian *guardian)
{
	struct signalfd_siginfo death;
	struct pollfd *polled = guardian->polled;
	size_t count = guardian->count;

	polled[POLL_ORDERS] = (struct pollfd){.fd = guardian->orders, .events = POLLIN};
	polled[POLL_DEATHS] = (struct pollfd){.fd = guardian->deaths, .events = POLLIN};
	for (size_t i = 0; i < count; i++)
		polled[POLL_FIRST_LINE + i] =
			(struct pollfd){.fd = guardian->wards[i].line, .events = POLLIN};
	if (poll(polled, POLL_FIRST_LINE + count, climb_ladders(guardian)) <= 0)
		return;
	for (size_t i = 0; i < count; i++) {
		if (polled[POLL_FIRST_LINE + i].revents)
			listen_to(&guardian->wards[i]);
	}
	if (polled[POLL_DEATHS].revents) {
		(void)!read(guardian->deaths, &death, sizeof(death));
		reap(guardian);
	}
	if (guardian->orders >= 0 && guardian->polled[POLL_ORDERS].revents)
		take_order(guardian);
}

/* Nothing of ours may be kept open here: no lock, no port, no reader's end of file. */
static int let_go(int orders)
{
	int nothing = open("/dev/null", O_RDWR);

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		dup2(nothing, fd);
	dup2(orders, KEPT_FD);
	fcntl(KEPT_FD, F_SETFD, FD_CLOEXEC);
	/* musl has no function for it */
	syscall(SYS_close_range, KEPT_FD + 1, ~0U, 0);
	return KEPT_FD;
}

_Noreturn void guardian_work(int orders)
{
	struct guardian guardian = {0};
	sigset_t all;
	sigset_t death;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	setsid();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	/* who ends all of our name ends the runner, and this is what clears away then */
	prctl(PR_SET_NAME, "targets-guard");
	guardian.orders = let_go(orders);
	sigemptyset(&death);
	sigaddset(&death, SIGCHLD);
	guardian.deaths = signalfd(-1, &death, SFD_CLOEXEC | SFD_NONBLOCK);
	guardian.polled = fatal_alloc(POLL_FIRST_LINE * sizeof(*guardian.polled));
	while (guardian.orders >= 0 || guardian.count)
		wait_for_something(&guardian);
	descendants_end(STRAY_TIMEOUT_MS);
	_exit(0);
}
