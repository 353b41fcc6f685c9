#include "scenario_request.h"

#include <string.h>
#include <strings.h>

#include "host_spelling.h"
#include "path_spelling.h"
#include "request_words.h"
#include "scenario_name.h"
#include "scenario_step.h"
#include "template.h"

static const struct field request_fields[] = {
	{"method", FIELD_TEXT, offsetof(struct scenario_request, method),
		.place_offset = offsetof(struct scenario_request, method_place),
		.doc = "method of the request; default GET"},
	{"target", FIELD_TEXT, offsetof(struct scenario_request, target),
		.place_offset = offsetof(struct scenario_request, target_place),
		.doc = "the request target as it is written; may hold ${host} and ${path}"},
	{"host_as", FIELD_WORD, offsetof(struct scenario_request, host_as),
		.words = host_spelling_words,
		.place_offset = offsetof(struct scenario_request, host_as_place),
		.doc = "how the name in the Host header is written: usual, capitals, dot, port"},
	{"absolute", FIELD_TEXT, offsetof(struct scenario_request, absolute),
		.place_offset = offsetof(struct scenario_request, absolute_place),
		.doc = "name, or role of a virtual host, in a request target of absolute form"},
	{"path_as", FIELD_WORD, offsetof(struct scenario_request, path_as),
		.words = path_spelling_words,
		.place_offset = offsetof(struct scenario_request, path_as_place),
		.doc = "how the path of one of the target's `paths` is written: capitals, dots, ..."},
	{"first_path", FIELD_TEXT, offsetof(struct scenario_request, first_path),
		.place_offset = offsetof(struct scenario_request, first_path_place),
		.doc = "path of the first of several requests, or the role of one of the target's `paths`"},
	{"headers", FIELD_TEXTS, offsetof(struct scenario_request, headers),
		.place_offset = offsetof(struct scenario_request, headers_place),
		.doc = "header lines beside our own: \"Name: value\""},
	{"body", FIELD_TEXT, offsetof(struct scenario_request, body),
		.place_offset = offsetof(struct scenario_request, body_place),
		.doc = "what follows the head"},
	{"times", FIELD_NUMBER, offsetof(struct scenario_request, times), .min = 1,
		.max = REQUEST_TIMES_MAX, .place_offset = offsetof(struct scenario_request, times_place),
		.doc = "so many requests on one connection, one after the other; default 1"},
	{"then", FIELD_TEXTS, offsetof(struct scenario_request, then),
		.place_offset = offsetof(struct scenario_request, then_place),
		.doc = "names, or roles of virtual hosts: Host of each further request on the connection"},
};
const struct schema scenario_request_schema = {
	"request", sizeof(struct scenario_request), request_fields, COUNT_OF(request_fields)};

size_t scenario_request_times(const struct scenario_request *request)
{
	if (request->then.count)
		return request->then.count + 1;
	return request->times > 1 ? (size_t)request->times : 1;
}

bool scenario_request_has_header(const struct scenario_request *request, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < request->headers.count; i++) {
		const char *line = request->headers.items[i];

		if (strncasecmp(line, name, len) == 0 && line[len] == ':')
			return true;
	}
	return false;
}

static void check_target(const struct scenario_step *step, struct diag *diag)
{
	static const char *const known[] = {REQUEST_HOST_WORD, REQUEST_PATH_WORD, NULL};
	const struct scenario_request *request = &step->request;

	if (!request->target)
		return;
	diag_fault(diag, request->target_place, request_target_fault(request->target, &diag->arena));
	(void)!template_check(request->target, known, request->target_place, diag);
	if (step->path && !scenario_is_role(step->path))
		diag_error(diag, request->target_place, "'target' beside 'path': it is sent in its place");
}

static void check_absolute(const struct scenario_request *request, struct diag *diag)
{
	if (!request->absolute)
		return;
	if (!scenario_is_name(request->absolute))
		diag_error(diag, request->absolute_place, "'%s' is no host name and no address",
			request->absolute);
	if (request->target)
		diag_error(diag, request->absolute_place, "'absolute' beside 'target': give one of them");
}

static void check_then(const struct scenario_request *request, struct diag *diag)
{
	const struct text_list *then = &request->then;

	for (size_t i = 0; i < then->count; i++) {
		if (!scenario_is_name(then->items[i]))
			diag_error(
				diag, then->places[i], "'%s' is no host name and no address", then->items[i]);
	}
	if (then->count >= REQUEST_TIMES_MAX)
		diag_error(diag, request->then_place, "more than %d requests", REQUEST_TIMES_MAX);
	if (then->count && request->times_place.line)
		diag_error(diag, request->then_place, "'then' beside 'times': give one of them");
	if (then->count && (request->target || request->absolute))
		diag_error(diag, request->then_place,
			"'then' beside a request target that names the host: it counts, and not Host");
}

/* How a path is written that only the target knows. */
static void check_path_as(const struct scenario_step *step, struct diag *diag)
{
	const struct scenario_request *request = &step->request;

	if (request->path_as && !(step->path && scenario_is_role(step->path)))
		diag_error(diag, request->path_as_place,
			"'path_as' writes the path of one of the target's `paths`, which `path` names");
}

static void check_first_path(const struct scenario_step *step, struct diag *diag)
{
	const struct scenario_request *request = &step->request;

	if (!request->first_path)
		return;
	if (!scenario_is_role(request->first_path))
		diag_fault(
			diag, request->first_path_place, request_path_fault(request->first_path, &diag->arena));
	if (request->times <= 1)
		diag_error(
			diag, request->first_path_place, "'first_path' without 'times': there is one request");
	if (!step->path || request->target || request->absolute)
		diag_error(diag, request->first_path_place,
			"'first_path' needs 'path' for the others, without 'target' and 'absolute'");
}

/* The other drivers' connections are not kept for a second one. */
static void check_times(const struct scenario_step *step, struct diag *diag)
{
	const struct scenario_request *request = &step->request;
	bool by_hosts = request->then.count > 0;
	struct place place = by_hosts ? request->then_place : request->times_place;
	const char *word = by_hosts ? "then" : "times";

	if (scenario_request_times(request) <= 1)
		return;
	if (step->plain)
		diag_error(diag, place, "'%s' needs TLS, and the step is plain", word);
	if (request->method && strcmp(request->method, "HEAD") == 0)
		diag_error(
			diag, place, "'%s' with HEAD: where an answer ends can't be told from its head", word);
}

void scenario_request_check(const struct scenario_step *step, struct diag *diag)
{
	const struct scenario_request *request = &step->request;
	const struct text_list *headers = &request->headers;

	if (request->method)
		diag_fault(
			diag, request->method_place, request_method_fault(request->method, &diag->arena));
	for (size_t i = 0; i < headers->count; i++)
		diag_fault(diag, headers->places[i], request_header_fault(headers->items[i], &diag->arena));
	check_target(step, diag);
	check_absolute(request, diag);
	check_then(request, diag);
	check_path_as(step, diag);
	check_first_path(step, diag);
	check_times(step, diag);
}
