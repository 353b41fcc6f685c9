#ifndef CELL_POLICY_H
#define CELL_POLICY_H
/*
 * Policies of virtual hosts. Whatever name, Host, session and certificate a client comes with: he
 * may reach the backend of a host only if he satisfied what that host demands, on this connection
 * or in the handshake that made the session which he resumed.
 */
#include "conduct.h"
#include "judge_steps.h"

struct attempt_result;
struct cell;
struct scenario_step;

/* Sets policy_breach and policy_trouble of a step that expects `policy`. */
void cell_policy_look(
	struct judge_step *out, const struct cell *cell, const struct scenario_step *step);
/* What the host that answered may have been told of the client; `who` is the connection in which he
 * showed what he has. */
enum identity_rule cell_policy_identity(const struct cell *cell,
	const struct attempt_result *attempt, const struct attempt_result *who);
#endif
