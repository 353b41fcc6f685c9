#include "tls_alert.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "scoped.h"

enum { ALERT_NUMBER_COUNT = 256, NAME_SIZE = 16 };

#define ALERTS(X)                                                                                  \
	X(0, close_notify)                                                                             \
	X(10, unexpected_message)                                                                      \
	X(20, bad_record_mac)                                                                          \
	X(21, decryption_failed_RESERVED)                                                              \
	X(22, record_overflow)                                                                         \
	X(30, decompression_failure_RESERVED)                                                          \
	X(40, handshake_failure)                                                                       \
	X(41, no_certificate_RESERVED)                                                                 \
	X(42, bad_certificate)                                                                         \
	X(43, unsupported_certificate)                                                                 \
	X(44, certificate_revoked)                                                                     \
	X(45, certificate_expired)                                                                     \
	X(46, certificate_unknown)                                                                     \
	X(47, illegal_parameter)                                                                       \
	X(48, unknown_ca)                                                                              \
	X(49, access_denied)                                                                           \
	X(50, decode_error)                                                                            \
	X(51, decrypt_error)                                                                           \
	X(52, too_many_cids_requested)                                                                 \
	X(60, export_restriction_RESERVED)                                                             \
	X(70, protocol_version)                                                                        \
	X(71, insufficient_security)                                                                   \
	X(80, internal_error)                                                                          \
	X(86, inappropriate_fallback)                                                                  \
	X(90, user_canceled)                                                                           \
	X(100, no_renegotiation_RESERVED)                                                              \
	X(109, missing_extension)                                                                      \
	X(110, unsupported_extension)                                                                  \
	X(111, certificate_unobtainable_RESERVED)                                                      \
	X(112, unrecognized_name)                                                                      \
	X(113, bad_certificate_status_response)                                                        \
	X(114, bad_certificate_hash_value_RESERVED)                                                    \
	X(115, unknown_psk_identity)                                                                   \
	X(116, certificate_required)                                                                   \
	X(117, general_error)                                                                          \
	X(120, no_application_protocol)                                                                \
	X(121, ech_required)

struct alert_row {
	int number;
	const char *name;
};

#define AS_ROW(number, name) {number, #name},
#define AS_WORD(number, name) #name,
static const struct alert_row rows[] = {ALERTS(AS_ROW)};
static const char *const words[] = {ALERTS(AS_WORD) NULL};

const char *tls_alert_name(int alert)
{
	/* numbers outside the registry are rare: each gets its text once, for the life of the
	 * program */
	static char unregistered[ALERT_NUMBER_COUNT][NAME_SIZE];
	unsigned char number = (unsigned char)alert;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (rows[i].number == alert)
			return rows[i].name;
	}
	snprintf(unregistered[number], NAME_SIZE, "alert_%u", number);
	return unregistered[number];
}

bool tls_alert_parse(int *out, const char *name)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (strcmp(rows[i].name, name) == 0) {
			*out = rows[i].number;
			return true;
		}
	}
	return false;
}

const char *const *tls_alert_words(void)
{
	return words;
}
