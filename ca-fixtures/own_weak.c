#include "pki_own.h"

#include <openssl/evp.h>

#include "chain_order.h"
#include "pki.h"
#include "pki_slot.h"

/* RSA of 2048 bits, SHA-224: what OpenSSL wants at its security level 2 (NIST SP 800-57 part 1). */
enum { STRENGTH_WANTED = 112, NAME_SIZE = 256 };

static const char *weak_key(X509 *certificate, struct arena *arena)
{
	EVP_PKEY *key = X509_get0_pubkey(certificate);

	if (!key || EVP_PKEY_get_security_bits(key) >= STRENGTH_WANTED)
		return NULL;
	return arena_printf(arena, "has a key of %s with %d bits", EVP_PKEY_get0_type_name(key),
		EVP_PKEY_get_bits(key));
}

/* Nobody looks at what a root says of itself. */
static const char *weak_signature(X509 *certificate, struct arena *arena)
{
	int digest = NID_undef;
	int strength = STRENGTH_WANTED;

	if (chain_is_root(certificate) ||
		!X509_get_signature_info(certificate, &digest, NULL, &strength, NULL) ||
		strength >= STRENGTH_WANTED)
		return NULL;
	return arena_printf(
		arena, "is signed with %s", OBJ_nid2ln(X509_get_signature_nid(certificate)));
}

static const char *weakness(X509 *certificate, struct arena *arena)
{
	const char *what = certificate ? weak_key(certificate, arena) : NULL;
	char name[NAME_SIZE];

	if (certificate && !what)
		what = weak_signature(certificate, arena);
	if (!what)
		return NULL;
	X509_NAME_oneline(X509_get_subject_name(certificate), name, sizeof(name));
	return arena_printf(arena,
		"the certificate of %s %s, which servers of today refuse, whoever comes with it", name,
		what);
}

const char *pki_own_weak(struct pki *pki)
{
	const struct credential *client;
	const char *found;
	const char *why;

	if (!pki->own.root || !(client = pki_credential(pki, PKI_GOOD_CLIENT, &why)))
		return NULL;
	found = weakness(pki_own_anchor(pki), &pki->arena);
	for (size_t i = 0; !found && i < client->chain_len; i++)
		found = weakness(client->chain[i], &pki->arena);
	return found;
}
