#ifndef MISTAKE_H
#define MISTAKE_H
/* What clients do wrong, as data for careless_client.c. */
#include <stdbool.h>

enum { FORGIVEN_MAX = 3 };

enum carelessness {
	NO_VERIFICATION = 1 << 0,
	NO_NAME = 1 << 1,
	ASKS_FIRST = 1 << 2, /* looks at the certificate when the answer is there */
	TRIES_AGAIN = 1 << 3, /* once more without verification */
	OTHER_CA_TOO = 1 << 4, /* trusts one CA more than it was told to */
	SYSTEM_TOO = 1 << 5, /* and whom the system trusts */
	ANY_ADDRESS = 1 << 6, /* compares names, but no addresses */
	NO_CRL = 1 << 7,
	OLD_VERSIONS = 1 << 8,
	LEAF_ALONE = 1 << 9,
	OTHER_CERTIFICATE = 1 << 10,
	NO_CERTIFICATE = 1 << 11,
	ABOVE_THE_LEAF = 1 << 12, /* it forgives there alone */
	COMMON_NAME_TOO = 1 << 13, /* beside a subjectAltName */
	CUT_AT_NUL = 1 << 14, /* a text of C ends at its first NUL */
	FALLS_TO_PLAIN = 1 << 15, /* once more without TLS */
	NAMES_ALONE = 1 << 16, /* follows the chain by its names, without any signature */
};

struct mistake {
	const char *name;
	unsigned what;
	unsigned long flags; /* of the verification */
	int purpose;
	int forgives[FORGIVEN_MAX]; /* errors of the verification */
	bool (*fits)(const char *from_certificate, const char *name); /* in place of the library's */
};

/* The one of that name, or NULL; "none" is none. */
const struct mistake *mistake_find(const char *name);
#endif
