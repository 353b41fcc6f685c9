/*
 * The `http` driver: libcurl as a real-world client. Its error codes are no verdict (60 means both
 * "server untrusted" and "expired client certificate refused"), so only the recorded facts count.
 */
#include "http_driver.h"

#include <curl/curl.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "answer.h"
#include "arena.h"
#include "attempt.h"
#include "clock.h"
#include "fatal.h"
#include "socket_address.h"
#include "token.h"

enum {
	URL_MAX = 512,
	TURN_BYTES = 16 * 1024, /* that libssl may take before the loop goes on */
};

struct http_engine {
	CURLM *multi;
	struct uv_loop_s *loop;
	uv_timer_t timer;
	size_t ration; /* left of TURN_BYTES */
	struct attempt *attempts;
};

/* A socket of libcurl's that the loop watches for it. */
struct watch {
	uv_poll_t poll;
	curl_socket_t socket;
	int events;
	struct http_engine *engine;
};

struct attempt {
	struct attempt_request request;
	struct http_engine *engine;
	struct attempt *next;
	struct attempt **link; /* what points to us */
	CURL *easy;
	struct tls_recorder *recorder;
	struct curl_slist *headers;
	struct curl_slist *connect_to;
	struct answer answer;
	bool grown; /* since we looked at it */
	uint64_t started_us;
};

static void free_attempt(struct attempt *attempt)
{
	*attempt->link = attempt->next;
	if (attempt->next)
		attempt->next->link = attempt->link;
	if (attempt->easy) {
		curl_multi_remove_handle(attempt->engine->multi, attempt->easy);
		curl_easy_cleanup(attempt->easy);
	}
	tls_recorder_destroy(attempt->recorder);
	curl_slist_free_all(attempt->headers);
	curl_slist_free_all(attempt->connect_to);
	answer_finish(&attempt->answer);
	free(attempt);
}

/* True once it says enough. */
static bool read_answer(struct attempt *attempt, bool at_end)
{
	struct observation *facts = attempt->request.facts;
	enum answer_state state;

	if (facts->http_status || facts->trouble)
		return true;
	attempt->grown = false;
	state = answer_look(&attempt->answer, at_end);
	if (state == ANSWER_BAD)
		facts->trouble =
			arena_printf(attempt->request.arena, "the answer is not HTTP: %s", attempt->answer.why);
	return state != ANSWER_MORE;
}

/* What libcurl takes for no HTTP never comes to be read by us. */
static bool is_no_http(CURLcode code)
{
	return code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_UNSUPPORTED_PROTOCOL ||
		code == CURLE_OUT_OF_MEMORY;
}

static void read_socket_rest(struct attempt *attempt, CURLcode code)
{
	struct observation *facts = attempt->request.facts;

	if (code == CURLE_OPERATION_TIMEDOUT && !facts->http_status && !facts->trouble)
		answer_timed_out(&attempt->answer, attempt->request.deadline_ms);
	else if (!read_answer(attempt, true) && is_no_http(code))
		facts->trouble = arena_printf(
			attempt->request.arena, "the answer is not HTTP: %s", curl_easy_strerror(code));
}

/* libcurl says how the connection ended only through its codes; what they mean for the facts. */
static enum connection_end end_of(CURLcode code, const struct observation *facts)
{
	if (!facts->connected)
		return END_REFUSED;
	if (code == CURLE_OPERATION_TIMEDOUT)
		return END_DEADLINE;
	if (facts->http_status || facts->alert != TLS_ALERT_NONE)
		return END_OURS;
	return code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR ? END_RESET : END_FIN;
}

static void finish(struct attempt *attempt, CURLcode code)
{
	struct observation *facts = attempt->request.facts;
	void (*done)(void *) = attempt->request.done;
	void *owner = attempt->request.owner;
	curl_off_t connected_us = 0;
	long os_error = 0;
	long request_size = 0;

	curl_easy_getinfo(attempt->easy, CURLINFO_CONNECT_TIME_T, &connected_us);
	curl_easy_getinfo(attempt->easy, CURLINFO_OS_ERRNO, &os_error);
	curl_easy_getinfo(attempt->easy, CURLINFO_REQUEST_SIZE, &request_size);
	/* on loopback connecting may take less than the microsecond that libcurl counts */
	facts->connected = connected_us > 0 || facts->moment_count > 0;
	if (!facts->connected)
		facts->connect_errno = code == CURLE_OPERATION_TIMEDOUT ? ETIMEDOUT : (int)os_error;
	facts->request_sent = request_size > 0;
	read_socket_rest(attempt, code);
	facts->end = end_of(code, facts);
	facts->duration_us = clock_now_us() - attempt->started_us;
	observation_note(facts, attempt->request.arena, facts->duration_us, PARTY_NONE,
		code == CURLE_OK ? "closed by us" : curl_easy_strerror(code), 0);
	free_attempt(attempt);
	done(owner);
}

static void collect_finished(struct http_engine *engine)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(engine->multi, &left))) {
		struct attempt *attempt = NULL;
		CURLcode code = message->data.result;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&attempt);
		finish(attempt, code);
	}
}

/* Whose answer says enough although more of it would come. */
static struct attempt *find_answered(struct http_engine *engine)
{
	for (struct attempt *attempt = engine->attempts; attempt; attempt = attempt->next) {
		if (attempt->grown && read_answer(attempt, false))
			return attempt;
	}
	return NULL;
}

static void act(struct http_engine *engine, curl_socket_t socket, int flags)
{
	struct attempt *answered;
	int running;

	engine->ration = TURN_BYTES;
	curl_multi_socket_action(engine->multi, socket, flags, &running);
	collect_finished(engine);
	while ((answered = find_answered(engine)))
		finish(answered, CURLE_OK);
}

static void on_timer(uv_timer_t *timer)
{
	act(timer->data, CURL_SOCKET_TIMEOUT, 0);
}

static int on_timeout_wanted(CURLM *multi, long timeout_ms, void *data)
{
	struct http_engine *engine = data;

	(void)multi;
	if (timeout_ms < 0)
		uv_timer_stop(&engine->timer);
	else
		uv_timer_start(&engine->timer, on_timer, (uint64_t)timeout_ms, 0);
	return 0;
}

static void on_ready(uv_poll_t *poll, int status, int events)
{
	struct watch *watch = poll->data;
	int flags = 0;

	if (events & UV_READABLE)
		flags |= CURL_CSELECT_IN;
	if (events & UV_WRITABLE)
		flags |= CURL_CSELECT_OUT;
	/* An error on the socket stops the poll, but what came before it waits to be read: told of the
	 * error, libcurl would not look. */
	if (status < 0) {
		uv_poll_start(poll, watch->events, on_ready);
		flags = CURL_CSELECT_IN | CURL_CSELECT_OUT;
	}
	act(watch->engine, watch->socket, flags);
}

static void on_watch_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static int on_socket(CURL *easy, curl_socket_t socket, int what, void *data, void *socket_data)
{
	struct http_engine *engine = data;
	struct watch *watch = socket_data;
	int events = (what & CURL_POLL_IN ? UV_READABLE : 0) | (what & CURL_POLL_OUT ? UV_WRITABLE : 0);

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (watch) {
			uv_poll_stop(&watch->poll);
			uv_close((uv_handle_t *)&watch->poll, on_watch_closed);
			curl_multi_assign(engine->multi, socket, NULL);
		}
		return 0;
	}
	if (!watch) {
		watch = fatal_alloc(sizeof(*watch));
		watch->socket = socket;
		watch->engine = engine;
		watch->poll.data = watch;
		if (uv_poll_init_socket(engine->loop, &watch->poll, socket) != 0) {
			free(watch);
			return -1;
		}
		curl_multi_assign(engine->multi, socket, watch);
	}
	watch->events = events;
	uv_poll_start(&watch->poll, events, on_ready);
	return 0;
}

static struct http_engine *engine_of(struct attempt_context *context)
{
	struct http_engine *engine = context->http;

	if (engine)
		return engine;
	engine = fatal_alloc(sizeof(*engine));
	curl_global_init(CURL_GLOBAL_DEFAULT);
	engine->multi = curl_multi_init();
	if (!engine->multi)
		FATAL("libcurl: no multi handle");
	engine->loop = context->loop;
	uv_timer_init(context->loop, &engine->timer);
	engine->timer.data = engine;
	curl_multi_setopt(engine->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(engine->multi, CURLMOPT_SOCKETDATA, engine);
	curl_multi_setopt(engine->multi, CURLMOPT_TIMERFUNCTION, on_timeout_wanted);
	curl_multi_setopt(engine->multi, CURLMOPT_TIMERDATA, engine);
	context->http = engine;
	return engine;
}

static void on_engine_closed(uv_handle_t *handle)
{
	free(handle->data);
}

void http_engine_destroy(struct http_engine *engine)
{
	if (!engine)
		return;
	curl_multi_cleanup(engine->multi);
	uv_close((uv_handle_t *)&engine->timer, on_engine_closed);
	curl_global_cleanup();
}

/* Lines of the head, then the body as it came. */
static size_t on_answer(char *data, size_t size, size_t count, void *owner)
{
	struct attempt *attempt = owner;

	answer_add(&attempt->answer, data, size * count);
	attempt->grown = true;
	return size * count;
}

static CURLcode on_ssl_context(CURL *easy, void *ssl_ctx, void *owner)
{
	struct attempt *attempt = owner;

	(void)easy;
	return tls_recorder_attach(attempt->recorder, ssl_ctx) ? CURLE_OK : CURLE_SSL_CERTPROBLEM;
}

static void set_destination(struct attempt *attempt)
{
	const struct attempt_request *request = &attempt->request;
	const char *name =
		!request->plain && request->tls.server_name ? request->tls.server_name : request->ask.host;
	char url[URL_MAX];
	char to[URL_MAX];
	char ip[INET6_ADDRSTRLEN];

	uv_ip_name((const struct sockaddr *)request->address, ip, sizeof(ip));
	/* SNI is the URL's name; Host has a header of its own */
	snprintf(url, sizeof(url), strchr(name, ':') ? "%s://[%s]:%d%s" : "%s://%s:%d%s",
		request->plain ? "http" : "https", name, socket_address_port(request->address),
		attempt_ask_path(&request->ask, request->arena));
	snprintf(to, sizeof(to), request->address->ss_family == AF_INET6 ? "::[%s]:" : "::%s:", ip);
	attempt->connect_to = curl_slist_append(NULL, to);
	curl_easy_setopt(attempt->easy, CURLOPT_URL, url);
	curl_easy_setopt(attempt->easy, CURLOPT_CONNECT_TO, attempt->connect_to);
}

static void set_options(struct attempt *attempt)
{
	const struct attempt_request *request = &attempt->request;
	CURL *easy = attempt->easy;
	char line[URL_MAX];

	set_destination(attempt);
	snprintf(line, sizeof(line), TOKEN_HEADER ": %s", request->ask.token);
	attempt->headers = curl_slist_append(NULL, line);
	snprintf(line, sizeof(line), "Host: %s", request->ask.host);
	attempt->headers = curl_slist_append(attempt->headers, line);
	for (const char *const *extra = request->ask.extra_lines; extra && *extra; extra++)
		attempt->headers = curl_slist_append(attempt->headers, *extra);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, attempt->headers);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, attempt);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, ATTEMPT_USER_AGENT);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);
	/* our own verification, which records what it finds, replaces libcurl's */
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
	curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_ssl_context);
	curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, attempt);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)request->deadline_ms);
	/* all of it is read by us: framing of the body, and what is no HTTP at all */
	curl_easy_setopt(easy, CURLOPT_HTTP_TRANSFER_DECODING, 0L);
	curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 1L);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_answer);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, attempt);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_answer);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, attempt);
}

static struct attempt *http_start(
	struct attempt_context *context, const struct attempt_request *request)
{
	struct attempt *attempt = fatal_alloc(sizeof(*attempt));

	attempt->request = *request;
	attempt->engine = engine_of(context);
	attempt->started_us = clock_now_us();
	attempt->recorder =
		tls_recorder_create(context->tls, &request->tls, request->facts, request->arena);
	tls_recorder_ration(attempt->recorder, &attempt->engine->ration);
	answer_init(&attempt->answer, &attempt->request.ask, request->facts, request->arena);
	attempt->next = attempt->engine->attempts;
	attempt->link = &attempt->engine->attempts;
	if (attempt->next)
		attempt->next->link = &attempt->next;
	attempt->engine->attempts = attempt;
	attempt->easy = curl_easy_init();
	if (!attempt->easy)
		FATAL("libcurl: no easy handle");
	set_options(attempt);
	curl_multi_add_handle(attempt->engine->multi, attempt->easy);
	return attempt;
}

const struct driver driver_http = {.name = "http", .start = http_start, .cancel = free_attempt};
