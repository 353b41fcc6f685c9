#ifndef PKI_OCSP_H
#define PKI_OCSP_H
/* Our OCSP responder's answers (RFC 6960), true and otherwise (conduct.h). */
#include <stddef.h>

#include "conduct.h"
#include "credential.h"

struct arena;
struct pki;

/* How the question came: the end of a GET's path, or (NULL) the body of a POST. */
struct pki_question {
	const char *path;
	const char *body;
	size_t body_len;
};

/*
 * What is to be said of a certificate that names the responder's address, as it was made for a
 * connection (pki_addressed): DER, in the arena. Of any other that is asked for, "unknown". len 0:
 * the question is none, or the issuer's key is not there.
 */
struct der pki_ocsp(struct pki *pki, const struct credential *of, enum ocsp_answer answer,
	const struct pki_question *question, struct arena *arena);
#endif
