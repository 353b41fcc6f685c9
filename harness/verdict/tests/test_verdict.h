#ifndef TEST_VERDICT_H
#define TEST_VERDICT_H
/* What a connection may look like; each builder is one row of facts. */
#include <errno.h>

#include "observation.h"
#include "unit.h"

struct arena;

struct unit_case connection_case(struct arena *arena);
/* One each, for main. */
struct unit_case client_connection_case(void);
struct unit_case client_cell_case(void);
struct unit_case client_presents_case(void);
struct unit_case decider_case(void);
struct unit_case request_case(void);
struct unit_case steps_case(void);
struct unit_case unsent_case(void);
struct unit_case measure_case(void);

static inline struct observation accepted(void)
{
	struct observation facts;

	observation_init(&facts);
	facts.connected = facts.handshake_done = facts.server_trusted = facts.request_sent = true;
	facts.negotiated = TLS_1_3;
	facts.certificate_requested = true;
	facts.sent = SENT_AS_MEANT;
	facts.http_status = 200;
	facts.token_echoed = facts.backend_observed = facts.backend_saw = true;
	facts.end = END_OURS;
	return facts;
}

static inline struct observation refused_by_alert(int alert)
{
	struct observation facts = accepted();

	facts.http_status = 0;
	facts.token_echoed = facts.backend_saw = false;
	facts.alert = alert;
	facts.alert_from = PARTY_SERVER;
	return facts;
}

static inline struct observation refused_by_http(int status)
{
	struct observation facts = refused_by_alert(TLS_ALERT_NONE);

	facts.http_status = status;
	facts.alert_from = PARTY_NONE;
	return facts;
}

/* The target may do what it likes with a client that showed nothing. */
static inline struct observation unsent(struct observation facts)
{
	facts.sent = SENT_EMPTY;
	facts.unsent = "it offers a, b; x has another key";
	return facts;
}

static inline struct observation closed(enum connection_end end)
{
	struct observation facts = refused_by_alert(TLS_ALERT_NONE);

	facts.alert_from = PARTY_NONE;
	facts.end = end;
	return facts;
}

static inline struct observation not_connected(void)
{
	struct observation facts;

	observation_init(&facts);
	facts.connect_errno = ECONNREFUSED;
	facts.end = END_REFUSED;
	return facts;
}
#endif
