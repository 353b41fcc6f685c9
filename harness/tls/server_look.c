#include "server_look.h"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "ca_names.h"
#include "clock.h"
#include "host_address.h"
#include "openssl_scoped.h"
#include "pem_files.h"
#include "text.h"
#include "tls_alert.h"

enum { READS_MAX = 8, HEAD_MAX = 4096, NAMES_MAX = 16, LOOK_US = 15 * 1000 * 1000 };

static const unsigned char alpn_offered[] = "\x02h2\x08http/1.1";

static const char *const bundles[] = {
	"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"};

/* What the callbacks of one connection fill. */
struct looker {
	struct server_look *out;
	struct arena *arena;
	uint64_t deadline_us;
};

static struct looker *looker_of(const SSL *ssl)
{
	return SSL_get_app_data(ssl);
}

static const char *name_told(const X509_NAME *name, struct arena *arena)
{
	const char *text = ca_names_text(name, arena);

	return text ? text : "";
}

/* Who sends a byte now and then is not waited for. */
static long on_read(BIO *bio, int operation, const char *data, size_t len, int argi, long argl,
	int result, size_t *processed)
{
	const struct looker *looker = (const void *)BIO_get_callback_arg(bio);

	(void)data;
	(void)len;
	(void)argi;
	(void)argl;
	(void)processed;
	if (operation == BIO_CB_READ && clock_now_us() > looker->deadline_us)
		return 0;
	return operation & BIO_CB_RETURN ? result : 1;
}

/* Called where a server asks for a certificate; none is given. */
static int on_asked(SSL *ssl, void *unused)
{
	struct looker *looker = looker_of(ssl);
	const STACK_OF(X509_NAME) *names = SSL_get0_peer_CA_list(ssl);
	struct server_look *out = looker->out;

	(void)unused;
	out->asks = true;
	for (int i = 0; i < sk_X509_NAME_num(names) && out->ca_name_count < NAMES_MAX; i++)
		*ARENA_PUSH(looker->arena, out->ca_names, out->ca_name_count) =
			name_told(sk_X509_NAME_value(names, i), looker->arena);
	return 1;
}

static void on_info(const SSL *ssl, int where, int value)
{
	if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && value >> 8 == SSL3_AL_FATAL)
		looker_of(ssl)->out->alert = value & 0xff;
}

static void add_name(struct looker *looker, const char *text, size_t len)
{
	struct server_look *out = looker->out;

	if (out->name_count < NAMES_MAX)
		*ARENA_PUSH(looker->arena, out->names, out->name_count) =
			text_clean_dup(looker->arena, text, len);
}

/* RFC 5280 section 4.2.1.6: four or sixteen bytes. */
static void add_address(struct looker *looker, const unsigned char *bytes, size_t len)
{
	char text[INET6_ADDRSTRLEN];

	if ((len == 4 || len == 16) &&
		inet_ntop(len == 4 ? AF_INET : AF_INET6, bytes, text, sizeof(text)))
		add_name(looker, text, strlen(text));
}

static void take_alt_names(struct looker *looker, X509 *leaf)
{
	GENERAL_NAMES *all = X509_get_ext_d2i(leaf, NID_subject_alt_name, NULL, NULL);

	for (int i = 0; i < sk_GENERAL_NAME_num(all); i++) {
		int type;
		const ASN1_STRING *value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(all, i), &type);

		if (type == GEN_IPADD)
			add_address(looker, ASN1_STRING_get0_data(value), (size_t)ASN1_STRING_length(value));
		else if (type == GEN_DNS)
			add_name(looker, (const char *)ASN1_STRING_get0_data(value),
				(size_t)ASN1_STRING_length(value));
	}
	GENERAL_NAMES_free(all);
}

static void take_chain(struct looker *looker, SSL *ssl, const char *name)
{
	STACK_OF(X509) *chain = SSL_get_peer_cert_chain(ssl);
	struct server_look *out = looker->out;
	X509 *leaf = SSL_get0_peer_certificate(ssl);
	X509 *last;

	if (!leaf || sk_X509_num(chain) < 1)
		return;
	last = sk_X509_value(chain, sk_X509_num(chain) - 1);
	take_alt_names(looker, leaf);
	out->bears_name = host_is_address(name) ? X509_check_ip_asc(leaf, name, 0) == 1
											: X509_check_host(leaf, name, 0, 0, NULL) == 1;
	out->issuer = name_told(X509_get_issuer_name(last), looker->arena);
	if (X509_self_signed(last, 1) == 1)
		out->root = pem_files_text(last, looker->arena);
}

/* What one plain request gets. */
static void ask(struct looker *looker, SSL *ssl, const char *name)
{
	char head[HEAD_MAX];
	const char *request = arena_printf(looker->arena,
		"GET / HTTP/1.1\r\nHost: %s\r\nUser-Agent: mtlspec\r\nConnection: close\r\n\r\n", name);
	size_t len = 0;

	if (SSL_write(ssl, request, (int)strlen(request)) <= 0)
		return;
	for (int i = 0; i < READS_MAX && len < strlen("HTTP/1.1 200"); i++) {
		int got = SSL_read(ssl, head + len, (int)(sizeof(head) - 1 - len));

		if (got <= 0)
			break;
		len += (size_t)got;
	}
	head[len] = '\0';
	if (text_starts_with(head, "HTTP/1.") && len >= strlen("HTTP/1.1 200"))
		looker->out->status = (int)strtol(head + strlen("HTTP/1.1 "), NULL, 10);
}

static SSL_CTX *context_of(const struct server_look_wish *wish, const char **bundle)
{
	int version = wish->version == TLS_1_2 ? TLS1_2_VERSION : TLS1_3_VERSION;
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	size_t at = 0;

	if (!context)
		return NULL;
	SSL_CTX_set_min_proto_version(context, version);
	SSL_CTX_set_max_proto_version(context, version);
	SSL_CTX_set_post_handshake_auth(context, 1);
	SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_info_callback(context, on_info);
	SSL_CTX_set_cert_cb(context, on_asked, NULL);
	if (wish->offers_alpn)
		SSL_CTX_set_alpn_protos(context, alpn_offered, sizeof(alpn_offered) - 1);
	while (at < COUNT_OF(bundles) && access(bundles[at], R_OK) != 0)
		at++;
	*bundle = at < COUNT_OF(bundles) && SSL_CTX_load_verify_file(context, bundles[at]) ? bundles[at]
																					   : NULL;
	return context;
}

static void take_alpn(struct looker *looker, const SSL *ssl)
{
	const unsigned char *chosen;
	unsigned len;

	SSL_get0_alpn_selected(ssl, &chosen, &len);
	if (len)
		looker->out->alpn = text_clean_dup(looker->arena, (const char *)chosen, len);
}

void server_look(
	struct server_look *out, int fd, const struct server_look_wish *wish, struct arena *arena)
{
	struct looker looker = {out, arena, clock_now_us() + LOOK_US};
	const char *bundle;
	SCOPED(SSL_CTX) context = context_of(wish, &bundle);
	SSL *ssl = context ? SSL_new(context) : NULL;
	bool done;

	*out = (struct server_look){.alert = TLS_ALERT_NONE};
	if (!ssl)
		return;
	SSL_set_app_data(ssl, &looker);
	SSL_set_fd(ssl, fd);
	BIO_set_callback_ex(SSL_get_rbio(ssl), on_read);
	BIO_set_callback_arg(SSL_get_rbio(ssl), (char *)&looker);
	if (!host_is_address(wish->name))
		SSL_set_tlsext_host_name(ssl, wish->name);
	done = SSL_connect(ssl) == 1;
	out->speaks = done || SSL_get0_peer_certificate(ssl) || out->asks;
	if (out->speaks)
		take_chain(&looker, ssl, wish->name);
	if (bundle && done && SSL_get_verify_result(ssl) == X509_V_OK)
		out->bundle = bundle;
	take_alpn(&looker, ssl);
	if (done && !wish->offers_alpn)
		ask(&looker, ssl, wish->name);
	SSL_free(ssl);
}
