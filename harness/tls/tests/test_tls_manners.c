/* Peers that never come to an end, how a connection ends, and being asked for a certificate late: a
 * plain libssl server with our client. */
#include <string.h>

#include <openssl/ssl.h>

#include "peers.h"
#include "tls_setup.h"
#include "unit.h"

static const enum tls_version versions[] = {TLS_1_2, TLS_1_3};

struct visit {
	SSL_CTX *ctx;
	SSL *ssl; /* the server */
	struct tls_client *client;
	struct arena arena;
	struct observation facts;
	struct tls_key_log log;
};

/* Bytes of both directions, until none is left. */
static void carry(struct visit *visit)
{
	const uint8_t *data;
	size_t len = 0;
	int got = 0;

	do {
		char bytes[16384];

		len = tls_client_output(visit->client, &data);
		if (len)
			BIO_write(SSL_get_rbio(visit->ssl), data, (int)len);
		tls_client_consume_output(visit->client, len);
		if (len)
			SSL_read(visit->ssl, bytes, sizeof(bytes));
		got = BIO_read(SSL_get_wbio(visit->ssl), bytes, sizeof(bytes));
		if (got > 0)
			tls_client_receive(visit->client, (uint8_t *)bytes, (size_t)got);
	} while (len || got > 0);
}

static void visit_begin_as(struct visit *visit, struct tls_client_options options)
{
	enum tls_version version = options.version;

	options.server_name = PKI_SERVER_NAME;
	options.key_log = &visit->log;
	memset(visit, 0, sizeof(*visit));
	arena_init(&visit->arena);
	observation_init(&visit->facts);
	visit->ctx = SSL_CTX_new(TLS_server_method());
	tls_setup_context(visit->ctx, version, version);
	ck_assert(tls_setup_credential(NULL, visit->ctx, peers_credential(PKI_SERVER)));
	visit->ssl = SSL_new(visit->ctx);
	SSL_set_bio(visit->ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
	BIO_set_mem_eof_return(SSL_get_rbio(visit->ssl), -1);
	BIO_set_mem_eof_return(SSL_get_wbio(visit->ssl), -1);
	SSL_set_accept_state(visit->ssl);
	visit->client = tls_client_create(peers_get()->clients, &options, &visit->facts, &visit->arena);
	carry(visit);
	ck_assert(visit->facts.handshake_done);
}

static void visit_begin_with(
	struct visit *visit, enum tls_version version, const struct credential *credential)
{
	visit_begin_as(
		visit, (struct tls_client_options){.version = version, .credential = credential});
}

static void visit_begin(struct visit *visit, enum tls_version version)
{
	visit_begin_with(visit, version, NULL);
}

static void visit_end(struct visit *visit)
{
	tls_client_destroy(visit->client);
	SSL_free(visit->ssl);
	SSL_CTX_free(visit->ctx);
	arena_finish(&visit->arena);
}

START_TEST(test_new_keys_for_ever)
{
	struct visit visit;
	size_t lines = 0;
	size_t first;

	visit_begin(&visit, TLS_1_3);
	first = visit.log.len;
	ck_assert_uint_gt(first, 4 * 100);
	for (int i = 0; i < 2000; i++) {
		ck_assert_int_eq(SSL_key_update(visit.ssl, SSL_KEY_UPDATE_REQUESTED), 1);
		ck_assert_int_eq(SSL_do_handshake(visit.ssl), 1);
		carry(&visit);
	}
	/* some are there, whole, and no more than have room */
	ck_assert_uint_gt(visit.log.len, first);
	ck_assert_uint_le(visit.log.len, 8192);
	ck_assert_uint_eq(strlen(visit.log.text), visit.log.len);
	for (const char *at = visit.log.text; (at = strchr(at, '\n')); at++)
		lines++;
	ck_assert_uint_gt(lines, 5);
	ck_assert_int_eq(visit.log.text[visit.log.len - 1], '\n');
	ck_assert(!tls_client_ended(visit.client));
	ck_assert_uint_le(visit.facts.moment_count, MOMENT_MAX);
	visit_end(&visit);
}
END_TEST

/* RFC 5246 section 7.2.1, RFC 8446 section 6.1: close_notify ends what the peer sends, no more. */
START_TEST(test_close_notify_is_answered)
{
	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		const uint8_t *data;
		struct visit visit;

		visit_begin(&visit, versions[i]);
		ck_assert(!tls_client_peer_closed(visit.client));
		ck_assert_int_eq(SSL_write(visit.ssl, "word", 4), 4);
		ck_assert_int_eq(SSL_shutdown(visit.ssl), 0);
		carry(&visit);
		ck_assert(tls_client_peer_closed(visit.client));
		ck_assert_uint_eq(tls_client_read(visit.client, &data), 4);
		ck_assert_int_eq(visit.facts.alert, TLS_ALERT_NONE);
		ck_assert_int_eq(SSL_get_shutdown(visit.ssl) & SSL_RECEIVED_SHUTDOWN, 0);
		tls_client_close(visit.client);
		carry(&visit);
		ck_assert_int_ne(SSL_get_shutdown(visit.ssl) & SSL_RECEIVED_SHUTDOWN, 0);
		visit_end(&visit);
	}
}
END_TEST

/* Who leaves first says so, too; but not twice. */
START_TEST(test_our_close_notify)
{
	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		const uint8_t *data;
		struct visit visit;

		visit_begin(&visit, versions[i]);
		tls_client_close(visit.client);
		ck_assert_uint_gt(tls_client_output(visit.client, &data), 0);
		carry(&visit);
		ck_assert_int_ne(SSL_get_shutdown(visit.ssl) & SSL_RECEIVED_SHUTDOWN, 0);
		tls_client_close(visit.client);
		ck_assert_uint_eq(tls_client_output(visit.client, &data), 0);
		visit_end(&visit);
	}
}
END_TEST

static int accept_anybody(int ok, X509_STORE_CTX *store)
{
	(void)ok;
	(void)store;
	return 1;
}

/* As a server does that protects some paths only: it asks when it has seen the request. */
static void ask_late(struct visit *visit, enum tls_version version)
{
	SSL_set_verify(visit->ssl, SSL_VERIFY_PEER, accept_anybody);
	if (version == TLS_1_3)
		ck_assert_int_eq(SSL_verify_client_post_handshake(visit->ssl), 1);
	else
		ck_assert_int_eq(SSL_renegotiate(visit->ssl), 1);
	SSL_do_handshake(visit->ssl);
	carry(visit);
}

START_TEST(test_certificate_goes_out_late)
{
	static const struct {
		const char *credential; /* NULL: has none */
		enum certificate_sent sent;
	} rows[] = {{"client", SENT_AS_MEANT}, {"client-expired", SENT_AS_MEANT}, {NULL, SENT_EMPTY}};

	for (size_t i = 0; i < COUNT_OF(versions) * COUNT_OF(rows); i++) {
		enum tls_version version = versions[i % COUNT_OF(versions)];
		const char *name = rows[i / COUNT_OF(versions)].credential;
		const struct credential *credential = name ? peers_credential(name) : NULL;
		struct visit visit;
		X509 *shown;

		visit_begin_with(&visit, version, credential);
		ck_assert(!visit.facts.certificate_requested);
		ck_assert_int_eq(visit.facts.sent, SENT_NOT_ASKED);
		ask_late(&visit, version);
		ck_assert(visit.facts.certificate_requested && visit.facts.asked_late);
		ck_assert_int_eq(visit.facts.sent, rows[i / COUNT_OF(versions)].sent);
		ck_assert(exchange_has_moment(
			&visit.facts, PARTY_SERVER, "CertificateRequest (after the handshake)"));
		ck_assert_int_eq(visit.facts.alert, TLS_ALERT_NONE);
		shown = SSL_get0_peer_certificate(visit.ssl);
		ck_assert_int_eq(shown != NULL, credential != NULL);
		ck_assert(!shown || X509_cmp(shown, credential->chain[0]) == 0);
		visit_end(&visit);
	}
}
END_TEST

/* Who does not offer it can't be asked in TLS 1.3, and does not follow in TLS 1.2. */
START_TEST(test_nobody_asks_late)
{
	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		struct visit visit;

		visit_begin_as(&visit,
			(struct tls_client_options){.version = versions[i],
				.credential = peers_credential("client"),
				.asked_in_handshake_alone = true});
		SSL_set_verify(visit.ssl, SSL_VERIFY_PEER, accept_anybody);
		if (versions[i] == TLS_1_3) {
			ck_assert_int_eq(SSL_verify_client_post_handshake(visit.ssl), 0);
		} else {
			ck_assert_int_eq(SSL_renegotiate(visit.ssl), 1);
			SSL_do_handshake(visit.ssl);
			carry(&visit);
		}
		ck_assert(!visit.facts.certificate_requested && !visit.facts.asked_late);
		ck_assert_int_eq(visit.facts.sent, SENT_NOT_ASKED);
		visit_end(&visit);
	}
}
END_TEST

/* What is asked for late may be what we can't sign with, too. */
START_TEST(test_unsent_late)
{
	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		struct visit visit;

		visit_begin_with(&visit, versions[i], peers_credential("client"));
		ck_assert(SSL_set1_client_sigalgs_list(visit.ssl, "rsa_pss_rsae_sha256:RSA+SHA256"));
		ask_late(&visit, versions[i]);
		ck_assert_int_eq(visit.facts.sent, SENT_EMPTY);
		ck_assert_ptr_nonnull(strstr(visit.facts.unsent, "which can sign with none of them"));
		visit_end(&visit);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"restless", {test_new_keys_for_ever}},
		{"goodbye", {test_close_notify_is_answered, test_our_close_notify}},
		{"asked-late", {test_nobody_asks_late, test_certificate_goes_out_late, test_unsent_late}},
	};
	int status = unit_run("tls_manners", cases, COUNT_OF(cases));

	peers_destroy();
	return status;
}
