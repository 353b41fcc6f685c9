#include "identity_certificate.h"

#include <ctype.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include "arena.h"
#include "buf.h"
#include "credential.h"
#include "identity_text.h"
#include "scoped.h"
#include "target_identity.h"

SCOPED_TYPE(X509, X509 *, X509_free)

enum { TOLD_MAX = 1024 * 1024 };

/* What stands around each certificate, once blanks are gone, and between two of them. */
static const struct frame {
	const char *before;
	const char *after;
	const char *between;
} frames[CERTIFICATE_FORM_COUNT] = {
	[CERTIFICATE_PEM_URL] = {"-----BEGINCERTIFICATE-----", "-----ENDCERTIFICATE-----", ""},
	[CERTIFICATE_PEM_SPACES] = {"-----BEGINCERTIFICATE-----", "-----ENDCERTIFICATE-----", ""},
	[CERTIFICATE_PEM_TRUSTED] = {"-----BEGINTRUSTEDCERTIFICATE-----",
		"-----ENDTRUSTEDCERTIFICATE-----", ""},
	[CERTIFICATE_BASE64_DER] = {"", "", ","},
	[CERTIFICATE_RFC9440] = {":", ":", ","},
};

static const char *without_blanks(int form, const char *told, struct arena *arena)
{
	const char *text =
		form == CERTIFICATE_PEM_URL ? identity_text_decode(arena, told, false) : told;
	char *out = arena_strdup(arena, text);
	char *end = out;

	for (const char *at = text; *at; at++) {
		if (!isspace((unsigned char)*at))
			*end++ = *at;
	}
	*end = '\0';
	return out;
}

/* What follows `text`, if it stands there; else NULL. */
static const char *take(const char *at, const char *text)
{
	size_t len = strlen(text);

	return at && strncmp(at, text, len) == 0 ? at + len : NULL;
}

static const char *take_der(
	const char *at, const struct frame *frame, const struct der *der, struct arena *arena)
{
	at = take(at, frame->before);
	if (at)
		at = take(at, identity_text_base64(arena, der->data, der->len));
	return take(at, frame->after);
}

bool identity_certificate_matches(
	int form, const char *told, const struct credential *credential, struct arena *arena)
{
	const struct frame *frame = &frames[form];
	const char *at = without_blanks(form, told, arena);
	size_t most = form == CERTIFICATE_RFC9440 ? 1 : credential->chain_len;

	for (size_t i = 0; i < most; i++) {
		at = take_der(i ? take(at, frame->between) : at, frame, &credential->der[i], arena);
		if (!at)
			return false;
		if (!*at)
			return true;
	}
	return false;
}

/* The certificate in base64 that begins here, whatever it is. Sets `*at` to what follows. */
static X509 *read_certificate(const char **at, const struct frame *frame, struct arena *arena)
{
	const char *text = take(*at, frame->before);
	size_t len = text ? strspn(text,
							"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
							"0123456789+/=")
					  : 0;
	unsigned char *der = arena_alloc(arena, len + 1);
	const unsigned char *data = der;
	int der_len = len ? EVP_DecodeBlock(der, (const unsigned char *)text, (int)len) : -1;

	*at = text ? take(text + len, frame->after) : NULL;
	return *at && der_len > 0 ? d2i_X509(NULL, &data, der_len) : NULL;
}

static bool has_signed(X509 *issuer, X509 *subject)
{
	return X509_check_issued(issuer, subject) == X509_V_OK &&
		X509_verify(subject, X509_get0_pubkey(issuer)) == 1;
}

/* Nothing more, or the authorities above the last one, upwards. */
static bool leads_up(
	const char *at, const struct frame *frame, X509 *last, bool first, struct arena *arena)
{
	SCOPED(X509) below = NULL;

	if (last)
		X509_up_ref(last);
	below = last;
	for (; *at; first = false) {
		SCOPED(X509) above = NULL;

		at = first ? at : take(at, frame->between);
		above = at ? read_certificate(&at, frame, arena) : NULL;
		if (!above || !below || !has_signed(above, below))
			return false;
		X509_free(below);
		below = TAKE(above);
	}
	return true;
}

static bool chain_from(const char *at, const struct frame *frame,
	const struct credential *credential, size_t from, struct arena *arena)
{
	size_t count = credential->chain_len;

	for (size_t i = from; i < count; i++) {
		at = take_der(i > from ? take(at, frame->between) : at, frame, &credential->der[i], arena);
		if (!at)
			return false;
	}
	return leads_up(at, frame, credential->chain[count - 1], from == count, arena);
}

static bool chain_as_one(
	const char *at, const struct credential *credential, size_t from, struct arena *arena)
{
	SCOPED_BUF all;

	buf_init(&all, TOLD_MAX);
	for (size_t i = from; i < credential->chain_len; i++)
		buf_append(&all, credential->der[i].data, credential->der[i].len);
	return !all.overflowed &&
		strcmp(at, identity_text_base64(arena, (const uint8_t *)buf_text(&all), all.len)) == 0;
}

bool identity_chain_matches(
	int form, const char *told, const struct credential *credential, struct arena *arena)
{
	const char *at = without_blanks(form, told, arena);
	size_t most = form == CERTIFICATE_RFC9440 ? 0 : 1;

	for (size_t leaf = 0; leaf <= most; leaf++) {
		if (chain_from(at, &frames[form], credential, 1 - leaf, arena) ||
			(form == CERTIFICATE_BASE64_DER && chain_as_one(at, credential, 1 - leaf, arena)))
			return true;
	}
	return false;
}
