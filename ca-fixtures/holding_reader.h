#ifndef HOLDING_READER_H
#define HOLDING_READER_H
/* What the readers of the forms share: for holding*.c only. */
#include "holding.h"

struct holding_reader {
	struct holding *out;
	unsigned wanted;
	const char *path;
	const char *passphrase; /* or NULL */
	struct arena *arena;
	const char *found; /* a list for a person: what was seen, wanted or not; "" */
	const char *why; /* what makes the file no good; NULL: nothing so far */
};

/* Adds to `found`, once. */
void holding_saw(struct holding_reader *reader, const char *what);
/* Sets `why`, with the path before it, unless it is set; empties OpenSSL's error queue. False. */
bool holding_refuse(struct holding_reader *reader, const char *what);
/* The same, with OpenSSL's reason behind it. */
bool holding_refuse_unread(struct holding_reader *reader, const char *what);
/* The same, with a command that converts the file: `format` has one %s for the quoted path. */
bool holding_refuse_form(struct holding_reader *reader, const char *what, const char *format);
/* Take what is given, if not NULL, wanted or not. False: there are too many. */
bool holding_add_certificate(struct holding_reader *reader, X509 *certificate);
bool holding_add_crl(struct holding_reader *reader, X509_CRL *crl);
void holding_add_key(struct holding_reader *reader, EVP_PKEY *key);
#endif
