#include "tls_waiting.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "tls_recorder.h"

bool tls_is_waiting(SSL *ssl, struct tls_recorder *recorder, int result)
{
	int error = SSL_get_error(ssl, result);
	const struct observation *facts = recorder->facts;
	const char *reason;

	if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
		return true;
	reason = ERR_reason_error_string(ERR_peek_error());
	ERR_clear_error();
	if (error == SSL_ERROR_ZERO_RETURN)
		return false;
	/* where the peer gave its reason in an alert, libssl's words add nothing */
	if (reason && (facts->alert == TLS_ALERT_NONE || facts->alert_from == recorder->self))
		tls_recorder_note(recorder, PARTY_NONE, reason, 0);
	return false;
}
