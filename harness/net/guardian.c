#include "guardian.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "descendants.h"
#include "guardian_parts.h"

/* One for the process, as the children of a process are: whoever starts something shares it. */
static struct {
	pid_t pid; /* 0: there is none */
	unsigned number; /* counts them */
	int orders;
} guardian;

static int begin(void)
{
	int ends[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return errno;
	/* whoever loses it comes to us */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	pid = fork();
	if (pid == 0)
		guardian_work(ends[1]);
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return errno;
	}
	guardian.pid = pid;
	guardian.number++;
	guardian.orders = ends[0];
	return 0;
}

static void bury(void)
{
	close(guardian.orders);
	while (waitpid(guardian.pid, NULL, 0) < 0 && errno == EINTR)
		;
	guardian.pid = 0;
}

void guardian_lost(unsigned number)
{
	/* each of its programs tells us; a successor is well */
	if (!guardian.pid || guardian.number != number)
		return;
	/* it is about to be gone: what it held is closed one by one */
	kill(guardian.pid, SIGKILL);
	bury();
	descendants_end(0);
}

void guardian_dismiss(void)
{
	if (guardian.pid)
		bury();
}

static void add_text(struct buf *out, const char *text)
{
	buf_append(out, text, strlen(text) + 1);
}

static int add_texts(struct buf *out, const char *const *texts)
{
	int count = 0;

	for (; texts && texts[count]; count++)
		add_text(out, texts[count]);
	return count;
}

static int send_order(struct order_head *head, const struct buf *text, const int *fds)
{
	struct iovec pieces[] = {{head, sizeof(*head)}, {text->data, text->len}};
	size_t fds_size = (fds[ORDER_INPUT] < 0 ? ORDER_INPUT : ORDER_FDS_MAX) * sizeof(*fds);
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(ORDER_FDS_MAX * sizeof(int))];
	} control = {0};
	struct msghdr packet = {.msg_iov = pieces,
		.msg_iovlen = 2,
		.msg_control = &control,
		.msg_controllen = CMSG_SPACE(fds_size)};

	control.head.cmsg_level = SOL_SOCKET;
	control.head.cmsg_type = SCM_RIGHTS;
	control.head.cmsg_len = CMSG_LEN(fds_size);
	memcpy(CMSG_DATA(&control.head), fds, fds_size);
	while (sendmsg(guardian.orders, &packet, MSG_NOSIGNAL) < 0) {
		if (errno != EINTR)
			return errno;
	}
	return 0;
}

static int ask(const struct guardian_order *order, int line)
{
	struct order_head head = {
		.stop_signal = order->stop_signal, .stop_timeout_ms = order->stop_timeout_ms};
	const int fds[ORDER_FDS_MAX] = {line, order->output, order->input};
	SCOPED_BUF text;
	int error = guardian.pid ? 0 : begin();

	buf_init(&text, ORDER_TEXT_MAX);
	add_text(&text, order->program);
	add_text(&text, order->folder ? order->folder : "");
	head.arg_count = add_texts(&text, order->args);
	head.environment_count = add_texts(&text, order->environment);
	if (text.overflowed)
		return E2BIG;
	if (!error)
		error = send_order(&head, &text, fds);
	if (error != EPIPE && error != ECONNRESET)
		return error;
	/* killed since the last order; the next guardian has just begun */
	guardian_lost(guardian.number);
	error = begin();
	return error ? error : send_order(&head, &text, fds);
}

int guardian_start(int *line, unsigned *number, const struct guardian_order *order)
{
	int ends[2];
	int error;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
		return errno;
	error = ask(order, ends[1]);
	close(ends[1]);
	if (error)
		close(ends[0]);
	*line = ends[0];
	*number = guardian.number;
	return error;
}
