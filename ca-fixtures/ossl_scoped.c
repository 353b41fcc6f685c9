#include "ossl_scoped.h"

#include <openssl/err.h>

#include "arena.h"

const char *ossl_why(struct arena *arena, const char *what)
{
	unsigned long error = ERR_peek_last_error();
	const char *reason = error ? ERR_reason_error_string(error) : NULL;
	const char *why =
		arena_printf(arena, "%s: %s", what, reason ? reason : "OpenSSL gave no reason");

	ERR_clear_error();
	return why;
}
