#include "ocsp_request.h"

#include <openssl/err.h>

#include "buf.h"
#include "hex.h"

OCSP_REQUEST *ocsp_request_of_body(const char *body, size_t len)
{
	const unsigned char *at = (const unsigned char *)body;
	OCSP_REQUEST *request =
		len && len <= OCSP_REQUEST_MAX ? d2i_OCSP_REQUEST(NULL, &at, (long)len) : NULL;

	ERR_clear_error();
	return request;
}

/* False: a percent sign begins something else. */
static bool put_decoded(struct buf *out, const char *text)
{
	for (; *text; text++) {
		int code = hex_percent(text);

		if (*text == '%' && code < 0)
			return false;
		buf_putc(out, code < 0 ? *text : (char)code);
		text += code < 0 ? 0 : 2;
	}
	return !out->overflowed;
}

/* Base64 comes in fours; what is filled up decodes to NULs behind the DER. */
OCSP_REQUEST *ocsp_request_of_path(const char *text)
{
	unsigned char der[OCSP_REQUEST_MAX];
	SCOPED_BUF base64;
	int len;

	buf_init(&base64, OCSP_REQUEST_MAX);
	if (!put_decoded(&base64, text))
		return NULL;
	while (base64.len % 4)
		buf_putc(&base64, '=');
	len = base64.overflowed
		? -1
		: EVP_DecodeBlock(der, (const unsigned char *)buf_text(&base64), (int)base64.len);
	ERR_clear_error();
	return len > 0 ? ocsp_request_of_body((const char *)der, (size_t)len) : NULL;
}
