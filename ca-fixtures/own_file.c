#include "own_file.h"

#include <string.h>
#include <openssl/err.h>

#include "clock.h"
#include "file.h"
#include "pki_own.h"
#include "pki_slot.h"

enum { PASSPHRASE_FILE_MAX = 4096 };

bool own_refuse(struct pki *pki, const char **why, const char *path, const char *what)
{
	*why = arena_printf(&pki->arena, "%s: %s", path, what);
	ERR_clear_error();
	return false;
}

bool own_passphrase(const char **out, struct pki *pki, const struct pki_own *own, const char **why)
{
	char *text;

	*out = NULL;
	if (!own->passphrase_file)
		return true;
	if (!file_read_line(&text, why, &pki->arena, own->passphrase_file, PASSPHRASE_FILE_MAX))
		return false;
	*out = text;
	return true;
}

bool own_read(struct holding *out, struct pki *pki, const struct pki_own_files *files,
	bool wants_key, const char *passphrase, const char **why)
{
	struct holding key;
	unsigned wanted = HOLDING_CERTIFICATES |
		(files->key         ? 0
				: wants_key ? HOLDING_KEY
							: HOLDING_KEY_IF_ANY);
	bool ok = holding_read(out, wanted, files->certificate, passphrase, &pki->arena, why);

	if (!ok || !files->key)
		return ok;
	ok = holding_read(&key, HOLDING_KEY, files->key, passphrase, &pki->arena, why);
	EVP_PKEY_free(out->key);
	out->key = ok ? TAKE(key.key) : NULL;
	holding_finish(&key);
	return ok;
}

const char *own_date_text(struct pki *pki, const ASN1_TIME *time)
{
	char *text = arena_alloc(&pki->arena, 32);
	struct tm date;

	if (!ASN1_TIME_to_tm(time, &date))
		return "an unreadable date";
	clock_format_utc(text, timegm(&date));
	return text;
}

bool own_check_dates(struct pki *pki, const X509 *certificate, const char *path, const char **why)
{
	const ASN1_TIME *from = X509_get0_notBefore(certificate);
	const ASN1_TIME *until = X509_get0_notAfter(certificate);
	time_t now = pki->now;

	if (X509_cmp_time(until, &now) <= 0)
		return own_refuse(pki, why, path,
			arena_printf(&pki->arena, "the certificate has expired: it was valid until %s",
				own_date_text(pki, until)));
	return X509_cmp_time(from, &now) <= 0 ||
		own_refuse(pki, why, path,
			arena_printf(
				&pki->arena, "the certificate is not valid before %s", own_date_text(pki, from)));
}
