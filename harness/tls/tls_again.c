#include "tls_again.h"

#include <stddef.h>

#include "tls_server_parts.h"

static const enum tls_defect letting[] = {DEFECT_RENEGOTIATE_UNASKED, DEFECT_RENEGOTIATE_OPTIONAL,
	DEFECT_RENEGOTIATE_UNVERIFIED, DEFECT_RENEGOTIATE_UNPROVED, DEFECT_RENEGOTIATE_AS_FIRST};

bool tls_again_is_let(const bool defects[DEFECT_COUNT])
{
	bool is_let = false;

	for (size_t i = 0; i < sizeof(letting) / sizeof(letting[0]); i++)
		is_let = is_let || defects[letting[i]];
	return is_let;
}

void tls_again_prepare(struct tls_server *server)
{
	const bool *defects = server->context->judge.defects;
	SSL *ssl = server->pump.ssl;
	int flags = SSL_get_verify_mode(ssl);

	if (server->first_done || !tls_again_is_let(defects) || !SSL_is_init_finished(ssl))
		return;
	server->first_done = true;
	server->first_shown = SSL_get1_peer_certificate(ssl);
	server->judgement.again = true;
	if (defects[DEFECT_RENEGOTIATE_OPTIONAL])
		flags &= ~SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
	SSL_set_verify(ssl, defects[DEFECT_RENEGOTIATE_UNASKED] ? SSL_VERIFY_NONE : flags, NULL);
}

bool tls_again_has(const struct tls_server *server, enum tls_defect defect)
{
	return server->context->judge.defects[defect] && server->recorder.answered_late;
}
