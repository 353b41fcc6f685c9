#include "ca_names.h"

#include <openssl/bio.h>
#include <openssl/x509.h>

#include "arena.h"
#include "buf.h"
#include "hex.h"
#include "openssl_scoped.h"
#include "scoped.h"
#include "text.h"
#include "wire.h"

enum { HEX_MAX = 64 };

const char *ca_names_text(const X509_NAME *name, struct arena *arena)
{
	SCOPED(BIO) text = BIO_new(BIO_s_mem());
	char *data;
	long len;

	if (!text || X509_NAME_print_ex(text, name, 0, XN_FLAG_RFC2253) < 0)
		return NULL;
	len = BIO_get_mem_data(text, &data);
	return text_clean_dup(arena, data, (size_t)len);
}

static const char *print_bytes(struct wire bytes, struct arena *arena)
{
	SCOPED_BUF text;

	buf_init(&text, 2 * HEX_MAX + 2);
	buf_putc(&text, '#');
	hex_put(&text, bytes.at, bytes.left < HEX_MAX ? bytes.left : HEX_MAX);
	return arena_strndup(arena, buf_text(&text), text.len);
}

static const char *read_name(struct wire bytes, struct arena *arena)
{
	const unsigned char *at = bytes.at;
	X509_NAME *name = d2i_X509_NAME(NULL, &at, (long)bytes.left);
	const char *text = name && at == bytes.at + bytes.left ? ca_names_text(name, arena)
														   : print_bytes(bytes, arena);

	X509_NAME_free(name);
	return text ? text : "";
}

const char **ca_names_read(size_t *count, struct der list, struct arena *arena)
{
	struct wire wire = wire_of(list.data, list.len);
	const char **names = NULL;

	*count = 0;
	while (!wire.bad && wire.left > 0 && *count < CA_NAMES_KEPT) {
		struct wire one = wire_vector(&wire, 2);

		if (!wire.bad)
			*ARENA_PUSH(arena, names, *count) = read_name(one, arena);
	}
	return names;
}

const char *ca_names_of(const X509 *authority, struct arena *arena)
{
	const char *text = ca_names_text(X509_get_subject_name(authority), arena);

	return text ? text : "";
}
