#ifndef CLIENT_DEFECT_RULES_H
#define CLIENT_DEFECT_RULES_H
/* What the defects of the reference client (client_defect.h) do that are about certificates, as
 * tables. */
#include <stdbool.h>

#include <openssl/x509_vfy.h>

#include "client_defect.h"

/* In a verify callback with an error: would a client with these defects overlook it? `name`: what
 * it asked for, or NULL. */
bool client_defect_forgives(
	const bool defects[CLIENT_DEFECT_COUNT], X509_STORE_CTX *store, const char *name);
/* Refuses this server, however good it is. Ends the process for one that it can't bear. */
bool client_defect_refuses(const bool defects[CLIENT_DEFECT_COUNT], X509 *leaf, const char *name);
/* How X509_check_host compares: RFC 9525 section 6.3, but for what these defects allow. */
unsigned client_defect_host_flags(const bool defects[CLIENT_DEFECT_COUNT]);
#endif
