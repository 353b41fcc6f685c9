#include "stapled.h"

#include <openssl/x509v3.h>

#include "certificate_status.h"

enum { STATUS_REQUEST = 5 };

enum stapled stapled_look(SSL *ssl)
{
	const unsigned char *data = NULL;
	long len = SSL_get_tlsext_status_ocsp_resp(ssl, &data);
	struct certificate_status_case of = {.leaf = SSL_get0_peer_certificate(ssl),
		.chain = SSL_get_peer_cert_chain(ssl),
		.trusted = SSL_CTX_get_cert_store(SSL_get_SSL_CTX(ssl))};

	if (!data || len <= 0)
		return STAPLED_MISSING;
	of.issuer = of.leaf ? certificate_status_issuer(of.leaf, of.chain) : NULL;
	return of.issuer && certificate_status_read(&of, data, (size_t)len) == CERTIFICATE_GOOD
		? STAPLED_GOOD
		: STAPLED_BAD;
}

bool stapled_is_a_must(const SSL *ssl)
{
	const X509 *leaf = SSL_get0_peer_certificate(ssl);
	TLS_FEATURE *features = leaf ? X509_get_ext_d2i(leaf, NID_tlsfeature, NULL, NULL) : NULL;
	bool must = false;

	for (int i = 0; i < sk_ASN1_INTEGER_num(features); i++)
		must |= ASN1_INTEGER_get(sk_ASN1_INTEGER_value(features, i)) == STATUS_REQUEST;
	TLS_FEATURE_free(features);
	return must;
}
