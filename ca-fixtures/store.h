#ifndef STORE_H
#define STORE_H
/*
 * Where things are in a folder that `mtlspec pki` wrote; store.c writes it, load.c reads it back.
 *   README.md                     what is what
 *   server.pem server.key server.both.pem client-ca.pem client-ca.crl.pem    what a server needs
 *   server-ca.pem server-ca.crl.pem                              what a client trusts
 *   ca/NAME.pem .der .key         authorities
 *   crl/NAME.pem                  one CRL for each of them
 *   bundles/NAME.ca.pem .crl.pem    authorities and lists that stand in one file each
 *   credentials/NAME.pem          leaf, then what is sent with it; NAME.der: the leaf alone
 *   credentials/NAME.key          PKCS#8; NAME.both.pem: the key, then NAME.pem
 *   credentials/NAME+KIND.pem .key .both.pem    the same for a key of another kind (pki_twin.h)
 *   credentials/NAME.encrypted.key NAME.p12    under the passphrase in credentials/passphrase.txt
 *   absent.txt                    what could not be made without a CA's key, as FOLDER/NAME lines
 */
struct buf;
struct pki;

#define STORE_SERVER_CHAIN "server.pem"
#define STORE_SERVER_KEY "server.key"
#define STORE_SERVER_BOTH "server.both.pem"
#define STORE_CLIENT_CA "client-ca.pem"
#define STORE_CLIENT_CRL "client-ca.crl.pem"
#define STORE_SERVER_CA "server-ca.pem"
/* printf of a number: CAs that our clients trust beside it */
#define STORE_MORE_SERVER_CA "more-server-ca-%zu.pem"
#define STORE_SERVER_CRL "server-ca.crl.pem"
#define STORE_AUTHORITIES "ca"
#define STORE_CRLS "crl"
#define STORE_BUNDLES "bundles"
#define STORE_CREDENTIALS "credentials"
#define STORE_ABSENT "absent.txt"
#define STORE_PASSPHRASE "credentials/passphrase.txt"

enum { STORE_FILE_MAX = 256 * 1024 };

/* What a program is configured with of a credential, NAME.SUFFIX; ends with NULL: chain, key, both,
 * the key under the passphrase, PKCS#12. */
extern const char *const store_credential_suffixes[];

/* The text of README.md. Every credential has been minted. */
void store_readme(struct buf *out, struct pki *pki);
#endif
