#include "certificate_cache.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/x509.h>

#include "stand_in.h"

struct slot {
	X509 *certificate; /* ours, or NULL */
	unsigned char *der;
	size_t len;
};

static struct {
	pthread_mutex_t lock;
	bool begun;
	size_t hits;
	struct slot slots[CERTIFICATE_CACHE_SLOTS];
} cache = {.lock = PTHREAD_MUTEX_INITIALIZER};

typedef X509 *parse_certificate(X509 **out, const unsigned char **in, long len);
STAND_IN_DECLARE(parse_certificate, d2i_X509);

void certificate_cache_begin(void)
{
	pthread_mutex_lock(&cache.lock);
	cache.begun = true;
	pthread_mutex_unlock(&cache.lock);
}

size_t certificate_cache_hits(void)
{
	size_t hits;

	pthread_mutex_lock(&cache.lock);
	hits = cache.hits;
	pthread_mutex_unlock(&cache.lock);
	return hits;
}

/* The only place where such bytes may be (FNV-1a). */
static struct slot *slot_of(const unsigned char *der, size_t len)
{
	uint32_t hash = 2166136261U;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ der[i]) * 16777619U;
	return &cache.slots[hash % CERTIFICATE_CACHE_SLOTS];
}

/* A reference of the caller's; NULL: it is not there. */
static X509 *find(const unsigned char *der, size_t len)
{
	X509 *found = NULL;
	struct slot *slot;

	pthread_mutex_lock(&cache.lock);
	slot = slot_of(der, len);
	if (cache.begun && slot->len == len && memcmp(slot->der, der, len) == 0 &&
		X509_up_ref(slot->certificate)) {
		found = slot->certificate;
		cache.hits++;
	}
	pthread_mutex_unlock(&cache.lock);
	return found;
}

/* In place of whatever had its slot. */
static void take_slot(X509 *certificate, const unsigned char *der, size_t len)
{
	struct slot kept = {certificate, OPENSSL_memdup(der, len), len};
	struct slot *slot = slot_of(der, len);
	struct slot old;

	if (!kept.der || !X509_up_ref(certificate)) {
		OPENSSL_free(kept.der);
		return;
	}
	pthread_mutex_lock(&cache.lock);
	old = *slot;
	*slot = kept;
	pthread_mutex_unlock(&cache.lock);
	X509_free(old.certificate);
	OPENSSL_free(old.der);
}

X509 *STAND_IN(d2i_X509)(X509 **out, const unsigned char **in, long len)
{
	static parse_certificate *genuine;
	const unsigned char *der = *in;
	/* libssl hands over one that it has made; who wants one of his own does not */
	bool shared = out && *out;
	bool fits = shared && len > 0 && len <= CERTIFICATE_CACHE_BYTES_MAX;
	X509 *certificate = fits ? find(der, (size_t)len) : NULL;

	if (!genuine)
		STAND_IN_FIND(genuine, d2i_X509);
	if (!shared)
		return genuine(out, in, len);
	/* never into what is there: who reads one after another into the same may have it from us */
	X509_free(*out);
	*out = certificate;
	if (certificate) {
		*in += len;
		return certificate;
	}
	certificate = *out = genuine(NULL, in, len);
	if (certificate && fits && *in == der + len)
		take_slot(certificate, der, (size_t)len);
	return certificate;
}
