#include "server_send.h"

#include "stream.h"
#include "tls_server.h"

void server_send(struct tls_server *server, struct stream *stream)
{
	const uint8_t *data;
	size_t len;

	while (!stream_is_writing(stream) && (len = tls_server_output(server, &data)) > 0) {
		stream_write(stream, data, len);
		tls_server_consume_output(server, len);
	}
}
