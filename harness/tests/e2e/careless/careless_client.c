/*
 * careless_client MISTAKE ADDRESS NAME PORT PATH CA OTHER_CA [cert=FILE key=FILE] [crl=FILE]
 *
 * Gets PATH over TLS from NAME, which is at ADDRESS, with one mistake of those that people make
 * (mistake.c); with `none` it makes none. Ends with 0 if it got a 200.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mistake.h"

enum { LIFE_S = 60, HEAD_MAX = 4096, NAME_LEN_MAX = 256 };

struct order {
	const struct mistake *mistake;
	const char *address, *name, *port, *path, *ca, *other_ca;
	const char *cert, *key, *crl; /* or NULL */
};

static const struct order *the_order; /* callbacks of the library have no better place for it */

static bool makes(enum carelessness what)
{
	return the_order->mistake->what & what;
}

static void fail(const char *what)
{
	fprintf(stderr, "%s\n", what);
	ERR_print_errors_fp(stderr);
	exit(1);
}

static int forgive(int ok, X509_STORE_CTX *chain)
{
	const int *forgives = the_order->mistake->forgives;
	int error = X509_STORE_CTX_get_error(chain);

	if (makes(ABOVE_THE_LEAF) && X509_STORE_CTX_get_error_depth(chain) == 0)
		return ok;
	for (int i = 0; !ok && i < FORGIVEN_MAX && forgives[i]; i++) {
		if (error != forgives[i])
			continue;
		X509_STORE_CTX_set_error(chain, X509_V_OK);
		return 1;
	}
	return ok;
}

static bool is_trusted_name(X509_STORE_CTX *chain, const X509_NAME *name)
{
	STACK_OF(X509) *found = X509_STORE_CTX_get1_certs(chain, name);
	bool trusted = sk_X509_num(found) > 0;

	sk_X509_pop_free(found, X509_free);
	return trusted;
}

/* From the leaf up, as they were sent. */
static int follow_names(X509_STORE_CTX *chain, void *nothing)
{
	STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(chain);
	int count = sk_X509_num(sent);

	(void)nothing;
	for (int i = 0; i + 1 < count; i++) {
		if (X509_NAME_cmp(X509_get_issuer_name(sk_X509_value(sent, i)),
				X509_get_subject_name(sk_X509_value(sent, i + 1))) != 0)
			return 0;
	}
	return count && is_trusted_name(chain, X509_get_issuer_name(sk_X509_value(sent, count - 1)));
}

static bool is_address(const char *name)
{
	struct in_addr room;

	return inet_pton(AF_INET, name, &room) == 1;
}

/* With the mistake's own comparison. */
static bool has_fitting_name(X509 *leaf)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(leaf, NID_subject_alt_name, NULL, NULL);
	bool fits = false;

	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
		char text[NAME_LEN_MAX] = "";
		size_t len;

		if (name->type != GEN_DNS || ASN1_STRING_length(name->d.dNSName) >= NAME_LEN_MAX)
			continue;
		len = (size_t)ASN1_STRING_length(name->d.dNSName);
		memcpy(text, ASN1_STRING_get0_data(name->d.dNSName), len);
		if (strlen(text) == len || makes(CUT_AT_NUL))
			fits = fits || the_order->mistake->fits(text, the_order->name);
	}
	GENERAL_NAMES_free(names);
	return fits;
}

static bool is_named_so(SSL *ssl)
{
	X509 *leaf = SSL_get0_peer_certificate(ssl);

	if (makes(NO_NAME) || (is_address(the_order->name) && makes(ANY_ADDRESS)))
		return true;
	if (is_address(the_order->name))
		return X509_check_ip_asc(leaf, the_order->name, 0) == 1;
	if (the_order->mistake->fits)
		return has_fitting_name(leaf);
	return X509_check_host(leaf, the_order->name, 0,
			   X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
				   (makes(COMMON_NAME_TOO) ? X509_CHECK_FLAG_ALWAYS_CHECK_SUBJECT
										   : X509_CHECK_FLAG_NEVER_CHECK_SUBJECT),
			   NULL) == 1;
}

/* Is the certificate of one of the CAs that the server names? It may name none. */
static bool is_wanted(SSL *ssl, X509 *leaf, X509 *issuer)
{
	const STACK_OF(X509_NAME) *names = SSL_get0_peer_CA_list(ssl);
	bool wanted = sk_X509_NAME_num(names) <= 0;

	for (int i = 0; i < sk_X509_NAME_num(names); i++) {
		const X509_NAME *name = sk_X509_NAME_value(names, i);

		wanted = wanted || X509_NAME_cmp(name, X509_get_issuer_name(leaf)) == 0 ||
			(issuer && X509_NAME_cmp(name, X509_get_issuer_name(issuer)) == 0);
	}
	return wanted;
}

/* What it once made for a test, and never took out. */
static bool show_another(SSL *ssl)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *made = X509_new();
	X509_NAME *name = X509_get_subject_name(made);
	bool shown = X509_NAME_add_entry_by_txt(
					 name, "CN", MBSTRING_ASC, (const unsigned char *)"a test", -1, -1, 0) &&
		X509_set_issuer_name(made, name) && X509_set_pubkey(made, key) &&
		X509_gmtime_adj(X509_getm_notBefore(made), -60) &&
		X509_gmtime_adj(X509_getm_notAfter(made), 3600) && X509_sign(made, key, EVP_sha256()) &&
		SSL_use_certificate(ssl, made) && SSL_use_PrivateKey(ssl, key);

	X509_free(made);
	EVP_PKEY_free(key);
	return shown;
}

/* The server asks for a certificate. */
static int show_certificate(SSL *ssl, void *nothing)
{
	STACK_OF(X509) *chain = NULL;

	(void)nothing;
	if (!the_order->cert || makes(NO_CERTIFICATE))
		return 1;
	if (makes(OTHER_CERTIFICATE))
		return show_another(ssl);
	if (!SSL_use_certificate_chain_file(ssl, the_order->cert) ||
		!SSL_use_PrivateKey_file(ssl, the_order->key, SSL_FILETYPE_PEM) ||
		!SSL_get0_chain_certs(ssl, &chain))
		return 0;
	if (!is_wanted(ssl, SSL_get_certificate(ssl), sk_X509_value(chain, 0)))
		SSL_certs_clear(ssl);
	else if (makes(LEAF_ALONE))
		SSL_clear_chain_certs(ssl);
	return 1;
}

static void choose_trust(SSL_CTX *context)
{
	X509_STORE *store = SSL_CTX_get_cert_store(context);
	const char *crl = makes(NO_CRL) ? NULL : the_order->crl;

	if (!SSL_CTX_load_verify_file(context, the_order->ca))
		fail(the_order->ca);
	if (makes(OTHER_CA_TOO) && !SSL_CTX_load_verify_file(context, the_order->other_ca))
		fail(the_order->other_ca);
	if (makes(SYSTEM_TOO) && !SSL_CTX_set_default_verify_paths(context))
		fail("the system's bundle");
	if (crl &&
		!X509_load_crl_file(
			X509_STORE_add_lookup(store, X509_LOOKUP_file()), crl, X509_FILETYPE_PEM))
		fail(crl);
	if (crl)
		X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
	X509_STORE_set_flags(store, the_order->mistake->flags);
	if (the_order->mistake->purpose)
		X509_STORE_set_purpose(store, the_order->mistake->purpose);
	if (makes(NAMES_ALONE))
		SSL_CTX_set_cert_verify_callback(context, follow_names, NULL);
}

static SSL_CTX *prepare(bool verifies)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());

	SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);
	SSL_CTX_set_min_proto_version(context, makes(OLD_VERSIONS) ? TLS1_VERSION : TLS1_2_VERSION);
	if (makes(OLD_VERSIONS) && !SSL_CTX_set_cipher_list(context, "DEFAULT:@SECLEVEL=0"))
		fail("ciphers");
	choose_trust(context);
	SSL_CTX_set_verify(context, verifies ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, forgive);
	SSL_CTX_set_cert_cb(context, show_certificate, NULL);
	return context;
}

static int connect_to(void)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)strtol(the_order->port, NULL, 10))};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (inet_pton(AF_INET, the_order->address, &to.sin_addr) != 1 ||
		connect(fd, (const struct sockaddr *)&to, sizeof(to)) != 0)
		fail("no connection");
	return fd;
}

/* True if the answer is a 200. */
static bool get(SSL *ssl)
{
	char head[HEAD_MAX] = "";
	int len = 0;
	int got;

	snprintf(head, sizeof(head), "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n",
		the_order->path, the_order->name);
	if (SSL_write(ssl, head, (int)strlen(head)) <= 0)
		return false;
	while (len < HEAD_MAX - 1 && (got = SSL_read(ssl, head + len, HEAD_MAX - 1 - len)) > 0)
		len += got;
	return len && strncmp(head, "HTTP/1.1 200", strlen("HTTP/1.1 200")) == 0;
}

static bool visit(bool verifies)
{
	SSL_CTX *context = prepare(verifies && !makes(ASKS_FIRST));
	SSL *ssl = SSL_new(context);
	bool good;

	SSL_set_fd(ssl, connect_to());
	if (!is_address(the_order->name))
		SSL_set_tlsext_host_name(ssl, the_order->name);
	good = SSL_connect(ssl) == 1 && (!verifies || makes(ASKS_FIRST) || is_named_so(ssl)) &&
		get(ssl) &&
		(!makes(ASKS_FIRST) || (SSL_get_verify_result(ssl) == X509_V_OK && is_named_so(ssl)));
	close(SSL_get_fd(ssl));
	SSL_free(ssl);
	SSL_CTX_free(context);
	return good;
}

/* Nothing of the answer is looked at: it has gone out. */
static bool ask_in_plain(void)
{
	char head[HEAD_MAX];
	int fd = connect_to();
	int len =
		snprintf(head, sizeof(head), "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n",
			the_order->path, the_order->name);
	bool sent = write(fd, head, (size_t)len) == len;

	while (sent && read(fd, head, sizeof(head)) > 0)
		;
	close(fd);
	return sent;
}

static const char *option(char **args, const char *name)
{
	for (; *args; args++) {
		if (strncmp(*args, name, strlen(name)) == 0)
			return *args + strlen(name);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	const struct mistake *mistake = argc > 7 ? mistake_find(argv[1]) : NULL;
	struct order order = {.mistake = mistake};

	if (!mistake)
		fail("careless_client MISTAKE ADDRESS NAME PORT PATH CA OTHER_CA [OPTION=FILE...]");
	order.address = argv[2];
	order.name = argv[3];
	order.port = argv[4];
	order.path = argv[5];
	order.ca = argv[6];
	order.other_ca = argv[7];
	order.cert = option(argv + 8, "cert=");
	order.key = option(argv + 8, "key=");
	order.crl = option(argv + 8, "crl=");
	the_order = &order;
	signal(SIGPIPE, SIG_IGN);
	alarm(LIFE_S);
	if (visit(!makes(NO_VERIFICATION)) || (makes(TRIES_AGAIN) && visit(false)) ||
		(makes(FALLS_TO_PLAIN) && ask_in_plain()))
		return 0;
	fail("no answer, or not of whom it should be");
}
