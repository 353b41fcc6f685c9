#ifndef TLS_ALERT_H
#define TLS_ALERT_H
/*
 * Alert descriptions from the IANA TLS Alert registry (RFC 8446 section 6 and the RFCs that added
 * some): our own table, because libraries lag behind (OpenSSL 3.0 calls 116 "unknown").
 */
#include <stdbool.h>

enum {
	TLS_ALERT_NONE = -1,
	TLS_ALERT_CLOSE_NOTIFY = 0,
	TLS_ALERT_UNEXPECTED_MESSAGE = 10,
	TLS_ALERT_BAD_RECORD_MAC = 20,
	TLS_ALERT_BAD_CERTIFICATE = 42,
	TLS_ALERT_CERTIFICATE_REVOKED = 44,
	TLS_ALERT_CERTIFICATE_EXPIRED = 45,
	TLS_ALERT_UNKNOWN_CA = 48,
	TLS_ALERT_DECRYPT_ERROR = 51,
	TLS_ALERT_PROTOCOL_VERSION = 70,
	TLS_ALERT_CERTIFICATE_REQUIRED = 116,
};

/* Never NULL: "certificate_expired", or "alert_199" for a number that is not registered. */
const char *tls_alert_name(int alert);
bool tls_alert_parse(int *out, const char *name);
/* NULL-terminated, for suggestions; not indexed by number. */
const char *const *tls_alert_words(void);
#endif
