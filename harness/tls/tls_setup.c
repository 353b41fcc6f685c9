#include "tls_setup.h"

#include <openssl/x509v3.h>

#include "certificate_cache.h"
#include "fatal.h"
#include "openssl_scoped.h"

/* Not "ALL": that would include anonymous suites, in which nobody presents a certificate. */
static const char ciphers[] = "DEFAULT:!PSK:!SRP:!aNULL:@SECLEVEL=0";
static const char suites_13[] =
	"TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
/* All that OpenSSL 3.0 signs with, SHA-1 last: a certificate's key must not fail for want of it. */
#define WITHOUT_SHA1                                                                               \
	"ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ed25519:ed448:"                                        \
	"rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:"                                 \
	"rsa_pss_pss_sha256:rsa_pss_pss_sha384:rsa_pss_pss_sha512:"                                    \
	"RSA+SHA256:RSA+SHA384:RSA+SHA512:ECDSA+SHA224:RSA+SHA224"
static const char signature_algorithms[] = WITHOUT_SHA1 ":ECDSA+SHA1:RSA+SHA1";
/*
 * OpenSSL 3.2 and later compress Certificate messages (RFC 8879) wherever both sides can: what is
 * sent could not be compared with the credential then. Numbers of theirs, since the headers may be
 * older than the library; an older library ignores them.
 */
#ifndef SSL_OP_NO_TX_CERTIFICATE_COMPRESSION
#define SSL_OP_NO_TX_CERTIFICATE_COMPRESSION ((uint64_t)1 << 32)
#define SSL_OP_NO_RX_CERTIFICATE_COMPRESSION ((uint64_t)1 << 33)
#endif

void tls_setup_context(SSL_CTX *ctx, enum tls_version min, enum tls_version max)
{
	static const unsigned char session_id_context[] = "mtlspec";
	const uint64_t version_switches =
		SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1 | SSL_OP_NO_TLSv1_2 | SSL_OP_NO_TLSv1_3;

	certificate_cache_begin();
	SSL_CTX_clear_options(ctx, version_switches);
	SSL_CTX_set_options(ctx,
		SSL_OP_NO_TICKET | SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_NO_TX_CERTIFICATE_COMPRESSION |
			SSL_OP_NO_RX_CERTIFICATE_COMPRESSION);
	SSL_CTX_set_mode(ctx,
		SSL_MODE_NO_AUTO_CHAIN | SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
			SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_security_level(ctx, 0);
	if (!SSL_CTX_set_min_proto_version(ctx, tls_version_wire(min)) ||
		!SSL_CTX_set_max_proto_version(ctx, tls_version_wire(max)) ||
		!SSL_CTX_set_cipher_list(ctx, ciphers) || !SSL_CTX_set_ciphersuites(ctx, suites_13) ||
		!SSL_CTX_set1_sigalgs_list(ctx, signature_algorithms) || !SSL_CTX_set_num_tickets(ctx, 0) ||
		!SSL_CTX_set_session_id_context(ctx, session_id_context, sizeof(session_id_context)))
		FATAL("libssl refuses our settings for %s", tls_version_name(max));
}

void tls_setup_asked(SSL_CTX *ctx)
{
	if (!SSL_CTX_set1_client_sigalgs_list(ctx, WITHOUT_SHA1))
		FATAL("libssl refuses our signature algorithms");
}

bool tls_setup_credential(SSL *ssl, SSL_CTX *ctx, const struct credential *credential)
{
	SCOPED(BORROWED_CHAIN) chain = sk_X509_new_null();

	if (!chain)
		FATAL("out of memory");
	for (size_t i = 0; i < credential->chain_len; i++) {
		if (!credential->chain[i])
			return false; /* bytes that libcrypto could not parse */
		if (i > 0 && !sk_X509_push(chain, credential->chain[i]))
			FATAL("out of memory");
	}
	if (ssl)
		return SSL_use_cert_and_key(ssl, credential->chain[0], credential->key, chain, 1) == 1;
	return SSL_CTX_use_cert_and_key(ctx, credential->chain[0], credential->key, chain, 1) == 1;
}

void tls_setup_name(X509_VERIFY_PARAM *param, const char *name)
{
	if (X509_VERIFY_PARAM_set1_ip_asc(param, name) != 1 &&
		X509_VERIFY_PARAM_set1_host(param, name, 0) != 1)
		FATAL("libcrypto refuses the name %s", name);
}
