#ifndef OWN_FILE_H
#define OWN_FILE_H
/* The user's own files are read, and looked at before anything is built upon them. */
#include "holding.h"

struct pki;
struct pki_own;
struct pki_own_files;

/* False, and `why` with the path before it. */
bool own_refuse(struct pki *pki, const char **why, const char *path, const char *what);
/* The first line of the passphrase file, or NULL where there is none. */
WARN_UNUSED bool own_passphrase(
	const char **out, struct pki *pki, const struct pki_own *own, const char **why);
/* Certificates and, if there is one or `wants_key`, the key. holding_finish is due in any case. */
WARN_UNUSED bool own_read(struct holding *out, struct pki *pki, const struct pki_own_files *files,
	bool wants_key, const char *passphrase, const char **why);
/* Valid now? */
WARN_UNUSED bool own_check_dates(
	struct pki *pki, const X509 *certificate, const char *path, const char **why);
/* Not after this, as text. */
const char *own_date_text(struct pki *pki, const ASN1_TIME *time);
#endif
