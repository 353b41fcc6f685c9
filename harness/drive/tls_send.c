#include "tls_send.h"

#include <stdint.h>

#include "stream.h"
#include "tls_client.h"

void tls_send(struct tls_client *client, struct stream *stream)
{
	const uint8_t *data;
	size_t len;

	while ((len = tls_client_output(client, &data)) > 0) {
		stream_write(stream, data, len);
		tls_client_consume_output(client, len);
	}
}

void tls_send_goodbye(struct tls_client *client, struct stream *stream)
{
	tls_client_close(client);
	tls_send(client, stream);
}
