#include "tls_version.h"

#include <stddef.h>
#include <string.h>

const char *const tls_version_words[] = {"none", "tls1.0", "tls1.1", "tls1.2", "tls1.3", NULL};

static const uint16_t wire_codes[TLS_VERSION_COUNT] = {0, 0x0301, 0x0302, 0x0303, 0x0304};

const char *tls_version_name(enum tls_version version)
{
	return tls_version_words[version];
}

uint16_t tls_version_wire(enum tls_version version)
{
	return wire_codes[version];
}

enum tls_version tls_version_from_wire(uint16_t wire)
{
	for (int i = TLS_1_0; i < TLS_VERSION_COUNT; i++) {
		if (wire_codes[i] == wire)
			return (enum tls_version)i;
	}
	return TLS_VERSION_NONE;
}

bool tls_version_parse(enum tls_version *out, const char *text)
{
	for (int i = TLS_1_0; i < TLS_VERSION_COUNT; i++) {
		const char *name = tls_version_words[i];

		if (strcmp(text, name) == 0 || strcmp(text, name + strlen("tls")) == 0) {
			*out = (enum tls_version)i;
			return true;
		}
	}
	return false;
}
