#ifndef IDENTITY_CERTIFICATE_H
#define IDENTITY_CERTIFICATE_H
/* Whole certificates as a backend is told them, in each form of `certificate` and `chain`. */
#include <stdbool.h>

struct arena;
struct credential;

/*
 * The leaf alone, or followed by as many of the certificates sent with it as one likes, in order.
 * RFC 9440 2.2 has the leaf alone.
 */
bool identity_certificate_matches(
	int form, const char *told, const struct credential *credential, struct arena *arena);
/*
 * All that was sent after the leaf, in order; outside of RFC 9440 2.3 the leaf may come first.
 * After them may stand the authorities above, each of which has signed the one before: RFC 9440
 * leaves it open whether the trust anchor is there. Of base64 also one of all certificates together
 * (HAProxy).
 */
bool identity_chain_matches(
	int form, const char *told, const struct credential *credential, struct arena *arena);
#endif
