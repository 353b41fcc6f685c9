#include "client_status.h"

#include <stdlib.h>
#include <uv.h>

#include "arena.h"
#include "buf.h"
#include "fatal.h"
#include "host_address.h"
#include "http.h"
#include "https_url.h"
#include "socket_address.h"
#include "tls_status.h"
#include "upstream.h"

enum { REQUEST_MAX = 64 * 1024 };

struct client_status {
	struct client_status_request request;
	enum client_status_said said;
	struct sockaddr_storage responder;
	struct buf text;
	struct upstream *upstream; /* while the answer is awaited */
	uv_timer_t patience;
	bool overdue; /* it is over */
};

static void conclude(struct client_status *status, const struct http_message *answer)
{
	const struct client_status_request *request = &status->request;
	const char *body = answer && answer->status == 200 ? answer->body : NULL;

	upstream_close(TAKE(status->upstream));
	uv_timer_stop(&status->patience);
	status->said =
		tls_status_lets_in(request->tls, (const uint8_t *)body, body ? answer->body_len : 0)
		? CLIENT_STATUS_LET_IN
		: CLIENT_STATUS_REFUSED;
	request->known(request->owner);
}

static void on_answered(void *owner, const struct buf *text)
{
	struct client_status *status = owner;
	struct http_message answer;
	bool whole = text &&
		http_read(&answer, status->request.arena, HTTP_RESPONSE, text->data, text->len, true) ==
			HTTP_DONE;

	conclude(status, whole ? &answer : NULL);
}

/* A loop that was held up looks once more: the answer may be there. */
static void on_patience_over(uv_timer_t *timer)
{
	struct client_status *status = timer->data;

	if (status->overdue)
		conclude(status, NULL);
	else
		uv_timer_start(timer, on_patience_over, 1, 0);
	status->overdue = true;
}

/* False: there is no such place. */
static bool write_request(
	struct client_status *status, const struct tls_status_question *question, const char **why)
{
	struct https_url url;

	if (!question->url || !https_url_read(&url, status->request.arena, question->url, why) ||
		url.secure || socket_address_parse(&status->responder, url.host, url.port) != 0)
		return false;
	buf_printf(&status->text,
		"POST %s HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/ocsp-request\r\n"
		"Content-Length: %zu\r\nConnection: close\r\n\r\n",
		url.target, host_before_port(url.host, status->request.arena), url.port, question->len);
	buf_append(&status->text, question->body, question->len);
	return !status->text.overflowed;
}

static void ask_responder(struct client_status *status, struct uv_loop_s *loop)
{
	const struct upstream_request request = {.backend = &status->responder,
		.text = &status->text,
		.answered = on_answered,
		.owner = status};
	struct tls_status_question question;
	const char *why;

	if (!tls_status_ask(&question, status->request.tls)) {
		status->said = CLIENT_STATUS_LET_IN;
		return;
	}
	if (write_request(status, &question, &why))
		status->upstream = upstream_ask(loop, &request);
	status->said = status->upstream ? CLIENT_STATUS_AWAITED : CLIENT_STATUS_REFUSED;
	if (status->upstream)
		uv_timer_start(&status->patience, on_patience_over, status->request.patience_ms, 0);
}

enum client_status_said client_status_look(struct client_status **status, struct uv_loop_s *loop,
	const struct client_status_request *request)
{
	struct client_status *one = *status;

	if (!one) {
		*status = one = fatal_alloc(sizeof(*one));
		one->request = *request;
		buf_init(&one->text, REQUEST_MAX);
		uv_timer_init(loop, &one->patience);
		one->patience.data = one;
		ask_responder(one, loop);
	}
	return one->said;
}

static void on_closed(uv_handle_t *handle)
{
	struct client_status *status = handle->data;

	buf_finish(&status->text);
	free(status);
}

void client_status_close(struct client_status *status)
{
	if (!status)
		return;
	upstream_close(TAKE(status->upstream));
	uv_close((uv_handle_t *)&status->patience, on_closed);
}
