#ifndef PKI_ISSUER_H
#define PKI_ISSUER_H
/* With whose key a certificate is made again. */
#include "pki_slot.h"

/* Who issued it, if we have his key; itself, if it signs itself; NULL and `why`. */
const struct pki_slot *pki_issuer_key(struct pki *pki, const struct pki_slot *of, const char **why);
#endif
