#ifndef HELLO_CHECK_H
#define HELLO_CHECK_H
/* Which words about a CertificateRequest, and about a client's Hello and signature, contradict the
 * rest of their step. */
#include "scenario.h"

/* Something is expected of the CertificateRequest. */
bool hello_check_says_request(const struct step_expectation *expect);
void hello_check_server(const struct scenario_step *step, struct diag *diag);
void hello_check_client(
	const struct scenario *scenario, const struct scenario_step *step, struct diag *diag);
#endif
