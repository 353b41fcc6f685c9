#include "client_text.h"

#include <openssl/asn1.h>
#include <openssl/x509.h>

#include "arena.h"
#include "client_word.h"
#include "credential.h"
#include "expectation.h"
#include "scoped.h"
#include "template.h"

SCOPED_TYPE(BIO, BIO *, BIO_free)

static const char *serial_text(const X509 *certificate, struct arena *arena)
{
	const ASN1_INTEGER *serial = X509_get0_serialNumber(certificate);
	const unsigned char *data = ASN1_STRING_get0_data(serial);
	const char *text = ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER ? "-" : "";

	for (int i = 0; i < ASN1_STRING_length(serial); i++)
		text = arena_printf(arena, "%s%02X", text, data[i]);
	return text;
}

static const char *time_text(const ASN1_TIME *time, struct arena *arena)
{
	SCOPED(BIO) text = BIO_new(BIO_s_mem());
	char *data = NULL;
	long len;

	if (!text || !ASN1_TIME_print(text, time))
		return "";
	len = BIO_get_mem_data(text, &data);
	return arena_strndup(arena, data, (size_t)len);
}

static void set_values(
	struct template_values *values, const struct credential *credential, struct arena *arena)
{
	const X509 *leaf = credential->chain[0];

	template_set(values, client_words[CLIENT_SERIAL], leaf ? serial_text(leaf, arena) : "");
	template_set(
		values, client_words[CLIENT_SUBJECT], credential->subject ? credential->subject : "");
	template_set(values, client_words[CLIENT_NOT_AFTER],
		leaf ? time_text(X509_get0_notAfter(leaf), arena) : "");
	template_set(values, client_words[CLIENT_SHA256],
		credential->fingerprint_sha256 ? credential->fingerprint_sha256 : "");
}

const char *client_text(const char *text, const struct credential *credential, struct arena *arena)
{
	struct template_values values;

	if (!text)
		return NULL;
	template_values_init(&values, arena);
	set_values(&values, credential, arena);
	return template_fill(text, &values);
}

void client_text_fill(
	struct step_expectation *expectation, const struct credential *credential, struct arena *arena)
{
	struct header_expected *headers =
		ARENA_ARRAY(arena, struct header_expected, expectation->header_count + 1);

	for (size_t i = 0; i < expectation->header_count; i++) {
		headers[i].name = expectation->headers[i].name;
		headers[i].value = client_text(expectation->headers[i].value, credential, arena);
	}
	expectation->headers = headers;
	expectation->says = client_text(expectation->says, credential, arena);
	expectation->says_not = client_text(expectation->says_not, credential, arena);
	expectation->log = client_text(expectation->log, credential, arena);
}
