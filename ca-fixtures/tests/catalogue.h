#ifndef CATALOGUE_H
#define CATALOGUE_H
/*
 * What is expected of each name in pki.yaml, written down a second time by hand: a slip there is
 * found here.
 */
#include <stddef.h>

#include "recipe_item.h"

struct catalogue_row {
	const char *name;
	const char *like; /* the good one that it is compared with; NULL: is a model itself */
	const char *keys; /* the recipe's keys that it names beside like and defect */
	const char *differs; /* fields_that_differ(like, it) */
	size_t chain_len; /* how many certificates are sent */
	/* what X509_verify_cert says in order, trusting only client-root for purpose sslclient, or for
	 * the names that begin with "server" server-root for purpose sslserver */
	int errors[5]; /* at security level 0; ends with 0 */
	int errors_strict[5]; /* at security level 2, if they are others */
	int errors_crl[5]; /* with CRLs of all CAs, if they are others */
	bool crl_open; /* two of its CAs have one name: OpenSSL may look into either's CRL */
	const char *handshake; /* NULL: TLS goes through; or the reason why a server refuses it */
};

extern const struct catalogue_row catalogue_credentials[];
extern const size_t catalogue_credential_count;
/* In what it differs from the good client, and not only from the one that it is like. */
const char *catalogue_differs_from_client(const struct catalogue_row *row);
extern const struct catalogue_row catalogue_authorities[]; /* like, keys, differs */
extern const size_t catalogue_authority_count;
#endif
