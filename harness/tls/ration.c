#include "ration.h"

#include <openssl/ssl.h>

static long on_bio(BIO *bio, int operation, const char *data, size_t len, int argument,
	long argument_long, int result, size_t *processed)
{
	size_t *left = (size_t *)BIO_get_callback_arg(bio);

	(void)data;
	(void)len;
	(void)argument;
	(void)argument_long;
	if (operation == BIO_CB_READ && *left == 0) {
		BIO_clear_retry_flags(bio);
		BIO_set_retry_read(bio);
		return -1;
	}
	if (operation == (BIO_CB_READ | BIO_CB_RETURN) && result > 0 && processed)
		*left -= *processed < *left ? *processed : *left;
	return result;
}

void ration_attach(const SSL *ssl, size_t *left)
{
	BIO *bio = SSL_get_rbio(ssl);

	if (!bio)
		return;
	BIO_set_callback_arg(bio, (char *)left);
	BIO_set_callback_ex(bio, on_bio);
}
