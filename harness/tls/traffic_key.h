#ifndef TRAFFIC_KEY_H
#define TRAFFIC_KEY_H
/*
 * One direction's handshake traffic key of TLS 1.3 with TLS_AES_128_GCM_SHA256 (RFC 8446 sections
 * 7.1 and 5.2), for that direction's first record only (sequence number 0).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record.h"
#include "scoped.h"

enum { TRAFFIC_HASH_LEN = 32, TRAFFIC_KEY_LEN = 16, TRAFFIC_IV_LEN = 12, TRAFFIC_TAG_LEN = 16 };

struct traffic_key {
	uint8_t key[TRAFFIC_KEY_LEN];
	uint8_t iv[TRAFFIC_IV_LEN];
	uint8_t finished[TRAFFIC_HASH_LEN];
};

/* From a handshake traffic secret. Aborts if libcrypto can't do it. */
void traffic_key_derive(struct traffic_key *out, const uint8_t secret[TRAFFIC_HASH_LEN]);
/* verify_data over the transcript so far (RFC 8446 section 4.4.4). */
void traffic_key_finished(uint8_t out[TRAFFIC_HASH_LEN], const struct traffic_key *key,
	const uint8_t *transcript, size_t len);
/* `out` has room for the record's body. False: wrong tag. Content type and padding stay. */
WARN_UNUSED bool traffic_key_open(
	uint8_t *out, size_t *out_len, const struct traffic_key *key, const struct record *record);
/* A whole record around `plain` (content and content type); `out` has room for it. */
size_t traffic_key_seal(
	uint8_t *out, const struct traffic_key *key, const uint8_t *plain, size_t len);
#endif
