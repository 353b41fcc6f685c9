#include "opening_send.h"

#include <stdio.h>

#include "arena.h"
#include "attempt_ask.h"
#include "buf.h"
#include "clock.h"
#include "later.h"
#include "observation.h"
#include "proxy_header_write.h"
#include "stream.h"
#include "tls_client.h"

enum { WHAT_SIZE = 96, HEADER_MAX = 256 };

void opening_send_init(struct opening_send *out, const struct opening_send *set)
{
	*out = *set;
	out->pause = NULL;
	out->rested = true;
	out->announced = false;
	out->hello_bytes = out->hello_pieces = 0;
}

static void note(const struct opening_send *send, const char *what, size_t bytes)
{
	observation_note(
		send->facts, send->arena, clock_now_us() - send->started_us, PARTY_CLIENT, what, bytes);
}

static void put_first(struct opening_send *send, const char *what, const void *data, size_t len)
{
	stream_write(send->stream, data, len);
	send->facts->sent_before_tls += len;
	note(send, what, len);
}

static void put_request(struct opening_send *send)
{
	SCOPED_BUF text;

	attempt_ask_write(&text, send->ask);
	put_first(send, "the request, before TLS", text.data, text.len);
}

static void announce(struct opening_send *send)
{
	const struct opening *opening = send->opening;
	SCOPED_BUF header;
	char what[WHAT_SIZE];

	send->announced = true;
	buf_init(&header, HEADER_MAX);
	if (opening->via.proxy_protocol) {
		proxy_header_write(&header, (int)opening->via.proxy_protocol, send->address);
		snprintf(what, sizeof(what), "PROXY header, version %ld", opening->via.proxy_protocol);
		put_first(send, what, header.data, header.len);
	}
	if (opening->preface.len)
		put_first(send, "bytes before TLS", opening->preface.bytes, opening->preface.len);
	if (opening->preface.request)
		put_request(send);
}

/* No ServerHello has come: what goes out is a ClientHello, or an alert of ours. */
static bool is_cut(const struct opening_send *send)
{
	return send->opening->fragment.segment && send->facts->negotiated == TLS_VERSION_NONE &&
		send->facts->alert == TLS_ALERT_NONE;
}

static void on_rested(void *owner)
{
	struct opening_send *send = owner;

	send->pause = NULL;
	send->rested = true;
	opening_send_more(send);
}

static void tell_pieces(struct opening_send *send)
{
	char what[WHAT_SIZE];

	snprintf(what, sizeof(what), "ClientHello in %zu pieces of up to %ld bytes", send->hello_pieces,
		send->opening->fragment.segment);
	note(send, what, send->hello_bytes);
	send->facts->hello_pieces += send->hello_pieces;
	send->hello_bytes = send->hello_pieces = 0;
}

static void send_piece(struct opening_send *send, const uint8_t *data, size_t waiting)
{
	size_t most = (size_t)send->opening->fragment.segment;
	size_t len = waiting < most ? waiting : most;

	stream_write(send->stream, data, len);
	tls_client_consume_output(send->client, len);
	send->hello_pieces++;
	send->hello_bytes += len;
	if (len == waiting)
		tell_pieces(send);
	else
		send->rested = false;
}

void opening_send_more(struct opening_send *send)
{
	const uint8_t *data;
	size_t len;

	if (!send->announced)
		announce(send);
	while (!stream_is_writing(send->stream) && (len = tls_client_output(send->client, &data)) > 0) {
		if (!send->rested) {
			if (!send->pause)
				send->pause = later_start(
					send->loop, (uint64_t)send->opening->fragment.pause_ms, on_rested, send);
			return;
		}
		if (is_cut(send)) {
			send_piece(send, data, len);
			continue;
		}
		stream_write(send->stream, data, len);
		tls_client_consume_output(send->client, len);
	}
	if (tls_client_flight_complete(send->client))
		send->facts->request_sent = true;
}

void opening_send_stop(struct opening_send *send)
{
	later_cancel(send->pause);
	send->pause = NULL;
}

static const char *find_unmeant(const struct opening_send *send)
{
	const struct hello_fragment *fragment = &send->opening->fragment;
	const struct observation *facts = send->facts;

	if (opening_comes_first(send->opening) && !facts->sent_before_tls)
		return "what is to come before TLS did not go out";
	if (fragment->record && facts->hello_records < 2)
		return arena_printf(send->arena,
			"our ClientHello fits in one record of %ld bytes: it was not split", fragment->record);
	if (send->hello_pieces && facts->end == END_DEADLINE)
		return arena_printf(send->arena,
			"our ClientHello was not out in time: %zu bytes in %zu pieces", send->hello_bytes,
			send->hello_pieces);
	if (facts->hello_pieces == 1)
		return arena_printf(send->arena,
			"our ClientHello fits in one piece of %ld bytes: it was not split", fragment->segment);
	return NULL;
}

void opening_send_account(struct opening_send *send)
{
	const char *unmeant = find_unmeant(send);

	if (send->hello_pieces)
		tell_pieces(send); /* the target did not wait for the rest */
	if (unmeant && !send->facts->trouble)
		send->facts->trouble = unmeant;
}
