#include "twin.h"

#include <openssl/err.h>

#include "arena.h"
#include "asked_keys.h"
#include "tls_recorder.h"
#include "tls_setup.h"

/* The first that there is, of the kinds that are asked for; why not stays with the recorder. */
static const struct credential *find_twin(
	struct tls_recorder *recorder, enum signing_key *key, enum tls_version version)
{
	const struct tls_client_options *options = &recorder->options;
	const char *why = NULL;

	for (size_t i = 0; signing_keys_usual_first[i] != SIGNING_KEY_OTHER; i++) {
		const struct credential *twin;

		*key = signing_keys_usual_first[i];
		if (!asked_for(&recorder->asked, *key, version))
			continue;
		twin = options->twins.find(options->twins.owner, options->credential, *key, &why);
		if (twin)
			return twin;
		if (!recorder->no_twin && why)
			recorder->no_twin = arena_strdup(recorder->arena, why);
	}
	return NULL;
}

static void present(
	struct tls_recorder *recorder, SSL *ssl, const struct credential *twin, enum signing_key key)
{
	struct observation *facts = recorder->facts;

	SSL_certs_clear(ssl);
	if (!tls_setup_credential(ssl, NULL, twin)) {
		tls_recorder_trouble(
			recorder, arena_printf(recorder->arena, "libssl can't present %s", twin->name));
		ERR_clear_error();
		return;
	}
	recorder->presented = twin;
	facts->twin = twin->name;
	facts->why_twin = arena_printf(recorder->arena, "%s with %s, since the server asks for %s",
		recorder->options.credential->name, signing_key_words[key],
		asked_text(recorder->asked.signature_algorithms, recorder->arena));
}

/* Called by libssl once the CertificateRequest has come; 1: go on with what is there. */
static int on_asked(SSL *ssl, void *unused)
{
	struct tls_recorder *recorder = tls_recorder_of(ssl);
	enum tls_version version = tls_version_from_wire((uint16_t)SSL_version(ssl));
	const struct credential *twin;
	enum signing_key key;

	(void)unused;
	if (!recorder || !recorder->was_asked || !recorder->presented ||
		!recorder->options.twins.find ||
		asked_for(&recorder->asked, asked_key_of(recorder->presented), version))
		return 1;
	twin = find_twin(recorder, &key, version);
	if (twin)
		present(recorder, ssl, twin, key);
	return 1;
}

void twin_hook(SSL_CTX *ctx)
{
	SSL_CTX_set_cert_cb(ctx, on_asked, NULL);
}
