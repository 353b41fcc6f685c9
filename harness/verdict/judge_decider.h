#ifndef JUDGE_DECIDER_H
#define JUDGE_DECIDER_H
/*
 * Which kind of directive of the target's configuration explains a cell that did not go well: a
 * pure function of the judged cell and its controls. It is a hint for people, drawn from:
 *   our server refuses what a client shows                                         certificate
 *   a depth that is too small for the chain refused                                depth
 *   what the target's log says of the connection refused                           (log)
 *   nothing asked for where something must be, or nothing needed where it must     verification
 *   wrong CA let in, and one that signs itself, too: nothing is verified           verification
 *   wrong CA let in, but not one that signs itself: a CA too many                  trust
 *   the good peer refused                                                          trust
 *   another one refused where lists are in force, and the good peer is let in      revocation
 *   a revoked one let in (the RFC names certificate_revoked)                       revocation
 *   a long chain judged otherwise than expected                                    depth
 *   an old TLS version let in, or a good one turned away (protocol_version)        versions
 *   a server let in under a name that it does not have                             name
 *   a server that names other CAs than it is to trust                              trust
 *   the backend told something else than what was presented                        identity
 *   a client that does not show the certificate that it has                        certificate
 *   HTTP without TLS let in                                                        plain
 * and verification for everything else that got in.
 */
#include <stdbool.h>
#include <stddef.h>

#include "result.h"

struct decider_case {
	const struct cell_result *cell; /* as judged, with wrong_ca */
	bool good_refused; /* the good peer was positively refused before the cell */
	int good_refused_alert; /* by this alert, or TLS_ALERT_NONE */
	enum control_state self_signed; /* made where the wrong CA got in; PASS = refused */
	enum directive_kind log; /* what the log says of whom it refused, or DIRECTIVE_NONE */
	enum depth_fit depth; /* that is configured, for the chain that it refused */
	bool names_others; /* it names CAs beside those that it is to trust */
	bool lists; /* it is given revocation lists for this, and good lists leave the good peer in */
	size_t chain_length; /* certificates that our side presents; 0: none */
	bool
		name_differs; /* our server presents a certificate for other names than the one asked for */
};

/* The name of the first step that went wrong; NULL: none did, or it has no steps. */
const char *judge_wrong_step(const struct cell_result *cell);
/* DIRECTIVE_NONE where nothing is to be explained, or no directive could. */
enum directive_kind judge_decider(const struct decider_case *decided);
#endif
