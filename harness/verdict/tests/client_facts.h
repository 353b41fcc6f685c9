#ifndef CLIENT_FACTS_H
#define CLIENT_FACTS_H
/* What a connection of a target that is a client may look like; each builder is a row of facts. */
#include <signal.h>

#include "test_verdict.h"

/* It took our answer and says so. */
static inline struct observation trusted(void)
{
	struct observation facts;

	observation_init(&facts);
	facts.connected = facts.handshake_done = facts.token_received = facts.answer_sent = true;
	facts.connections = 1;
	facts.served = SENT_AS_MEANT;
	facts.data_received = 100;
	facts.end = END_FIN;
	facts.exited = true;
	facts.far_end = FAR_SUCCESS;
	return facts;
}

static inline struct observation refused(void)
{
	struct observation facts = trusted();

	facts.handshake_done = facts.token_received = facts.answer_sent = false;
	facts.data_received = 0;
	facts.alert = TLS_ALERT_CERTIFICATE_EXPIRED;
	facts.alert_from = PARTY_CLIENT;
	facts.exit_status = 60;
	facts.far_end = FAR_FAILURE;
	return facts;
}

static inline struct observation closed_by_client(void)
{
	struct observation facts = refused();

	facts.alert = TLS_ALERT_NONE;
	facts.alert_from = PARTY_NONE;
	return facts;
}

static inline struct observation refused_by_us(void)
{
	struct observation facts = refused();

	facts.alert_from = PARTY_SERVER;
	facts.peer_presented = PRESENTED_OTHER;
	return facts;
}

/* Before the client's certificate was there. */
static inline struct observation ended_by_us(void)
{
	struct observation facts = refused();

	facts.alert = 40;
	facts.alert_from = PARTY_SERVER;
	facts.served = SENT_NOT_YET;
	facts.client_offers = "tls1.2; suites X; groups Y";
	return facts;
}

/* By who does not say that it can verify how our chain is signed. */
static inline struct observation refused_chain(void)
{
	struct observation facts = refused();

	facts.chain_not_offered = "ecdsa_secp256r1_sha256";
	return facts;
}

static inline struct observation never_connected(void)
{
	struct observation facts = closed_by_client();

	facts.connections = 0;
	facts.served = SENT_NOT_ASKED;
	facts.end = END_OPEN;
	return facts;
}

static inline struct observation hanging(void)
{
	struct observation facts = closed_by_client();

	facts.exited = false;
	facts.far_end = FAR_NONE;
	facts.end = END_DEADLINE;
	return facts;
}

static inline struct observation crashed(void)
{
	struct observation facts = closed_by_client();

	facts.exit_signal = SIGSEGV;
	facts.crashed = true;
	facts.far_end = FAR_NONE;
	return facts;
}

/* Sent its request, and then failed. */
static inline struct observation repented(void)
{
	struct observation facts = trusted();

	facts.exit_status = 1;
	facts.far_end = FAR_FAILURE;
	return facts;
}

static inline struct observation boasting(void)
{
	struct observation facts = refused();

	facts.exit_status = 0;
	facts.far_end = FAR_SUCCESS;
	return facts;
}

/* It went away without a word, and is content. */
static inline struct observation idle_success(void)
{
	struct observation facts = closed_by_client();

	facts.exit_status = 0;
	facts.far_end = FAR_SUCCESS;
	return facts;
}

/* And content with the answer to that. */
static inline struct observation in_plain_text(void)
{
	struct observation facts = boasting();

	facts.plain_request = true;
	return facts;
}

static inline struct observation before_our_certificate(void)
{
	struct observation facts = closed_by_client();

	facts.served = SENT_NOT_YET;
	return facts;
}

static inline struct observation proxy_answer(int status, bool echoed, enum far_end far_end)
{
	struct observation facts = far_end == FAR_SUCCESS ? trusted() : closed_by_client();

	facts.exited = false;
	facts.http_status = status;
	facts.token_echoed = echoed;
	facts.far_end = far_end;
	return facts;
}

static inline struct observation gateway_error(void)
{
	return proxy_answer(502, false, FAR_FAILURE);
}

/* It refused its upstream, and somebody else's answer came. */
static inline struct observation cached_answer(void)
{
	struct observation facts = proxy_answer(200, false, FAR_FAILURE);

	facts.far_end = FAR_SUCCESS;
	return facts;
}

/* Our server answered, and something else came. */
static inline struct observation another_answer(void)
{
	return proxy_answer(200, false, FAR_SUCCESS);
}

/* An answer of a status that the scenario says, and what came of it. */
static inline struct observation passed_on(void)
{
	struct observation facts = proxy_answer(503, true, FAR_SUCCESS);

	facts.answers = 503;
	return facts;
}

static inline struct observation made_another(void)
{
	struct observation facts = proxy_answer(502, false, FAR_SUCCESS);

	facts.far_end = FAR_FAILURE;
	facts.answers = 503;
	return facts;
}

static inline struct observation strange_answer(void)
{
	return proxy_answer(404, false, FAR_NONE);
}

static inline struct observation front_answer(void)
{
	return proxy_answer(200, true, FAR_SUCCESS);
}

static inline struct observation answer_that_did_not_go_out(void)
{
	struct observation facts = trusted();

	facts.answer_sent = false;
	return facts;
}
#endif
