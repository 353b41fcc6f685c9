#include "asked_keys.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/objects.h>

#include "arena.h"
#include "buf.h"
#include "wire.h"

enum { TEXT_MAX = 8192, GROUP_NAME_SIZE = 80 };

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

enum signing_key asked_key_of(const struct credential *credential)
{
	const EVP_PKEY *key = credential->key;

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

bool asked_schemes_take(struct der list, enum signing_key key, enum tls_version version)
{
	struct wire wire = wire_of(list.data, list.len);

	while (wire.left >= 2) {
		if (signature_scheme_fits((uint16_t)wire_number(&wire, 2), key, version))
			return true;
	}
	return false;
}

bool asked_for(
	const struct certificate_request *request, enum signing_key key, enum tls_version version)
{
	return version < TLS_1_2 || asked_schemes_take(request->signature_algorithms, key, version);
}

const char *asked_kinds(
	const struct certificate_request *request, enum tls_version version, struct arena *arena)
{
	SCOPED_BUF text;

	buf_init(&text, TEXT_MAX);
	for (const enum signing_key *key = signing_keys_usual_first; *key != SIGNING_KEY_OTHER; key++) {
		if (asked_for(request, *key, version))
			buf_printf(&text, "%s%s", text.len ? ", " : "", signing_key_kinds[*key]);
	}
	return text.len ? arena_strndup(arena, buf_text(&text), text.len) : "none that we know";
}

const char **asked_schemes(size_t *count, struct der list, struct arena *arena)
{
	struct wire wire = wire_of(list.data, list.len);
	const char **names = ARENA_ARRAY(arena, const char *, list.len / 2);

	*count = 0;
	while (wire.left >= 2)
		names[(*count)++] = signature_scheme_name((uint16_t)wire_number(&wire, 2), arena);
	return names;
}

const char *asked_text(struct der list, struct arena *arena)
{
	size_t count;
	const char **names = asked_schemes(&count, list, arena);
	SCOPED_BUF text;

	buf_init(&text, TEXT_MAX);
	buf_put_list(&text, names, count);
	return arena_strndup(arena, buf_text(&text), text.len);
}
