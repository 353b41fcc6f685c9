#include "tls_client.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "arena.h"
#include "fatal.h"
#include "hello_extensions.h"
#include "host_spelling.h"
#include "kept_sessions.h"
#include "server_trust.h"
#include "tls_pump.h"
#include "tls_recorder.h"
#include "tls_setup.h"
#include "twin.h"
#include "unsolicited.h"

struct tls_client_context {
	struct server_trust trust;
	SSL_CTX *plain[TLS_VERSION_COUNT];
	SSL_CTX *unsolicited[TLS_VERSION_COUNT]; /* with the suite that unsolicited.c needs */
};

struct tls_client {
	struct tls_recorder recorder;
	struct tls_pump pump;
	struct kept_sessions tickets;
	struct unsolicited *unsolicited;
};

/*
 * All that a client's SSL_CTX needs but its credential. Before TLS 1.2 a ClientHello can't help
 * offering what is older, too (RFC 5246 appendix E.1): an answer in that is taken. As curl does, it
 * lets itself be asked for a certificate after the handshake (RFC 8446 section 4.6.2): a server
 * that protects some paths only can't ask before it has seen the request. In TLS 1.2 such a server
 * renegotiates (RFC 5746), which libssl's clients do by themselves.
 */
static void set_up(SSL_CTX *ctx, struct server_trust *trust, enum tls_version version)
{
	tls_setup_context(ctx, version < TLS_1_2 ? TLS_1_0 : version, version);
	SSL_CTX_set_post_handshake_auth(ctx, 1);
	server_trust_attach(trust, ctx);
	tls_recorder_hook(ctx);
	twin_hook(ctx);
}

static SSL_SESSION *copy_of(const SSL_SESSION *session)
{
	SSL_SESSION *copy = SSL_SESSION_dup(session);

	if (!copy)
		FATAL("out of memory");
	return copy;
}

/* libssl remembers only the last of several tickets. */
static int on_session(SSL *ssl, SSL_SESSION *session)
{
	struct tls_recorder *recorder = tls_recorder_of(ssl);

	if (recorder->tickets && SSL_version(ssl) == TLS1_3_VERSION &&
		SSL_SESSION_is_resumable(session))
		kept_sessions_add(recorder->tickets, copy_of(session));
	return 0; /* it stays libssl's */
}

static SSL_CTX *make_context(struct server_trust *trust, enum tls_version version)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());

	if (!ctx)
		FATAL("no SSL_CTX");
	set_up(ctx, trust, version);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(ctx, on_session);
	hello_extensions_prepare(ctx);
	return ctx;
}

struct tls_client_context *tls_client_context_create(X509 *trusted_root)
{
	struct tls_client_context *context = fatal_alloc(sizeof(*context));

	memset(context, 0, sizeof(*context));
	server_trust_init(&context->trust, trusted_root);
	for (enum tls_version version = TLS_1_0; version < TLS_VERSION_COUNT; version++) {
		context->plain[version] = make_context(&context->trust, version);
		context->unsolicited[version] = make_context(&context->trust, version);
		unsolicited_prepare(context->unsolicited[version]);
	}
	return context;
}

void tls_client_context_trust(struct tls_client_context *context, X509 *root)
{
	server_trust_add(&context->trust, root);
}

void tls_client_context_destroy(struct tls_client_context *context)
{
	if (!context)
		return;
	for (size_t i = 0; i < TLS_VERSION_COUNT; i++) {
		SSL_CTX_free(context->plain[i]);
		SSL_CTX_free(context->unsolicited[i]);
	}
	server_trust_finish(&context->trust);
	free(context);
}

static void init_recorder(struct tls_recorder *recorder, struct tls_client_context *context,
	const struct tls_client_options *options, struct observation *facts, struct arena *arena)
{
	tls_recorder_init(recorder, PARTY_CLIENT, options->start_us, facts, arena);
	recorder->context = context;
	recorder->options = *options;
	recorder->presented = options->credential;
	facts->offered = options->version;
}

/* RFC 6066 section 3: literal addresses are not permitted. */
static bool is_address(const char *name)
{
	ASN1_OCTET_STRING *address = a2i_IPADDRESS(name);

	ASN1_OCTET_STRING_free(address);
	return address;
}

/* As SNI; NULL: none. */
static const char *sent_name(const struct tls_client_options *options)
{
	const char *name = options->server_name;

	return name && !is_address(name) ? name : NULL;
}

/* As the ClientHello writes it; in the arena. */
static const char *write_name(
	const char *name, enum host_spelling way, struct tls_recorder *recorder)
{
	const char *written;

	if (way == HOST_USUAL)
		return name;
	if (!name) {
		tls_recorder_trouble(recorder, "no server name is sent that could be written otherwise");
		return name;
	}
	written = host_spell(name, way, recorder->arena);
	tls_recorder_note(recorder, PARTY_CLIENT,
		arena_printf(recorder->arena, "server name %s", written), strlen(written));
	return written;
}

static void set_names(
	SSL *ssl, const struct tls_client_options *options, struct tls_recorder *recorder)
{
	const char *verified = server_trust_name(options);
	const char *sent =
		write_name(sent_name(options), (enum host_spelling)options->opening.hello.name, recorder);

	if (verified)
		tls_setup_name(SSL_get0_param(ssl), verified);
	if (sent && !SSL_set_tlsext_host_name(ssl, sent))
		FATAL("libssl refuses the name %s", sent);
}

static void report_unusable(struct tls_recorder *recorder)
{
	tls_recorder_trouble(recorder,
		arena_printf(recorder->arena, "libssl can't present the credential %s (%s)",
			recorder->options.credential->name,
			ERR_peek_error() ? ERR_reason_error_string(ERR_peek_error()) : "not parsed"));
	ERR_clear_error();
}

/* libssl marks the sessions of its connections as they go; what was kept stays as it was. */
static void set_session(SSL *ssl, const struct tls_client_options *options)
{
	SSL_SESSION *copy;

	if (options->keeps_session || options->resume)
		SSL_clear_options(ssl, SSL_OP_NO_TICKET);
	if (!options->resume)
		return;
	copy = copy_of(options->resume);
	/* libssl sends no early data under another name: whoever means harm does */
	if (options->early_data && !SSL_SESSION_set1_hostname(copy, sent_name(options)))
		FATAL("out of memory");
	if (!SSL_set_session(ssl, copy))
		FATAL("libssl refuses a session of its own");
	SSL_SESSION_free(copy);
}

struct tls_client *tls_client_create(struct tls_client_context *context,
	const struct tls_client_options *options, struct observation *facts, struct arena *arena)
{
	struct tls_client *client = fatal_alloc(sizeof(*client));
	SSL_CTX **contexts = options->unsolicited_certificate ? context->unsolicited : context->plain;

	memset(client, 0, sizeof(*client));
	init_recorder(&client->recorder, context, options, facts, arena);
	tls_pump_init(&client->pump, contexts[options->version], &client->recorder);
	if (options->unsolicited_certificate) {
		facts->sent = SENT_NOT_YET;
		client->unsolicited = unsolicited_create(options->version);
		client->recorder.unsolicited = client->unsolicited;
		client->pump.unsolicited = client->unsolicited;
	}
	client->pump.hello_limit = (size_t)options->opening.fragment.record;
	if (options->keeps_session)
		client->recorder.tickets = &client->tickets;
	set_names(client->pump.ssl, options, &client->recorder);
	set_session(client->pump.ssl, options);
	if (options->asked_in_handshake_alone) {
		SSL_set_post_handshake_auth(client->pump.ssl, 0);
		SSL_set_options(client->pump.ssl, SSL_OP_NO_RENEGOTIATION);
	}
	SSL_set_connect_state(client->pump.ssl);
	if (options->credential && !tls_setup_credential(client->pump.ssl, NULL, options->credential)) {
		report_unusable(&client->recorder);
		client->pump.ended = true;
	}
	client->pump.early = options->early_data;
	/* the first bytes go with what will be written */
	if (!options->early_data)
		tls_pump_step(&client->pump);
	return client;
}

void tls_client_destroy(struct tls_client *client)
{
	if (!client)
		return;
	tls_pump_finish(&client->pump);
	unsolicited_destroy(client->unsolicited);
	kept_sessions_finish(&client->tickets);
	free(client);
}

size_t tls_client_output(struct tls_client *client, const uint8_t **data)
{
	return tls_pump_output(&client->pump, data);
}

void tls_client_consume_output(struct tls_client *client, size_t len)
{
	buf_consume(&client->pump.output, len);
}

void tls_client_receive(struct tls_client *client, const uint8_t *data, size_t len)
{
	tls_pump_receive(&client->pump, data, len);
}

void tls_client_write(struct tls_client *client, const void *data, size_t len)
{
	tls_pump_write(&client->pump, data, len);
}

void tls_client_renegotiate(struct tls_client *client)
{
	client->pump.renegotiates = true;
	tls_pump_step(&client->pump);
}

size_t tls_client_read(struct tls_client *client, const uint8_t **data)
{
	return tls_pump_read(&client->pump, data);
}

void tls_client_consume_read(struct tls_client *client, size_t len)
{
	buf_consume(&client->pump.arrived, len);
}

bool tls_client_has_session(const struct tls_client *client)
{
	const SSL_SESSION *session = SSL_get0_session(client->pump.ssl);

	if (SSL_version(client->pump.ssl) == TLS1_3_VERSION)
		return client->tickets.count > 0;
	return client->recorder.options.keeps_session && SSL_is_init_finished(client->pump.ssl) &&
		session && SSL_SESSION_is_resumable(session);
}

void tls_client_take_sessions(struct tls_client *client, struct kept_sessions *out)
{
	if (!tls_client_has_session(client))
		return;
	if (SSL_version(client->pump.ssl) != TLS1_3_VERSION)
		kept_sessions_add(out, copy_of(SSL_get0_session(client->pump.ssl)));
	for (size_t i = 0; i < client->tickets.count; i++)
		kept_sessions_add(out, client->tickets.items[i]);
	client->tickets = (struct kept_sessions){.count = 0};
}

size_t tls_client_early_room(const SSL_SESSION *session)
{
	return session ? SSL_SESSION_get_max_early_data(session) : 0;
}

void tls_client_close(struct tls_client *client)
{
	tls_pump_close(&client->pump);
}

bool tls_client_ended(const struct tls_client *client)
{
	return client->pump.ended;
}

bool tls_client_peer_closed(const struct tls_client *client)
{
	return tls_pump_peer_closed(&client->pump);
}

bool tls_client_flight_complete(const struct tls_client *client)
{
	return SSL_is_init_finished(client->pump.ssl) && client->pump.unsent.len == 0;
}

struct tls_recorder *tls_recorder_create(struct tls_client_context *context,
	const struct tls_client_options *options, struct observation *facts, struct arena *arena)
{
	struct tls_recorder *recorder = fatal_alloc(sizeof(*recorder));

	if (options->unsolicited_certificate || options->resume || options->keeps_session ||
		opening_is_unusual(&options->opening))
		FATAL("unsolicited certificates, sessions and unusual openings need tls_client");
	init_recorder(recorder, context, options, facts, arena);
	return recorder;
}

void tls_recorder_watch(struct tls_recorder *recorder, struct foreign_wire *wire)
{
	recorder->wire = wire;
}

void tls_recorder_destroy(struct tls_recorder *recorder)
{
	free(recorder);
}

bool tls_recorder_attach(struct tls_recorder *recorder, SSL_CTX *ctx)
{
	const struct tls_client_options *options = &recorder->options;

	ERR_clear_error();
	set_up(ctx, &recorder->context->trust, options->version);
	tls_recorder_bind_context(recorder, ctx);
	if (options->asked_in_handshake_alone) {
		SSL_CTX_set_post_handshake_auth(ctx, 0);
		SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION);
	}
	if (server_trust_name(options))
		tls_setup_name(SSL_CTX_get0_param(ctx), server_trust_name(options));
	if (options->credential && !tls_setup_credential(NULL, ctx, options->credential)) {
		report_unusable(recorder);
		return false;
	}
	return true;
}
