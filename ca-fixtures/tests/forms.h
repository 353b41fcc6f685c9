#ifndef FORMS_H
#define FORMS_H
/* One credential and a CRL in each of the forms in which people keep them, made in memory. */
#include <stdbool.h>

#include "buf.h"
#include "credential.h"
#include "ossl_scoped.h"

struct form_source {
	struct credential credential; /* a leaf and its issuer */
	X509_CRL *crl; /* of the issuer */
};

struct form {
	const char *name;
	void (*put)(struct buf *out, const struct form_source *source);
	size_t certificates; /* how many are found */
	bool key;
	size_t crls;
};

/* Encrypted ones are under this. */
#define FORMS_PASSPHRASE "open sesame"

extern const struct form forms[];
extern const size_t form_count;
/* Aborts where it can't: also for programs that are no tests. */
void forms_begin(struct form_source *source);
void forms_end(struct form_source *source);
/* PKCS#12 under a passphrase that costs `rounds`; `legacy`: with RC2 of 40 bits. */
void forms_put_pkcs12(struct buf *out, const struct form_source *source, const char *passphrase,
	int rounds, bool legacy);
#endif
