#include "unsent.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/objects.h>

#include "arena.h"
#include "buf.h"
#include "signature_scheme.h"
#include "wire.h"

enum { SENTENCE_MAX = 8192, GROUP_NAME_SIZE = 80 };

static enum signing_key signing_key_of_curve(const EVP_PKEY *key)
{
	char name[GROUP_NAME_SIZE];
	size_t len;
	int curve;

	if (!EVP_PKEY_get_group_name(key, name, sizeof(name), &len))
		return SIGNING_KEY_OTHER;
	curve = OBJ_txt2nid(name);
	/* the name is NIST's, or that of SEC */
	switch (curve == NID_undef ? EC_curve_nist2nid(name) : curve) {
	case NID_X9_62_prime256v1:
		return SIGNING_KEY_P256;
	case NID_secp384r1:
		return SIGNING_KEY_P384;
	case NID_secp521r1:
		return SIGNING_KEY_P521;
	default:
		return SIGNING_KEY_OTHER;
	}
}

static enum signing_key signing_key_of(const EVP_PKEY *key)
{
	switch (EVP_PKEY_get_base_id(key)) {
	case EVP_PKEY_RSA:
		return SIGNING_KEY_RSA;
	case EVP_PKEY_RSA_PSS:
		return SIGNING_KEY_RSA_PSS;
	case EVP_PKEY_EC:
		return signing_key_of_curve(key);
	case EVP_PKEY_ED25519:
		return SIGNING_KEY_ED25519;
	case EVP_PKEY_ED448:
		return SIGNING_KEY_ED448;
	default:
		return SIGNING_KEY_OTHER;
	}
}

static const char **names_of(size_t *count, struct der list, struct arena *arena)
{
	struct wire wire = wire_of(list.data, list.len);
	const char **names = ARENA_ARRAY(arena, const char *, list.len / 2);

	*count = 0;
	while (wire.left >= 2)
		names[(*count)++] = signature_scheme_name((uint16_t)wire_number(&wire, 2), arena);
	return names;
}

const char **unsent_schemes(
	size_t *count, const struct certificate_request *request, struct arena *arena)
{
	return names_of(count, request->signature_algorithms, arena);
}

static void put_names(struct buf *out, struct der list, struct arena *arena)
{
	size_t count;
	const char **names = names_of(&count, list, arena);

	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%s%s", i ? ", " : "", names[i]);
}

static bool can_sign(struct der list, enum signing_key key, enum tls_version version)
{
	struct wire wire = wire_of(list.data, list.len);

	while (wire.left >= 2) {
		if (signature_scheme_fits((uint16_t)wire_number(&wire, 2), key, version))
			return true;
	}
	return false;
}

const char *unsent_explain(const struct certificate_request *request,
	const struct credential *credential, enum tls_version version, struct arena *arena)
{
	enum signing_key key = signing_key_of(credential->key);
	bool fits = can_sign(request->signature_algorithms, key, version);
	SCOPED_BUF text;

	buf_init(&text, SENTENCE_MAX);
	if (!request->signature_algorithms.len) {
		buf_printf(&text, "an empty list went out in the place of %s, and libssl does not say why",
			credential->name);
	} else if (fits && request->certificate_algorithms.len) {
		buf_puts(&text, "the server's CertificateRequest wants certificates signed with ");
		put_names(&text, request->certificate_algorithms, arena);
		buf_printf(&text, "; that of %s is not", credential->name);
	} else {
		buf_puts(&text, "the server's CertificateRequest offers ");
		put_names(&text, request->signature_algorithms, arena);
		buf_printf(&text, "; %s has %s, %s", credential->name, signing_key_words[key],
			fits ? "and libssl used it with none of them" : "which can sign with none of them");
	}
	return arena_strndup(arena, buf_text(&text), text.len);
}
