#ifndef JUDGE_REQUEST_H
#define JUDGE_REQUEST_H
/* What a target that is a server says in its CertificateRequest, against what it may say. */
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct observation;
struct step_expectation;

/* Texts as in an observation's first_ca_names. */
struct ca_names_allowed {
	bool judged;
	const char **names;
	size_t count;
};

/*
 * Which authorities it names beside those, in a sentence; NULL: none, or it did not ask. To name
 * fewer is its right, and to name none (RFC 8446 section 4.2.4, RFC 5246 section 7.4.4).
 */
const char *judge_ca_names(
	const struct observation *facts, const struct ca_names_allowed *allowed, struct arena *arena);
/* The same of its asking at all, and of the signature schemes that it offers. */
const char *judge_request(
	const struct observation *facts, const struct step_expectation *expected, struct arena *arena);
/* Why nothing can be said of that, or NULL. */
const char *judge_request_unseen(
	const struct observation *facts, const struct step_expectation *expected);
/* ", asked for a certificate": what is expected, in words; "" for nothing. */
const char *judge_request_words(const struct step_expectation *expected, struct arena *arena);
/* What is to be said of who came for that: "ocsp" and its like. */
const char *judge_fetched(const char *what, struct arena *arena);
#endif
