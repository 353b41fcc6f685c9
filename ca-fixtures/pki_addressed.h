#ifndef PKI_ADDRESSED_H
#define PKI_ADDRESSED_H
/*
 * Credentials whose certificate names addresses (`addresses` in pki.yaml), made once more with
 * those of one connection: whoever comes there has seen that certificate. And those that last for
 * seconds (`lasts`), which count from there on. All else is the same, the name, key and serial
 * number too.
 */
#include "pki_slot.h"

/* One whose certificate and key live in its slot, which stands in no recipe. */
struct pki_addressed {
	struct pki_slot slot;
	const struct pki_slot *of;
	const char *base;
	struct pki_addressed *next;
};

/* That one, if it is one of those; or NULL. */
const struct pki_addressed *pki_addressed_find(
	const struct pki *pki, const struct credential *credential);
#endif
