#include "sample.h"

struct cell_result sample_client(struct attempt_result attempts[SAMPLE_LEGS])
{
	struct observation *facts = &attempts[0].facts;

	for (size_t i = 0; i < SAMPLE_LEGS; i++) {
		attempts[i] = (struct attempt_result){.role = i ? "good server after" : "subject",
			.driver = "program",
			.credential = i ? "server" : "server-expired",
			.by = "exit status 0"};
		observation_init(&attempts[i].facts);
	}
	facts->connections = 2;
	facts->served = SENT_AS_MEANT;
	facts->peer_presented = PRESENTED_CONFIGURED;
	facts->data_received = 77;
	facts->server_name = "server.mtlspec.test";
	facts->exited = true;
	facts->exit_status = 9;
	facts->output = "curl: (9) <no>";
	attempts[1].facts.data_received = 500;
	return (struct cell_result){.id = "a@curl:RequestClientCert/tls1.3",
		.scenario = "a",
		.target = "curl",
		.side = SIDE_CLIENT,
		.mode = AUTH_REQUEST_CLIENT_CERT,
		.tls = TLS_1_3,
		.driver = "program",
		.verdict = VERDICT_FAIL,
		.expected = OUTCOME_REJECT,
		.expected_alert = TLS_ALERT_CERTIFICATE_EXPIRED,
		.observed = OUTCOME_ACCEPT,
		.alert = TLS_ALERT_NONE,
		.by = "exit status 9",
		.control = CONTROL_PASS,
		.wrong_ca = CONTROL_FAIL,
		.credential = "server-expired",
		.defect = "expired yesterday",
		.server_name = "server.mtlspec.test",
		.client_credential = "client",
		.attempts = attempts,
		.attempt_count = SAMPLE_LEGS};
}
