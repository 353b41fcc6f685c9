#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>

#include "alpn.h"
#include "arena.h"
#include "fatal.h"
#include "named_group.h"
#include "openssl_scoped.h"
#include "tls_server_parts.h"
#include "tls_setup.h"
#include "twin.h"

struct tls_server_set {
	X509_STORE *trusted;
	X509 *root;
	bool has_crls;
	struct tls_server_context *contexts[AUTH_MODE_COUNT][TLS_VERSION_COUNT];
};

struct tls_server_set *tls_server_set_create(X509 *client_root, X509_CRL *const *client_crls)
{
	struct tls_server_set *set = fatal_alloc(sizeof(*set));

	memset(set, 0, sizeof(*set));
	set->trusted = X509_STORE_new();
	set->root = client_root;
	set->has_crls = client_crls != NULL;
	if (!set->trusted || !X509_up_ref(client_root) ||
		!X509_STORE_add_cert(set->trusted, client_root))
		FATAL("no trust store");
	for (size_t i = 0; client_crls && client_crls[i]; i++) {
		if (!X509_STORE_add_crl(set->trusted, client_crls[i]))
			FATAL("no trust store");
	}
	return set;
}

void tls_server_set_destroy(struct tls_server_set *set)
{
	if (!set)
		return;
	for (size_t i = 0; i < AUTH_MODE_COUNT; i++) {
		for (size_t j = 0; j < TLS_VERSION_COUNT; j++)
			tls_server_context_destroy(set->contexts[i][j]);
	}
	X509_STORE_free(set->trusted);
	X509_free(set->root);
	free(set);
}

/*
 * A server that can choose its version looks at supported_versions and refuses by itself whoever
 * does not offer TLS 1.1. The servers that are meant here have never heard of that extension, which
 * is also how OpenSSL's methods of one version behave; they are deprecated for just that.
 */
static const SSL_METHOD *method_of(enum tls_version version)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
	if (version == TLS_1_0)
		return TLSv1_server_method();
	if (version == TLS_1_1)
		return TLSv1_1_server_method();
#pragma GCC diagnostic pop
	return TLS_server_method();
}

/* Called only if the client asked for a response (RFC 6066 section 8). */
static int staple(SSL *ssl, void *unused)
{
	struct tls_recorder *recorder = tls_recorder_of(ssl);
	const struct der *response = recorder->serving->staple;
	unsigned char *copy;

	(void)unused;
	if (!response)
		return SSL_TLSEXT_ERR_NOACK;
	copy = OPENSSL_memdup(response->data, response->len);
	if (!copy || !SSL_set_tlsext_status_ocsp_resp(ssl, copy, (long)response->len))
		FATAL("out of memory");
	recorder->facts->staple_sent = true;
	return SSL_TLSEXT_ERR_OK;
}

static struct tls_server_context *make_server_context(
	const struct tls_server_set *set, enum auth_mode mode, enum tls_version version)
{
	struct tls_server_context *context = fatal_alloc(sizeof(*context));
	SSL_CTX *ctx = SSL_CTX_new(method_of(version));

	if (!ctx)
		FATAL("no SSL_CTX");
	tls_setup_context(ctx, version, version);
	SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION);
	/* whatever a client may insist on */
	named_group_take_all(ctx);
	SSL_CTX_set_dh_auto(ctx, 1);
	SSL_CTX_set_tlsext_status_cb(ctx, staple);
	tls_recorder_hook(ctx);
	twin_hook_server(ctx);
	alpn_hook_server(ctx);
	memset(context, 0, sizeof(*context));
	context->ctx = ctx;
	context->judge.mode = mode;
	tls_judge_set_up(&context->judge, ctx, set->trusted, set->has_crls);
	return context;
}

static void set_ca_names(
	SSL *ssl, const struct tls_server_set *set, const struct tls_server_options *options)
{
	/* on the SSL, so that an empty list is one; the SSL frees it */
	STACK_OF(X509_NAME) *names = sk_X509_NAME_new_null();

	SSL_set_client_CA_list(ssl, names);
	if (!names)
		FATAL("out of memory");
	if (!options->no_ca_names &&
		!SSL_add_client_CA(ssl, options->ca_name ? options->ca_name : set->root))
		FATAL("out of memory");
}

/* What libssl does not know would be left out, and something else be meant. */
static void set_schemes(struct tls_server *server, const char *schemes, struct arena *arena)
{
	if (!schemes || SSL_set1_client_sigalgs_list(server->pump.ssl, schemes))
		return;
	tls_recorder_trouble(
		&server->recorder, arena_printf(arena, "libssl can't ask for signatures by %s", schemes));
	ERR_clear_error();
	server->pump.ended = true;
}

static void give_tickets(SSL *ssl)
{
	SSL_clear_options(ssl, SSL_OP_NO_TICKET);
	if (!SSL_set_num_tickets(ssl, 1))
		FATAL("out of memory");
}

struct tls_server *tls_server_create_for(struct tls_server_set *set,
	const struct tls_server_options *options, struct observation *facts, struct arena *arena)
{
	struct tls_server_context **context = &set->contexts[options->mode][options->version];
	struct tls_server *server;

	ERR_clear_error();
	if (!*context)
		*context = make_server_context(set, options->mode, options->version);
	server = tls_server_begin(*context, options->start_us, facts, arena);
	server->options = *options;
	server->recorder.serving = &server->options;
	server->recorder.presented = options->credential;
	facts->served = SENT_NOT_YET;
	if (auth_mode_requests(options->mode))
		set_ca_names(server->pump.ssl, set, options);
	set_schemes(server, options->schemes, arena);
	if (options->tickets)
		give_tickets(server->pump.ssl);
	if (!tls_setup_credential(server->pump.ssl, NULL, options->credential)) {
		tls_recorder_trouble(&server->recorder,
			arena_printf(arena, "libssl can't present the credential %s (%s)",
				options->credential->name,
				ERR_peek_error() ? ERR_reason_error_string(ERR_peek_error()) : "not parsed"));
		ERR_clear_error();
		server->pump.ended = true;
	}
	return server;
}
