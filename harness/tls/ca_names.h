#ifndef CA_NAMES_H
#define CA_NAMES_H
/*
 * The authorities that a CertificateRequest names (RFC 8446 section 4.2.4, RFC 5246 section 7.4.4),
 * as texts of RFC 4514. What is no name is told in hexadecimal digits, and no authority's.
 */
#include <stddef.h>

#include "credential.h"

struct arena;
struct x509_st;
struct X509_name_st;

/* A server that names a system's whole bundle has some hundred: the first are enough. */
enum { CA_NAMES_KEPT = 16 };

/* Of a list as it stands in the message; cleaned, in the arena. */
const char **ca_names_read(size_t *count, struct der list, struct arena *arena);
/* One of them; whatever the strings in it are encoded as, equal names read the same. NULL: it can't
 * be told. */
const char *ca_names_text(const struct X509_name_st *name, struct arena *arena);
/* How this authority would stand there. */
const char *ca_names_of(const struct x509_st *authority, struct arena *arena);
#endif
