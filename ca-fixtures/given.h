#ifndef GIVEN_H
#define GIVEN_H
/*
 * What is to be seen in a certificate that the user gave, one question a function: each answers
 * with a number that aspect.c has words for, or UNKNOWN.
 */
#include <stdbool.h>
#include <time.h>

#include "ossl_scoped.h"

struct credential;

/* What is wrong with a chain apart from what the leaf says by itself. */
enum chain_fault {
	CHAIN_IN_ORDER,
	CHAIN_NO_CA,
	CHAIN_TOO_LONG,
	CHAIN_NAMES,
	CHAIN_NOT_THERE,
	CHAIN_FAULT_COUNT
};
enum { UNKNOWN = -1 };

struct given {
	X509 *leaf;
	EVP_PKEY *key;
	time_t now;
	/* What a look from the leaf up to the root that was given found; UNKNOWN without it. */
	int chain;
	int signature_broken;
	int listed; /* in a revocation list; UNKNOWN: none of its issuer was given */
};

int given_valid(const struct given *given);
int given_purpose(const struct given *given);
int given_no_usage(const struct given *given);
int given_no_signing(const struct given *given);
int given_ca(const struct given *given);
int given_critical(const struct given *given);
int given_staple(const struct given *given);
int given_sha1(const struct given *given);
int given_key_family(const struct given *given);
int given_weak_key(const struct given *given);
/* By a signature: what the file of the key says of its public part need not be so. */
int given_other_key(const struct given *given);
int given_tampered(const struct given *given);
int given_chain(const struct given *given);
int given_name_of_issuer(const struct given *given);
int given_version_1(const struct given *given);
int given_wildcard(const struct given *given);
int given_no_names(const struct given *given);
int given_revoked(const struct given *given);
/* Looks from the leaf up to the root: `chain` and `signature_broken`. */
void given_look_up(struct given *given, const struct credential *credential, X509 *root);
#endif
