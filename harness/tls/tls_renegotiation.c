#include "tls_renegotiation.h"

#include <openssl/err.h>

#include "arena.h"
#include "tls_pump.h"
#include "tls_recorder.h"
#include "tls_setup.h"
#include "tls_waiting.h"

/* In place of what it showed in the first; a twin of that says nothing of this one. */
static bool change_credential(struct tls_pump *pump)
{
	struct tls_recorder *recorder = pump->recorder;
	const struct credential *later = recorder->options.later_credential;

	SSL_certs_clear(pump->ssl);
	if (later && !tls_setup_credential(pump->ssl, NULL, later)) {
		tls_recorder_trouble(recorder,
			arena_printf(recorder->arena, "libssl can't present the credential %s", later->name));
		ERR_clear_error();
		return false;
	}
	recorder->presented = later;
	recorder->no_twin = NULL;
	recorder->facts->twin = NULL;
	recorder->facts->why_twin = NULL;
	return true;
}

static bool begin(struct tls_pump *pump)
{
	struct tls_recorder *recorder = pump->recorder;

	if (SSL_version(pump->ssl) == TLS1_3_VERSION) {
		tls_recorder_trouble(recorder, "TLS 1.3 has no renegotiation (RFC 8446 section 4.1.2)");
		return false;
	}
	if (!SSL_get_secure_renegotiation_support(pump->ssl)) {
		recorder->facts->renegotiation = RENEGOTIATION_LACKING;
		return false;
	}
	if (!change_credential(pump))
		return false;
	ERR_clear_error();
	if (SSL_renegotiate(pump->ssl) != 1) {
		tls_recorder_trouble(recorder, "libssl does not renegotiate");
		ERR_clear_error();
		return false;
	}
	tls_recorder_note(recorder, recorder->self, "begins a second handshake", 0);
	recorder->facts->renegotiation = RENEGOTIATION_BEGUN;
	return true;
}

static bool conclude(struct tls_pump *pump)
{
	pump->recorder->facts->renegotiation = RENEGOTIATION_MADE;
	pump->renegotiates = false;
	tls_recorder_note(pump->recorder, pump->recorder->self, "second handshake complete", 0);
	return true;
}

bool tls_renegotiation_step(struct tls_pump *pump)
{
	int result;

	if (!pump->renegotiates)
		return true;
	if (pump->recorder->facts->renegotiation == RENEGOTIATION_BEGUN)
		return !SSL_renegotiate_pending(pump->ssl) && conclude(pump);
	if (!begin(pump)) {
		pump->ended = true;
		return false;
	}
	result = SSL_do_handshake(pump->ssl);
	if (!tls_is_waiting(pump->ssl, pump->recorder, result))
		pump->ended = true;
	return false;
}
