#ifndef CERTIFICATE_ADDRESS_H
#define CERTIFICATE_ADDRESS_H
/* The addresses that a certificate names: where its issuer, its status and its CRL are to be had
 * (RFC 5280 sections 4.2.2.1 and 4.2.1.13). */
#include <openssl/x509.h>

enum certificate_address { CERTIFICATE_CA_ISSUERS, CERTIFICATE_OCSP, CERTIFICATE_CRL };

/* Calls `visit` with each URL. */
void certificate_address_each(
	const X509 *certificate, enum certificate_address what, void (*visit)(const char *url));
#endif
