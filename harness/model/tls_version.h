#ifndef TLS_VERSION_H
#define TLS_VERSION_H
/* TLS versions: RFC 2246, 4346, 5246, 8446. One table for parser, printer and reports. */
#include <stdbool.h>
#include <stdint.h>

enum tls_version { TLS_VERSION_NONE, TLS_1_0, TLS_1_1, TLS_1_2, TLS_1_3, TLS_VERSION_COUNT };

const char *tls_version_name(enum tls_version version); /* "tls1.2"; "none" */
uint16_t tls_version_wire(enum tls_version version); /* 0x0303; 0 for none */
enum tls_version tls_version_from_wire(uint16_t wire); /* TLS_VERSION_NONE if unknown */
/* Accepts "tls1.2" and "1.2". */
bool tls_version_parse(enum tls_version *out, const char *text);
/* NULL-terminated, index = enum value, for schema tables and suggestions. */
extern const char *const tls_version_words[];
#endif
