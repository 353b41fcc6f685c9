#include "verifying_client.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>

#include "arena.h"
#include "fatal.h"
#include "openssl_scoped.h"
#include "possession.h"
#include "verifying_files.h"
#include "verifying_hello.h"
#include "verifying_trust.h"

struct verifying_client {
	struct verifying_config config;
	SSL_CTX *ctx;
};

struct verified {
	struct verifying_case judged;
	SSL *ssl;
};

/* RFC 8446 section 4.2.4: the authorities that the server named; none means any. */
static bool is_wanted(SSL *ssl)
{
	const STACK_OF(X509_NAME) *names = SSL_get0_peer_CA_list(ssl);
	STACK_OF(X509) *chain = NULL;
	bool wanted = sk_X509_NAME_num(names) <= 0;

	SSL_get0_chain_certs(ssl, &chain);
	for (int i = 0; i < sk_X509_NAME_num(names); i++) {
		const X509_NAME *name = sk_X509_NAME_value(names, i);

		wanted = wanted || X509_NAME_cmp(X509_get_issuer_name(SSL_get_certificate(ssl)), name) == 0;
		for (int j = 0; j < sk_X509_num(chain); j++)
			wanted =
				wanted || X509_NAME_cmp(X509_get_issuer_name(sk_X509_value(chain, j)), name) == 0;
	}
	return wanted;
}

/* SSL_CTX_set_cert_cb: the server has asked for our certificate. */
static int on_asked(SSL *ssl, void *arg)
{
	struct verifying_case *judged = verifying_case_of(ssl);
	bool has_one = SSL_get_certificate(ssl) != NULL;

	(void)arg;
	judged->asked = true;
	if (!has_one)
		return !judged->defects[CLIENT_DEFECT_LEAVE_WHEN_ASKED];
	if (judged->defects[CLIENT_DEFECT_PRESENT_NOBODY] ||
		(!judged->defects[CLIENT_DEFECT_PRESENT_TO_ANY_NAMES] && !is_wanted(ssl)))
		SSL_certs_clear(ssl);
	else if (judged->defects[CLIENT_DEFECT_PRESENT_LEAF_ALONE])
		SSL_clear_chain_certs(ssl);
	return 1;
}

static int on_session(SSL *ssl, SSL_SESSION *session)
{
	struct verifying_case *judged = verifying_case_of(ssl);

	verified_forget_session(judged->session);
	judged->session = session;
	return 1; /* it is ours now */
}

static enum tls_version oldest_spoken(const struct verifying_config *config)
{
	if (config->defects[CLIENT_DEFECT_CLIENT_SPEAKS_TLS10])
		return TLS_1_0;
	return config->defects[CLIENT_DEFECT_CLIENT_SPEAKS_TLS11] ? TLS_1_1 : config->min_version;
}

static void prepare_context(SSL_CTX *ctx, const struct verifying_config *config)
{
	enum tls_version oldest = oldest_spoken(config);

	/* what is older than TLS 1.2 signs with SHA-1 */
	if (oldest < TLS_1_2)
		SSL_CTX_set_security_level(ctx, 0);
	SSL_CTX_set_mode(ctx, SSL_MODE_NO_AUTO_CHAIN);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(ctx, on_session);
	SSL_CTX_set_cert_cb(ctx, on_asked, NULL);
	verifying_trust_attach(ctx);
	verifying_hello_prepare(ctx, config->defects);
	if (!SSL_CTX_set_min_proto_version(ctx, tls_version_wire(oldest)) ||
		!SSL_CTX_set_max_proto_version(ctx, tls_version_wire(config->max_version)))
		FATAL("libssl refuses our versions");
}

struct verifying_client *verifying_client_create(
	const struct verifying_config *config, struct arena *arena, const char **why)
{
	SCOPED(SSL_CTX) ctx = SSL_CTX_new(TLS_client_method());
	struct verifying_client *client;

	if (!ctx)
		FATAL("no SSL_CTX");
	ERR_clear_error();
	prepare_context(ctx, config);
	if (!verifying_files_load(ctx, config, arena, why))
		return NULL;
	client = fatal_alloc(sizeof(*client));
	client->config = *config;
	client->ctx = TAKE(ctx);
	return client;
}

void verifying_client_destroy(struct verifying_client *client)
{
	if (!client)
		return;
	SSL_CTX_free(client->ctx);
	free(client);
}

struct verifying_client *verifying_client_again(
	struct verifying_client *old, struct arena *arena, const char **why)
{
	const bool *defects = old->config.defects;
	struct verifying_client *client = verifying_client_create(&old->config, arena, why);

	if (!client)
		return NULL;
	if (defects[CLIENT_DEFECT_KEEP_OLD_CERTIFICATE])
		verifying_files_keep_certificate(client->ctx, old->ctx);
	if (defects[CLIENT_DEFECT_KEEP_OLD_CA])
		verifying_files_keep_trusted(client->ctx, old->ctx);
	verifying_client_destroy(old);
	return client;
}

static bool finish_handshake(struct verified *verified)
{
	int done;

	ERR_clear_error();
	possession_skip(verified->judged.defects[CLIENT_DEFECT_SKIP_SERVER_PROOF]);
	done = SSL_connect(verified->ssl);
	possession_skip(false);
	return done == 1;
}

/* Of what is only looked at when the handshake is over: defects. */
static bool is_refused(const struct verified *verified)
{
	const struct verifying_case *judged = &verified->judged;

	return judged->refused ||
		(judged->defects[CLIENT_DEFECT_INSIST_ON_BEING_ASKED] && !judged->asked &&
			SSL_get_certificate(verified->ssl));
}

struct verified *verified_connect(struct verifying_client *client, int socket,
	const struct verified_wish *wish, struct arena *arena, const char **why)
{
	struct verified *verified = fatal_alloc(sizeof(*verified));

	memset(verified, 0, sizeof(*verified));
	verified->judged = (struct verifying_case){.defects = client->config.defects,
		.name = wish->verify,
		.insecure = wish->insecure,
		.visit = client->config.visit};
	verified->ssl = SSL_new(client->ctx);
	if (!verified->ssl || !SSL_set_fd(verified->ssl, socket))
		FATAL("out of memory");
	verifying_case_set(verified->ssl, &verified->judged);
	verifying_hello_name(verified->ssl, wish->name, client->config.defects, arena);
	verifying_trust_name(verified->ssl, &verified->judged);
	if (wish->resume && !SSL_set_session(verified->ssl, wish->resume))
		FATAL("libssl refuses a session of its own");
	if (finish_handshake(verified) && !is_refused(verified))
		return verified;
	*why = is_refused(verified) ? "the server is refused after the handshake"
								: verified_trouble(verified, arena);
	verified_close(verified);
	return NULL;
}

bool verified_write(struct verified *verified, const char *data, size_t len)
{
	size_t written;

	ERR_clear_error();
	return SSL_write_ex(verified->ssl, data, len, &written) == 1;
}

size_t verified_read(struct verified *verified, char *data, size_t max, bool *clean)
{
	size_t len = 0;

	ERR_clear_error();
	if (SSL_read_ex(verified->ssl, data, max, &len) == 1)
		return len;
	*clean = SSL_get_error(verified->ssl, 0) == SSL_ERROR_ZERO_RETURN;
	return 0;
}

SSL_SESSION *verified_take_session(struct verified *verified)
{
	return TAKE(verified->judged.session);
}

void verified_forget_session(SSL_SESSION *session)
{
	SSL_SESSION_free(session);
}

const char *verified_trouble(const struct verified *verified, struct arena *arena)
{
	unsigned long error = ERR_peek_last_error();
	long trust = SSL_get_verify_result(verified->ssl);

	if (trust != X509_V_OK && !verified->judged.insecure)
		return arena_strdup(arena, X509_verify_cert_error_string(trust));
	return error && ERR_reason_error_string(error)
		? arena_strdup(arena, ERR_reason_error_string(error))
		: "the connection was closed";
}

void verified_close(struct verified *verified)
{
	if (!verified)
		return;
	ERR_clear_error();
	if (SSL_is_init_finished(verified->ssl))
		(void)SSL_shutdown(verified->ssl);
	SSL_free(verified->ssl);
	verified_forget_session(verified->judged.session);
	ERR_clear_error();
	free(verified);
}
