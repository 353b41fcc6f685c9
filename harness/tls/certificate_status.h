#ifndef CERTIFICATE_STATUS_H
#define CERTIFICATE_STATUS_H
/* What an OCSP response (RFC 6960 section 4.2) says of a certificate, whoever came by it. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/ocsp.h>
#include <openssl/x509_vfy.h>

#include "openssl_scoped.h"

SCOPED_TYPE(OCSP_CERTID, OCSP_CERTID *, OCSP_CERTID_free)
SCOPED_TYPE(OCSP_REQUEST, OCSP_REQUEST *, OCSP_REQUEST_free)

enum certificate_status {
	CERTIFICATE_UNANSWERED,
	CERTIFICATE_UNSIGNED, /* an error (section 2.3), or no response at all */
	CERTIFICATE_MISANSWERED, /* a response that does not count (section 3.2) */
	CERTIFICATE_GOOD,
	CERTIFICATE_REVOKED,
	CERTIFICATE_UNKNOWN,
};

/* What is looked at; all of it, but for mistakes. */
struct certificate_status_laxity {
	bool any_signer; /* RFC 6960 section 4.2.2.2: the CA itself, or whom it has made responder */
	bool any_certificate;
	bool any_time;
};

struct certificate_status_case {
	X509 *leaf;
	X509 *issuer;
	STACK_OF(X509) * chain; /* where a signer may be found */
	X509_STORE *trusted;
	OCSP_REQUEST *asked; /* whose nonce (RFC 9654) may come back, but no other; or NULL */
	struct certificate_status_laxity lax;
};

/* The one in `chain` that has issued it, or NULL. */
X509 *certificate_status_issuer(X509 *leaf, STACK_OF(X509) * chain);
/* `der` NULL: none came. */
enum certificate_status certificate_status_read(
	const struct certificate_status_case *of, const uint8_t *der, size_t len);
#endif
