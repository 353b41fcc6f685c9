#ifndef PKI_H
#define PKI_H
/*
 * The PKI of a run: authorities and credentials, minted in process from a recipe (pki.yaml)
 * relative to now, or loaded from a folder that `mtlspec pki` wrote. Lazy: what nobody asks for is
 * not made. Everything handed out belongs to the pki and lives as long as it.
 *
 * Names with a meaning for the harness: credentials `client` (the good client), `client-wrong-ca`
 * (second control), `server` (what targets serve, and the good one of our own servers) and
 * `server-wrong-ca` (its second control), and the third of both, `client-self-signed` and
 * `server-self-signed`; authorities `client-root` (what targets
 * trust) and `server-root` (what our reference clients trust).
 */
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "credential.h"
#include "scoped.h"
#include "server_naming.h"

#define PKI_GOOD_CLIENT "client"
#define PKI_WRONG_CA_CLIENT "client-wrong-ca"
#define PKI_SERVER "server"
#define PKI_WRONG_CA_SERVER "server-wrong-ca"
/* tried where one of a wrong CA got in: does anything get in? */
#define PKI_SELF_SIGNED_CLIENT "client-self-signed"
#define PKI_SELF_SIGNED_SERVER "server-self-signed"
#define PKI_CLIENT_ROOT "client-root"
#define PKI_SERVER_ROOT "server-root"
/* DNS name in the server credential; what our reference clients ask for */
#define PKI_SERVER_NAME SERVER_NAMING_DEFAULT

struct recipe; /* recipe.h */
struct pki;
struct arena;

/* `recipe` must outlive the pki. */
struct pki *pki_create(const struct recipe *recipe);
void pki_destroy(struct pki *pki);
/*
 * Reads back what pki_write wrote, all of it, and looks whether the good credentials still hold.
 * On failure NULL and `why` (in `arena`). Names stay those of the recipe. Nothing is minted any
 * more but CRLs, and those only where the authorities' keys are there.
 */
struct pki *pki_load(
	const struct recipe *recipe, const char *dir, struct arena *arena, const char **why);

/*
 * The keys of authorities are never written, as pki_write would: an RSA key then has three primes
 * (RFC 8017 section 3.2), which takes a third of the time and which many a program can't read.
 */
void pki_keep_authority_keys(struct pki *pki);
/* Makes the keys of all named credentials at once, in parallel (RSA takes 50 to 200 ms each). */
void pki_prepare(struct pki *pki, const char *const *names);
/* Mints on first use. NULL and `why` if it is unknown or can't be made. Also a twin, by its
 * name. */
const struct credential *pki_credential(struct pki *pki, const char *name, const char **why);
/*
 * The same with a key of another kind, for a server that asks for none of its own (pki_twin.h): as
 * `find` of a struct twin_source. Minted on first use, from the certificate as it is and by the key
 * of the CA that issued it.
 */
const struct credential *pki_twin(
	struct pki *pki, const struct credential *of, enum signing_key key, const char **why);
/*
 * The same for one connection, if its certificate names addresses to fetch from: they are `base`
 * and behind it /ca_issuers, /ocsp and /crl. Any other credential is its own answer. NULL and `why`
 * if it can't be made.
 */
const struct credential *pki_addressed(
	struct pki *pki, const struct credential *of, const char *base, const char **why);
/*
 * The one that is written beside a client's credential, so that it can be shown by hand: of the
 * kind that servers take most often, or next to that. NULL: it has none.
 */
const struct credential *pki_twin_usual(struct pki *pki, const char *name);
/* A self-standing certificate of an authority, for a trust store. */
struct x509_st *pki_authority(struct pki *pki, const char *name, const char **why);

/* When something that is valid stops being so. */
struct pki_lapse {
	const char *name; /* of the credential or authority; NULL: nothing lapses */
	bool authority;
	time_t at;
};
/*
 * The first since the pki was made: of the certificates of these credentials (a NULL-terminated
 * list; those that have been asked for), and of the client and server root. False: all had lapsed
 * before.
 */
bool pki_next_lapse(struct pki_lapse *out, struct pki *pki, const char *const *credentials);
/* "the credential 'client' lapsed at 10:20:30 UTC", or "lapses". */
const char *pki_lapse_text(struct arena *arena, const struct pki_lapse *lapse, bool lapsed);

/*
 * CAs of somebody else, from a file (holding.h), that our clients trust beside the server root: for
 * a server that has a certificate of its own. False and `why` (in the pki) if the file holds none.
 */
WARN_UNUSED bool pki_trust_servers(struct pki *pki, const char *path, const char **why);
/* The i-th of them, or NULL after the last. */
struct x509_st *pki_trusted_server_ca(struct pki *pki, size_t i);

/* Does its leaf name this DNS name or IP address in subjectAltName? */
bool pki_has_name(const struct credential *credential, const char *name);

/*
 * A PKI of the user's own (pki_own.h) in the place of `client-root` and of credentials. False and
 * `why` (in the pki) if what was given is no good. Before anything else is asked of a minted pki.
 */
struct pki_own;
WARN_UNUSED bool pki_adopt(struct pki *pki, const struct pki_own *own, const char **why);
/*
 * For a target whose good client is the credential of this name (NULL: the usual one): the PKI
 * where it is `client`, and every other is made after it. It belongs to `pki`, which it is itself
 * where nothing is minted or nothing differs. A given `client` is the mould of all, from pki_adopt
 * on.
 */
struct pki *pki_beside(struct pki *pki, const char *good_client);
/* Why a credential, or the client CAs' revocation lists, can't be had; NULL: they can. */
const char *pki_lacks(struct pki *pki, const char *credential);
const char *pki_lacks_client_crl(struct pki *pki);
const char *pki_lacks_new_client_crl(struct pki *pki); /* another than that which was given */
/* The same of a bundle that the recipe has. */
const char *pki_lacks_bundle(struct pki *pki, const char *name);
/*
 * Why the revocation list of something that runs already can't name this credential, which the
 * recipe has revoked: it is minted anew in each run. NULL: it can, or need not.
 */
const char *pki_lacks_listed(struct pki *pki, const char *credential);

/* What a stapled OCSP response says of a certificate. */
enum pki_staple { PKI_STAPLE_GOOD, PKI_STAPLE_REVOKED, PKI_STAPLE_COUNT };
extern const char *const pki_staple_words[]; /* "good", "revoked", NULL */
/*
 * An OCSP response (RFC 6960, DER) about the leaf of a credential, signed by its issuer itself,
 * valid from an hour ago for a week. What it says has nothing to do with `revoked` in the recipe.
 * Made on first use. NULL and `why` if the credential is unknown, or its issuer's key not there.
 */
const struct der *pki_staple(
	struct pki *pki, const char *credential, enum pki_staple status, const char **why);

/*
 * Writes what a launched target needs into `dir`: server.pem (leaf and intermediates), server.key,
 * server.both.pem (key, then those), client-ca.pem (the root; intermediates are the client's to
 * send), client-ca.crl.pem (one CRL for each CA on the way to a client certificate), server-ca.pem
 * and server-ca.crl.pem (the same for servers); what needs keys or a CA that were not given is left
 * out. Keys 0600.
 */
WARN_UNUSED bool pki_write_runtime(
	struct pki *pki, const char *dir, struct arena *arena, const char **why);
/* client-ca.crl.pem alone; `lists_nobody`: as it was before anybody was revoked. */
WARN_UNUSED bool pki_write_client_crl(
	struct pki *pki, const char *dir, bool lists_nobody, struct arena *arena, const char **why);
/* The CAs of pki_trusted_server_ca, as STORE_MORE_SERVER_CA (store.h). */
WARN_UNUSED bool pki_write_trusted_server_cas(
	struct pki *pki, const char *dir, struct arena *arena, const char **why);
/*
 * Writes what a client presents into `dir`, laid out as by pki_write (store.h), for each of the
 * NULL-terminated `names`: credentials/NAME.pem (chain), NAME.key, NAME.both.pem (key, then chain),
 * and NAME.encrypted.key and NAME.p12 under the passphrase in credentials/passphrase.txt, which is
 * the same in all folders of one pki. Keys 0600.
 */
WARN_UNUSED bool pki_write_credentials(struct pki *pki, const char *dir, const char *const *names,
	struct arena *arena, const char **why);
/* That passphrase; NULL before anything was written under it. Lives as long as the pki. */
const char *pki_passphrase(struct pki *pki);
/*
 * Writes what a target's own templates name into `dir`, laid out as by pki_write: for each of the
 * credentials NAME.pem, NAME.key, NAME.both.pem, and NAME.encrypted.key under that passphrase; for
 * each of the authorities ca/NAME.pem and crl/NAME.pem (left out where a loaded PKI lacks its key).
 * Both lists end with NULL.
 */
WARN_UNUSED bool pki_write_named(struct pki *pki, const char *dir, const char *const *credentials,
	const char *const *authorities, struct arena *arena, const char **why);
/* Writes a bundle of the recipe into `dir`, as STORE_BUNDLES/NAME.ca.pem and .crl.pem (store.h). */
WARN_UNUSED bool pki_write_bundle(
	struct pki *pki, const char *dir, const char *name, struct arena *arena, const char **why);
/*
 * Writes everything, for hand use and external targets (`mtlspec pki DIR`): PEM, DER, PKCS#12,
 * encrypted keys with their passphrase file, CRLs, and a README that says which file shows which
 * defect. Existing files are an error unless `force`; then nothing has been written.
 */
WARN_UNUSED bool pki_write(
	struct pki *pki, const char *dir, bool force, struct arena *arena, const char **why);
#endif
