#include "pem_files.h"

#include <string.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "arena.h"
#include "file.h"
#include "openssl_scoped.h"

enum { PASSPHRASE_FILE_MAX = 4096 };

bool pem_files_explain(const char **why, struct arena *arena, const char *what, const char *file)
{
	unsigned long error = ERR_peek_last_error();
	const char *reason = error ? ERR_reason_error_string(error) : NULL;

	*why = arena_printf(arena, "%s: %s (%s)", file, what, reason ? reason : "no reason given");
	ERR_clear_error();
	return false;
}

bool pem_files_are_there(
	const char *const *paths, size_t count, struct arena *arena, const char **why)
{
	for (size_t i = 0; i < count; i++) {
		int fd = paths[i] ? file_open(why, arena, paths[i]) : -1;

		if (fd >= 0)
			close(fd);
		else if (paths[i])
			return false;
	}
	return true;
}

/* pem_password_cb: without it libssl would ask at the terminal. */
static int give_passphrase(char *out, int size, int writing, void *passphrase)
{
	size_t len = passphrase ? strlen(passphrase) : 0;

	(void)writing;
	if (!len || len > (size_t)size)
		return -1;
	memcpy(out, passphrase, len);
	return (int)len;
}

static bool set_passphrase(SSL_CTX *ctx, const char *file, struct arena *arena, const char **why)
{
	char *text = NULL;

	if (file && !file_read_line(&text, why, arena, file, PASSPHRASE_FILE_MAX))
		return false;
	SSL_CTX_set_default_passwd_cb(ctx, give_passphrase);
	SSL_CTX_set_default_passwd_cb_userdata(ctx, text);
	return true;
}

static bool use_key(SSL_CTX *ctx, const char *key)
{
	bool used = SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) == 1 &&
		SSL_CTX_check_private_key(ctx) == 1;

	SSL_CTX_set_default_passwd_cb_userdata(ctx, NULL);
	return used;
}

bool pem_files_identity(SSL_CTX *ctx, const char *certificate, const char *key,
	const char *passphrase_file, struct arena *arena, const char **why)
{
	if (!set_passphrase(ctx, passphrase_file, arena, why))
		return false;
	if (SSL_CTX_use_certificate_chain_file(ctx, certificate) != 1)
		return pem_files_explain(why, arena, "no certificate chain in PEM", certificate);
	if (!use_key(ctx, key))
		return pem_files_explain(why, arena, "no private key of that certificate", key);
	return true;
}

bool pem_files_crls(X509_STORE *trusted, const char *file, struct arena *arena, const char **why)
{
	X509_LOOKUP *lookup = X509_STORE_add_lookup(trusted, X509_LOOKUP_file());

	if (!lookup || X509_load_crl_file(lookup, file, X509_FILETYPE_PEM) < 1)
		return pem_files_explain(why, arena, "no CRLs in PEM", file);
	return true;
}

bool pem_files_first_crl(
	X509_STORE *trusted, const char *file, struct arena *arena, const char **why)
{
	SCOPED(BIO) bio = BIO_new_file(file, "r");
	SCOPED(X509_CRL) first = bio ? PEM_read_bio_X509_CRL(bio, NULL, NULL, NULL) : NULL;

	return (first && X509_STORE_add_crl(trusted, first)) ||
		pem_files_explain(why, arena, "no CRLs in PEM", file);
}

const char *pem_files_text(X509 *certificate, struct arena *arena)
{
	SCOPED(BIO) text = BIO_new(BIO_s_mem());
	char *data;
	long len;

	if (!text || !PEM_write_bio_X509(text, certificate))
		return NULL;
	len = BIO_get_mem_data(text, &data);
	return arena_strndup(arena, data, (size_t)len);
}
