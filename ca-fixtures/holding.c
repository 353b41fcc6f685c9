#include "holding.h"

#include <string.h>
#include <openssl/err.h>

#include "arena.h"
#include "file.h"
#include "holding_der.h"
#include "holding_pem.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
enum { DER_SEQUENCE = 0x30 };

/* Known by how they begin; the commands write what is read here. */
static const struct beginning {
	const char *bytes;
	const char *what;
	const char *command;
} beginnings[] = {
	{"\xfe\xed\xfe\xed", "it is a Java keystore (JKS)",
		"keytool -importkeystore -srckeystore %s -destkeystore new.p12 -deststoretype pkcs12"},
	{"\xce\xce\xce\xce", "it is a Java keystore (JCEKS)",
		"keytool -importkeystore -srcstoretype jceks -srckeystore %s -destkeystore new.p12 "
		"-deststoretype pkcs12"},
	{"\xff\xfe", "it is UTF-16 text, as Windows writes it", "iconv -f UTF-16 -t UTF-8 %s >new.pem"},
	{"\xfe\xff", "it is UTF-16 text", "iconv -f UTF-16 -t UTF-8 %s >new.pem"},
	{"PuTTY-User-Key-File", "it holds a private key in PuTTY's own form",
		"puttygen %s -O private-openssh -o new.key"},
	{"MII", "it is Base64 without the lines that say of what (-----BEGIN ...)",
		"base64 -d %s >new.der"},
};

static bool begins(const char *data, size_t len, const char *bytes)
{
	return len >= strlen(bytes) && memcmp(data, bytes, strlen(bytes)) == 0;
}

static bool read_any(struct holding_reader *reader, const char *data, size_t len)
{
	for (size_t i = 0; i < COUNT_OF(beginnings); i++) {
		if (begins(data, len, beginnings[i].bytes))
			return holding_refuse_form(reader, beginnings[i].what, beginnings[i].command);
	}
	if (begins(data, len, BYTE_ORDER_MARK)) {
		data += strlen(BYTE_ORDER_MARK);
		len -= strlen(BYTE_ORDER_MARK);
	}
	if (len && *data == DER_SEQUENCE && holding_read_der(reader, (const unsigned char *)data, len))
		return true;
	return !reader->why && holding_read_pem(reader, data, len);
}

static const char *missing(const struct holding *holding, unsigned wanted)
{
	if ((wanted & HOLDING_CERTIFICATES) && !holding->certificate_count)
		return "no certificate can be read";
	if ((wanted & HOLDING_KEY) && !holding->key)
		return "no private key can be read";
	return (wanted & HOLDING_CRLS) && !holding->crl_count ? "no CRL can be read" : NULL;
}

bool holding_parse(struct holding *out, unsigned wanted, const char *data, size_t len,
	const char *path, const char *passphrase, struct arena *arena, const char **why)
{
	struct holding_reader reader = {.out = out,
		.wanted = wanted & HOLDING_KEY_IF_ANY ? wanted | HOLDING_KEY : wanted,
		.path = path,
		.passphrase = passphrase,
		.arena = arena,
		.found = ""};
	const char *lack;

	out->certificate_count = 0;
	out->crl_count = 0;
	out->key = NULL;
	ERR_clear_error();
	(void)read_any(&reader, data, len);
	ERR_clear_error();
	lack = missing(out, wanted);
	if (!reader.why && lack)
		(void)holding_refuse(&reader,
			arena_printf(arena, "%s: %s%s", lack,
				*reader.found ? "it holds "
					: len     ? "it is neither PEM nor DER"
							  : "it is empty",
				reader.found));
	if (reader.why)
		*why = reader.why;
	return !reader.why;
}

bool holding_read(struct holding *out, unsigned wanted, const char *path, const char *passphrase,
	struct arena *arena, const char **why)
{
	char *data;
	size_t len;

	out->certificate_count = 0;
	out->crl_count = 0;
	out->key = NULL;
	return file_read(&data, &len, why, arena, path, HOLDING_FILE_MAX) &&
		holding_parse(out, wanted, data, len, path, passphrase, arena, why);
}

void holding_finish(struct holding *holding)
{
	while (holding->certificate_count)
		X509_free(holding->certificates[--holding->certificate_count]);
	while (holding->crl_count)
		X509_CRL_free(holding->crls[--holding->crl_count]);
	EVP_PKEY_free(holding->key);
	holding->key = NULL;
}

bool holding_read_certificates(
	X509 **out, size_t *count, const char *path, struct arena *arena, const char **why)
{
	struct holding holding;
	bool ok = holding_read(&holding, HOLDING_CERTIFICATES, path, NULL, arena, why);

	*count = 0;
	for (; ok && *count < holding.certificate_count; (*count)++)
		out[*count] = TAKE(holding.certificates[*count]);
	holding_finish(&holding);
	return ok;
}

bool holding_read_key(
	EVP_PKEY **out, const char *path, const char *passphrase, struct arena *arena, const char **why)
{
	struct holding holding;
	bool ok = holding_read(&holding, HOLDING_KEY, path, passphrase, arena, why);

	*out = ok ? TAKE(holding.key) : NULL;
	holding_finish(&holding);
	return ok;
}

bool holding_read_crl(X509_CRL **out, const char *path, struct arena *arena, const char **why)
{
	struct holding holding;
	bool ok = holding_read(&holding, HOLDING_CRLS, path, NULL, arena, why);

	*out = ok ? TAKE(holding.crls[0]) : NULL;
	holding_finish(&holding);
	return ok;
}
