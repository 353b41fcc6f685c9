#ifndef TLS_DEFECT_H
#define TLS_DEFECT_H
/* What the defects (defect.h) do that are about certificates, as tables. */
#include <stdbool.h>

#include <openssl/x509_vfy.h>

#include "auth_mode.h"
#include "defect.h"

/* The mode that such a server is in where it was told this one. */
enum auth_mode tls_defect_mode(const bool defects[DEFECT_COUNT], enum auth_mode mode);
/*
 * In a verify callback with an error: would a server with these defects overlook it? `told`: no
 * chain counts in its mode, and it is only about what the backend is told.
 */
bool tls_defect_forgives(const bool defects[DEFECT_COUNT], X509_STORE_CTX *store, bool told);
/* Is there any by which it would, where no chain counts? */
bool tls_defect_tells(const bool defects[DEFECT_COUNT]);
/* Refuses this certificate, in whatever mode. Ends the process for one that it can't bear. */
bool tls_defect_refuses(const bool defects[DEFECT_COUNT], X509 *leaf);
#endif
