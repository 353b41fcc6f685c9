#ifndef PEM_FILES_H
#define PEM_FILES_H
/* PEM files of our programs, server and client: into libssl, or why not, in the arena. */
#include <stdbool.h>
#include <stddef.h>

#include <openssl/ssl.h>

#include "scoped.h"

struct arena;

/* Those that are not NULL are files. libssl opens whatever it is given, and would wait for ever for
 * the other end of a pipe. */
WARN_UNUSED bool pem_files_are_there(
	const char *const *paths, size_t count, struct arena *arena, const char **why);
/* `passphrase_file`, whose first line opens the key, or NULL: nobody is asked then. */
WARN_UNUSED bool pem_files_identity(SSL_CTX *ctx, const char *certificate, const char *key,
	const char *passphrase_file, struct arena *arena, const char **why);
WARN_UNUSED bool pem_files_crls(
	X509_STORE *trusted, const char *file, struct arena *arena, const char **why);
/* A defect: of several lists in the file the first alone. */
WARN_UNUSED bool pem_files_first_crl(
	X509_STORE *trusted, const char *file, struct arena *arena, const char **why);
/* The certificate as such a file has it; NULL: there is no memory. */
const char *pem_files_text(X509 *certificate, struct arena *arena);
/* False, with what libcrypto says. */
bool pem_files_explain(const char **why, struct arena *arena, const char *what, const char *file);
#endif
