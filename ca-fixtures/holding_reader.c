#include "holding_reader.h"

#include <string.h>
#include <openssl/err.h>

#include "arena.h"
#include "text.h"

void holding_saw(struct holding_reader *reader, const char *what)
{
	if (!strstr(reader->found, what))
		reader->found =
			arena_printf(reader->arena, "%s%s%s", reader->found, *reader->found ? ", " : "", what);
}

bool holding_refuse(struct holding_reader *reader, const char *what)
{
	if (!reader->why)
		reader->why = arena_printf(reader->arena, "%s: %s", reader->path, what);
	ERR_clear_error();
	return false;
}

bool holding_refuse_unread(struct holding_reader *reader, const char *what)
{
	return holding_refuse(reader, ossl_why(reader->arena, what));
}

bool holding_refuse_form(struct holding_reader *reader, const char *what, const char *format)
{
	const char *quoted = text_shell_quote(reader->arena, reader->path);
	const char *at = strstr(format, "%s");

	return holding_refuse(reader,
		arena_printf(reader->arena, "%s; convert it: %.*s%s%s", what, (int)(at - format), format,
			quoted, at + strlen("%s")));
}

bool holding_add_certificate(struct holding_reader *reader, X509 *certificate)
{
	struct holding *out = reader->out;

	holding_saw(reader, "a certificate");
	if (out->certificate_count < HOLDING_CERTIFICATES_MAX) {
		out->certificates[out->certificate_count++] = certificate;
		return true;
	}
	X509_free(certificate);
	return holding_refuse(reader, "too many certificates");
}

bool holding_add_crl(struct holding_reader *reader, X509_CRL *crl)
{
	struct holding *out = reader->out;

	holding_saw(reader, "a CRL");
	if (out->crl_count < HOLDING_CRLS_MAX) {
		out->crls[out->crl_count++] = crl;
		return true;
	}
	X509_CRL_free(crl);
	return holding_refuse(reader, "too many CRLs");
}

void holding_add_key(struct holding_reader *reader, EVP_PKEY *key)
{
	holding_saw(reader, "a private key");
	if (reader->out->key)
		EVP_PKEY_free(key);
	else
		reader->out->key = key;
}
