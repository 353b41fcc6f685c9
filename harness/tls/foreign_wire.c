#include "foreign_wire.h"

#include <openssl/ssl.h>

#include "traffic.h"

static void on_read(struct foreign_wire *wire, const char *data, size_t len)
{
	if (wire->left)
		*wire->left -= len < *wire->left ? len : *wire->left;
	conversation_data(wire->conversation, TRAFFIC_THEIRS, data, len);
}

static long on_bio(BIO *bio, int operation, const char *data, size_t len, int argument,
	long argument_long, int result, size_t *processed)
{
	struct foreign_wire *wire = (struct foreign_wire *)BIO_get_callback_arg(bio);

	(void)len;
	(void)argument;
	(void)argument_long;
	if (operation == BIO_CB_READ && wire->left && *wire->left == 0) {
		BIO_clear_retry_flags(bio);
		BIO_set_retry_read(bio);
		return -1;
	}
	if (result <= 0 || !processed)
		return result;
	if (operation == (BIO_CB_READ | BIO_CB_RETURN))
		on_read(wire, data, *processed);
	else if (operation == (BIO_CB_WRITE | BIO_CB_RETURN))
		conversation_data(wire->conversation, TRAFFIC_OURS, data, *processed);
	return result;
}

static void attach(BIO *bio, struct foreign_wire *wire)
{
	if (!bio)
		return;
	BIO_set_callback_arg(bio, (char *)wire);
	BIO_set_callback_ex(bio, on_bio);
}

void foreign_wire_attach(const SSL *ssl, struct foreign_wire *wire)
{
	attach(SSL_get_rbio(ssl), wire);
	attach(SSL_get_wbio(ssl), wire);
}
