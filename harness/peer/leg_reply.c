#include "leg_reply.h"

#include "buf.h"
#include "http.h"

static const char *reason_phrase(int status)
{
	/* RFC 9110 section 15, RFC 6585 */
	static const struct {
		int status;
		const char *phrase;
	} rows[] = {
		{200, "OK"},
		{201, "Created"},
		{202, "Accepted"},
		{204, "No Content"},
		{206, "Partial Content"},
		{301, "Moved Permanently"},
		{302, "Found"},
		{303, "See Other"},
		{304, "Not Modified"},
		{307, "Temporary Redirect"},
		{308, "Permanent Redirect"},
		{400, "Bad Request"},
		{401, "Unauthorized"},
		{403, "Forbidden"},
		{404, "Not Found"},
		{405, "Method Not Allowed"},
		{409, "Conflict"},
		{410, "Gone"},
		{421, "Misdirected Request"},
		{429, "Too Many Requests"},
		{500, "Internal Server Error"},
		{501, "Not Implemented"},
		{502, "Bad Gateway"},
		{503, "Service Unavailable"},
		{504, "Gateway Timeout"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (rows[i].status == status)
			return rows[i].phrase;
	}
	return "";
}

bool leg_reply_may_have_body(const struct leg_reply *reply)
{
	return reply->status != 204 && reply->status != 304;
}

void leg_reply_write(struct buf *out, const struct leg_reply *reply)
{
	bool has_body = leg_reply_may_have_body(reply);

	buf_printf(out, "HTTP/1.1 %d %s\r\n", reply->status, reason_phrase(reply->status));
	for (size_t i = 0; i < reply->header_count; i++)
		buf_printf(out, "%s: %s\r\n", reply->headers[i].name, reply->headers[i].value);
	if (has_body)
		buf_printf(out, "Content-Length: %zu\r\n", reply->body_len);
	buf_puts(out, reply->stays_open ? "\r\n" : "Connection: close\r\n\r\n");
	if (has_body && reply->body_len)
		buf_append(out, reply->body, reply->body_len);
}
