#ifndef NAMED_GROUP_H
#define NAMED_GROUP_H
/* Named groups from the IANA TLS Supported Groups registry (RFC 8422, RFC 7919, RFC 8446). */
#include <stdbool.h>
#include <stdint.h>

#include <openssl/ssl.h>

struct arena;

/* "x25519", or "0x1234" (in the arena) for a number that is not registered. */
const char *named_group_name(uint16_t group, struct arena *arena);
/* Of a curve, and none of a field. */
bool named_group_is_curve(uint16_t group);
/* All that this libssl can, those first that it takes by itself. */
void named_group_take_all(SSL_CTX *ctx);
#endif
