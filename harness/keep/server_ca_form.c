#include "server_ca_form.h"

#include <string.h>

#include "arena.h"
#include "file.h"
#include "scoped.h"
#include "text.h"

enum { FILE_MAX = 1024 * 1024, HEAD_MAX = 32 };

/* 1.2.840.113549.1.7.2, signedData (RFC 5652 section 5.1), as it stands near the start */
static const char signed_data[] = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";

static bool has(const char *data, size_t len, const char *wanted, size_t wanted_len)
{
	return memmem(data, len, wanted, wanted_len) != NULL;
}

static bool says(const char *data, size_t len, const char *marker)
{
	return has(data, len, marker, strlen(marker));
}

const char *server_ca_conversion(const char *path, struct arena *arena)
{
	static const char pkcs7[] = "pkcs7 -print_certs";
	const char *what = "x509";
	const char *form = "DER";
	const char *why;
	char *data;
	size_t len;

	/* a pipe was read already */
	if (!file_exists(path) || !file_read(&data, &len, &why, arena, path, FILE_MAX) ||
		says(data, len, "-----BEGIN CERTIFICATE") || says(data, len, "-----BEGIN TRUSTED"))
		return NULL;
	if (says(data, len, "-----BEGIN PKCS7") || says(data, len, "-----BEGIN CMS")) {
		what = pkcs7;
		form = "PEM";
	} else if (has(data, len < HEAD_MAX ? len : HEAD_MAX, signed_data, sizeof(signed_data) - 1)) {
		what = pkcs7;
	}
	return arena_printf(arena, "openssl %s -inform %s -in %s -out " SERVER_CA_CONVERTED, what, form,
		text_shell_quote(arena, path));
}
