#include "twin.h"

#include <openssl/err.h>

#include "arena.h"
#include "asked_keys.h"
#include "client_offer.h"
#include "tls_recorder.h"
#include "tls_server.h"
#include "tls_setup.h"

/* Whose twin is looked for, where, and for which peer. */
struct wish {
	const struct credential *of;
	const struct twin_source *source;
	enum tls_version version;
	bool (*takes)(
		struct tls_recorder *recorder, SSL *ssl, enum signing_key key, enum tls_version version);
};

/* The first that there is, of the kinds that the peer takes; why not stays with the recorder. */
static const struct credential *find_twin(
	struct tls_recorder *recorder, SSL *ssl, const struct wish *wish, enum signing_key *key)
{
	const char *why = NULL;

	for (size_t i = 0; signing_keys_usual_first[i] != SIGNING_KEY_OTHER; i++) {
		const struct credential *twin;

		*key = signing_keys_usual_first[i];
		if (!wish->takes(recorder, ssl, *key, wish->version))
			continue;
		twin = wish->source->find(wish->source->owner, wish->of, *key, &why);
		if (twin)
			return twin;
		if (!recorder->no_twin && why)
			recorder->no_twin = arena_strdup(recorder->arena, why);
	}
	return NULL;
}

static void present(struct tls_recorder *recorder, SSL *ssl, const struct credential *twin)
{
	SSL_certs_clear(ssl);
	if (!tls_setup_credential(ssl, NULL, twin)) {
		tls_recorder_trouble(
			recorder, arena_printf(recorder->arena, "libssl can't present %s", twin->name));
		ERR_clear_error();
		return;
	}
	recorder->presented = twin;
	recorder->facts->twin = twin->name;
}

static bool server_takes(
	struct tls_recorder *recorder, SSL *ssl, enum signing_key key, enum tls_version version)
{
	(void)ssl;
	return asked_for(&recorder->asked, key, version);
}

static bool client_takes(
	struct tls_recorder *recorder, SSL *ssl, enum signing_key key, enum tls_version version)
{
	return client_offer_takes(&recorder->hello, ssl, key, version);
}

/* False: what is there will do, or nothing else is to be had. */
static bool take_twin(
	struct tls_recorder *recorder, SSL *ssl, const struct wish *wish, enum signing_key *key)
{
	const struct credential *twin;

	if (!wish->source->find || wish->takes(recorder, ssl, asked_key_of(wish->of), wish->version))
		return false;
	twin = find_twin(recorder, ssl, wish, key);
	if (twin)
		present(recorder, ssl, twin);
	return twin != NULL;
}

/* Called by libssl once the CertificateRequest has come; 1: go on with what is there. */
static int on_asked(SSL *ssl, void *unused)
{
	struct tls_recorder *recorder = tls_recorder_of(ssl);
	enum signing_key key;

	(void)unused;
	if (!recorder || !recorder->was_asked || !recorder->presented)
		return 1;
	const struct wish wish = {.of = recorder->presented,
		.source = &recorder->options.twins,
		.version = tls_version_from_wire((uint16_t)SSL_version(ssl)),
		.takes = server_takes};

	if (take_twin(recorder, ssl, &wish, &key))
		recorder->facts->why_twin = arena_printf(recorder->arena,
			"%s with %s, since the server asks for %s", wish.of->name, signing_key_words[key],
			asked_text(recorder->asked.signature_algorithms, recorder->arena));
	return 1;
}

static bool takes_some(struct tls_recorder *recorder, SSL *ssl, const struct wish *wish)
{
	for (const enum signing_key *key = signing_keys_usual_first; *key != SIGNING_KEY_OTHER; key++) {
		if (wish->takes(recorder, ssl, *key, wish->version))
			return true;
	}
	return false;
}

/* There would be others, but it is about its key. */
static bool is_declined(struct tls_recorder *recorder, SSL *ssl, const struct wish *wish)
{
	return wish->source->find && !recorder->no_twin &&
		!wish->takes(recorder, ssl, asked_key_of(wish->of), wish->version) &&
		takes_some(recorder, ssl, wish);
}

/* Called once the ClientHello has come in a version that is ours. */
static int on_offered(SSL *ssl, void *unused)
{
	struct tls_recorder *recorder = tls_recorder_of(ssl);
	enum signing_key key;

	(void)unused;
	if (!recorder || !recorder->serving || !recorder->hello_came)
		return 1;
	const struct wish wish = {.of = recorder->presented,
		.source = &recorder->serving->twins,
		.version = recorder->serving->version,
		.takes = client_takes};

	if (take_twin(recorder, ssl, &wish, &key))
		recorder->facts->why_twin =
			arena_printf(recorder->arena, "%s with %s, since the client offers nothing for %s",
				wish.of->name, signing_key_words[key], signing_key_words[asked_key_of(wish.of)]);
	else if (is_declined(recorder, ssl, &wish))
		recorder->facts->unsent =
			arena_printf(recorder->arena, "%s has %s, for which the client offers nothing",
				wish.of->name, signing_key_words[asked_key_of(wish.of)]);
	return 1;
}

void twin_hook(SSL_CTX *ctx)
{
	SSL_CTX_set_cert_cb(ctx, on_asked, NULL);
}

void twin_hook_server(SSL_CTX *ctx)
{
	SSL_CTX_set_cert_cb(ctx, on_offered, NULL);
}
