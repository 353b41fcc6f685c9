#ifndef VERIFYING_FILES_H
#define VERIFYING_FILES_H
/* The files of the reference client, into its SSL_CTX. */
#include <stdbool.h>

#include <openssl/ssl.h>

#include "scoped.h"

struct arena;
struct verifying_config;

WARN_UNUSED bool verifying_files_load(
	SSL_CTX *ctx, const struct verifying_config *config, struct arena *arena, const char **why);
/* Defects of who reads them again: what the old one had stays, in place of the new or beside it. */
void verifying_files_keep_certificate(SSL_CTX *ctx, SSL_CTX *old);
void verifying_files_keep_trusted(SSL_CTX *ctx, SSL_CTX *old);
#endif
