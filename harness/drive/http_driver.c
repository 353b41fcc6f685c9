/*
 * The `http` driver: libcurl as a real-world client. Its error codes are no verdict (60 means both
 * "server untrusted" and "expired client certificate refused"), so only the recorded facts count.
 */
#include <curl/curl.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <uv.h>

#include "answer.h"
#include "arena.h"
#include "attempt.h"
#include "clock.h"
#include "fatal.h"
#include "foreign_wire.h"
#include "host_address.h"
#include "http_engine.h"
#include "socket_address.h"
#include "token.h"
#include "traffic.h"

struct attempt {
	struct attempt_request request;
	struct http_transfer transfer;
	struct tls_recorder *recorder;
	struct foreign_wire wire;
	struct curl_slist *headers;
	struct curl_slist *connect_to;
	struct answer answer;
	bool grown; /* since we looked at it */
	uv_timer_t patience; /* with an answer whose head is there; libcurl has no such deadline */
	uint64_t started_us;
};

static void on_patience_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static void free_attempt(struct attempt *attempt)
{
	http_engine_drop(&attempt->transfer);
	conversation_ended(attempt->wire.conversation, TRAFFIC_OURS, TRAFFIC_FIN);
	tls_recorder_destroy(attempt->recorder);
	curl_slist_free_all(attempt->headers);
	curl_slist_free_all(attempt->connect_to);
	answer_finish(&attempt->answer);
	uv_close((uv_handle_t *)&attempt->patience, on_patience_closed);
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

static void record_end(struct attempt *attempt)
{
	const struct observation *facts = attempt->request.facts;
	struct conversation *conversation = attempt->wire.conversation;

	if (facts->end == END_FIN)
		conversation_ended(conversation, TRAFFIC_THEIRS, TRAFFIC_FIN);
	else if (facts->end == END_RESET || facts->connect_errno == ECONNREFUSED)
		conversation_ended(conversation, TRAFFIC_THEIRS, TRAFFIC_RESET);
}

static void ask_our_end(struct attempt *attempt)
{
	struct our_end *end = attempt->request.our_end;
	struct sockaddr_storage address;
	char *host = NULL;
	long port = 0;

	curl_easy_getinfo(attempt->transfer.easy, CURLINFO_LOCAL_IP, &host);
	curl_easy_getinfo(attempt->transfer.easy, CURLINFO_LOCAL_PORT, &port);
	if (!host || port <= 0)
		return;
	if (socket_address_parse(&address, host, (int)port) == 0)
		conversation_opened(attempt->wire.conversation, &address);
	if (!end)
		return;
	snprintf(end->host, sizeof(end->host), "%s", host);
	end->port = (int)port;
}

static void finish(void *finished, int result)
{
	struct attempt *attempt = finished;
	CURLcode code = (CURLcode)result;
	struct observation *facts = attempt->request.facts;
	void (*done)(void *) = attempt->request.done;
	void *owner = attempt->request.owner;
	curl_off_t connected_us = 0;
	long os_error = 0;
	long request_size = 0;

	curl_easy_getinfo(attempt->transfer.easy, CURLINFO_CONNECT_TIME_T, &connected_us);
	curl_easy_getinfo(attempt->transfer.easy, CURLINFO_OS_ERRNO, &os_error);
	curl_easy_getinfo(attempt->transfer.easy, CURLINFO_REQUEST_SIZE, &request_size);
	/* on loopback connecting may take less than the microsecond that libcurl counts */
	facts->connected = connected_us > 0 || facts->moment_count > 0;
	if (!facts->connected)
		facts->connect_errno = code == CURLE_OPERATION_TIMEDOUT ? ETIMEDOUT : (int)os_error;
	facts->request_sent = request_size > 0;
	ask_our_end(attempt);
	read_socket_rest(attempt, code);
	facts->end = end_of(code, facts);
	record_end(attempt);
	facts->duration_us = clock_now_us() - attempt->started_us;
	observation_note(facts, attempt->request.arena, facts->duration_us, PARTY_NONE,
		code == CURLE_OK ? "closed by us" : curl_easy_strerror(code), 0);
	free_attempt(attempt);
	done(owner);
}

/* A stream may keep silent after its head for as long as we listen. */
static void on_patience_over(uv_timer_t *timer)
{
	struct attempt *attempt = timer->data;

	answer_timed_out(&attempt->answer, attempt->request.deadline_ms);
	finish(attempt, CURLE_OK);
}

static bool has_enough(void *owner)
{
	struct attempt *attempt = owner;
	uint64_t patience_ms;

	if (!attempt->grown)
		return false;
	if (read_answer(attempt, false))
		return true;
	patience_ms = answer_patience_ms(&attempt->answer);
	if (patience_ms && !uv_is_active((uv_handle_t *)&attempt->patience))
		uv_timer_start(&attempt->patience, on_patience_over, patience_ms, 0);
	return false;
}

/* Lines of the head, then the body as it came. */
static size_t on_answer(char *data, size_t size, size_t count, void *owner)
{
	struct attempt *attempt = owner;

	answer_add(&attempt->answer, data, size * count);
	attempt->grown = true;
	return size * count;
}

/* Without TLS there is no other way to them. */
static int on_plain_bytes(CURL *easy, curl_infotype type, char *data, size_t len, void *owner)
{
	const struct attempt *attempt = owner;

	(void)easy;
	if (type == CURLINFO_HEADER_OUT || type == CURLINFO_DATA_OUT)
		conversation_data(attempt->wire.conversation, TRAFFIC_OURS, data, len);
	else if (type == CURLINFO_HEADER_IN || type == CURLINFO_DATA_IN)
		conversation_data(attempt->wire.conversation, TRAFFIC_THEIRS, data, len);
	return 0;
}

static void record_plain(struct attempt *attempt)
{
	CURL *easy = attempt->transfer.easy;

	if (!attempt->wire.conversation || !attempt->request.plain)
		return;
	curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, on_plain_bytes);
	curl_easy_setopt(easy, CURLOPT_DEBUGDATA, attempt);
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
	char ip[INET6_ADDRSTRLEN];
	char to[INET6_ADDRSTRLEN + 8];

	uv_ip_name((const struct sockaddr *)request->address, ip, sizeof(ip));
	snprintf(to, sizeof(to), request->address->ss_family == AF_INET6 ? "::[%s]:" : "::%s:", ip);
	attempt->connect_to = curl_slist_append(NULL, to);
	/* SNI is the URL's name; Host has a header of its own */
	curl_easy_setopt(attempt->transfer.easy, CURLOPT_URL,
		arena_printf(request->arena, "%s://%s:%d%s", request->plain ? "http" : "https",
			host_before_port(name, request->arena), socket_address_port(request->address),
			request->ask.target ? "/" : attempt_ask_path(&request->ask, request->arena)));
	curl_easy_setopt(attempt->transfer.easy, CURLOPT_CONNECT_TO, attempt->connect_to);
	/* as it stands there: of a path libcurl would resolve the dots */
	curl_easy_setopt(attempt->transfer.easy, CURLOPT_REQUEST_TARGET, request->ask.target);
}

/* Its method, and what it brings. */
static void set_method(struct attempt *attempt)
{
	const struct attempt_ask *ask = &attempt->request.ask;
	CURL *easy = attempt->transfer.easy;

	if (ask->body)
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, ask->body);
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, ask->method || !ask->body ? ask->method : "GET");
	if (ask->method && strcmp(ask->method, "HEAD") == 0)
		curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
	if (!ask->body)
		return;
	/* which the scenario has not said */
	attempt->headers = curl_slist_append(attempt->headers, "Expect:");
	for (const char *const *line = ask->extra_lines; line && *line; line++) {
		if (strncasecmp(*line, "content-type:", 13) == 0)
			return;
	}
	attempt->headers = curl_slist_append(attempt->headers, "Content-Type:");
}

static void set_options(struct attempt *attempt)
{
	const struct attempt_request *request = &attempt->request;
	CURL *easy = attempt->transfer.easy;

	set_destination(attempt);
	attempt->headers = curl_slist_append(
		NULL, arena_printf(request->arena, TOKEN_HEADER ": %s", request->ask.token));
	attempt->headers = curl_slist_append(
		attempt->headers, arena_printf(request->arena, "Host: %s", request->ask.host));
	for (const char *const *extra = request->ask.extra_lines; extra && *extra; extra++)
		attempt->headers = curl_slist_append(attempt->headers, *extra);
	set_method(attempt);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, attempt->headers);
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

	if (!context->http)
		context->http = http_engine_create(context->loop);
	attempt->request = *request;
	attempt->started_us = clock_now_us();
	uv_timer_init(context->loop, &attempt->patience);
	attempt->patience.data = attempt;
	attempt->recorder =
		tls_recorder_create(context->tls, &request->tls, request->facts, request->arena);
	attempt->wire = (struct foreign_wire){.left = http_engine_ration(context->http),
		.conversation = conversation_begin(request->traffic, TRAFFIC_OURS, request->address)};
	tls_recorder_watch(attempt->recorder, &attempt->wire);
	answer_init(&attempt->answer, &attempt->request.ask, request->facts, request->arena);
	attempt->transfer = (struct http_transfer){
		.easy = curl_easy_init(), .has_enough = has_enough, .finished = finish, .owner = attempt};
	if (!attempt->transfer.easy)
		FATAL("libcurl: no easy handle");
	set_options(attempt);
	record_plain(attempt);
	http_engine_add(context->http, &attempt->transfer);
	return attempt;
}

const struct driver driver_http = {.name = "http", .start = http_start, .cancel = free_attempt};
