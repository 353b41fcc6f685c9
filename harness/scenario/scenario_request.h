#ifndef SCENARIO_REQUEST_H
#define SCENARIO_REQUEST_H
/* What our client's request is, beside its host and path. */
#include <stdbool.h>

#include "schema.h"

/* Names that stand in a request target for the Host header and for the usual path. */
#define REQUEST_HOST_WORD "host"
#define REQUEST_PATH_WORD "path"

enum { REQUEST_TIMES_MAX = 8 };

struct scenario_request {
	const char *method; /* NULL: GET */
	struct place method_place;
	/* the request target as it goes out (RFC 9112 section 3.2); NULL: the path */
	const char *target;
	struct place target_place;
	int host_as; /* enum host_spelling: how the name in the Host header is written */
	struct place host_as_place;
	/* a name, or the role of a virtual host: the request target is in absolute form, with that name
	 * (RFC 9112 section 3.2.2); NULL: it is not */
	const char *absolute;
	struct place absolute_place;
	int path_as; /* enum path_spelling: how the path is written */
	struct place path_as_place;
	const char
		*first_path; /* of the first of several requests, or a role; NULL: as of the others */
	struct place first_path_place;
	struct text_list headers; /* "Name: value", as they are sent */
	struct place headers_place;
	const char *body; /* or NULL */
	struct place body_place;
	long times; /* 0: not said; else so many requests on one connection */
	struct place times_place;
	/* names, or roles of virtual hosts: the Host of each further request on the connection */
	struct text_list then;
	struct place then_place;
};

struct scenario_step;
extern const struct schema scenario_request_schema;

/* How many requests it makes on its connection. */
size_t scenario_request_times(const struct scenario_request *request);
/* True if one of its header lines has that name, in any case. */
bool scenario_request_has_header(const struct scenario_request *request, const char *name);
/* What can't be sent, or contradicts the rest of the step. */
void scenario_request_check(const struct scenario_step *step, struct diag *diag);
#endif
