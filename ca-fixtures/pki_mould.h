#ifndef PKI_MOULD_H
#define PKI_MOULD_H
/*
 * A good client as the mould of all others: what the recipe does not say of a credential beside
 * what it says of the good one is as in the good one's certificate, byte by byte, and its CAs are
 * copied likewise: names, extensions, kinds of keys, and how many there are. So what a target lets
 * in or turns away is judged by the defect, and not by a name that it does not know.
 */
#include <stdbool.h>
#include <openssl/types.h>

#include "scoped.h"

struct pki;
struct pki_slot;

/* `good` is there, with its chain; nothing that is like it has been made. */
void pki_mould_lay(struct pki *pki, struct pki_slot *good);
/* Why the mould can't be given the defect of this one; NULL: it can. */
const char *pki_mould_lack(struct pki *pki, struct pki_slot *slot);
/* Of a resent one: key and certificate from those of the mould. */
WARN_UNUSED bool pki_mould_resend(const struct pki *pki, struct pki_slot *slot);
/* The name of the CA on top; NULL: there is no mould. */
const X509_NAME *pki_mould_root_name(const struct pki *pki);
#endif
