#ifndef SCENARIO_OPENING_H
#define SCENARIO_OPENING_H
/*
 * How a step's connection begins (opening.h), as scenario files say it:
 *
 *   via: {proxy_protocol: 2}                  a PROXY protocol header first, version 1 or 2
 *   preface: "\r\n"                          then these bytes; {hex: "0d 0a"}: the same;
 *                                            {request: true}: its own request, in plain
 *   hello: {extension: 16000, grease: true}   what else the ClientHello holds
 *   hello: {name: capitals}                   or `dot`: how the server's name is written there
 *   fragment: {record: 64, segment: 16, pause: 20ms}   in which pieces it goes out
 *
 * The good client at that place begins as everybody does: it proves the place, not the way there.
 */
#include "node.h"
#include "opening.h"
#include "schema.h"

struct scenario_step;

extern const struct schema scenario_via_schema; /* of struct via, and so on */
extern const struct schema scenario_hello_schema;
extern const struct schema scenario_fragment_schema;
extern const struct schema scenario_preface_schema;
/* A text, {hex: DIGITS} or {request: true}. */
void scenario_preface_read(
	void *member, const struct node *node, struct arena *arena, struct diag *diag);
/* What contradicts itself. */
void scenario_opening_check(const struct scenario_step *step, struct diag *diag);
#endif
