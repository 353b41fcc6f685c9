#include "scenario_front.h"

#include <string.h>

#include "request_words.h"
#include "scenario.h"

static bool is_of_front(const struct scenario_step *step)
{
	if (step->server.answers_place.line || step->path_place.line || step->request_place.line)
		return true;
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		if (step->expect[mode].http_status)
			return true;
	}
	return false;
}

bool scenario_is_of_fronts(const struct scenario *scenario)
{
	for (size_t i = 0; scenario->side == SIDE_CLIENT && i < scenario->step_count; i++) {
		if (is_of_front(&scenario->steps[i]))
			return true;
	}
	return false;
}

static void check_asked(const struct scenario_request *request, struct diag *diag)
{
	const struct {
		struct place place;
		const char *word;
	} others[] = {
		{request->target_place, "target"},
		{request->host_as_place, "host_as"},
		{request->absolute_place, "absolute"},
		{request->path_as_place, "path_as"},
		{request->first_path_place, "first_path"},
		{request->headers_place, "headers"},
		{request->body_place, "body"},
		{request->times_place, "times"},
		{request->then_place, "then"},
	};

	for (size_t i = 0; i < COUNT_OF(others); i++) {
		if (others[i].place.line)
			diag_error(diag, others[i].place,
				"'%s': of what is asked for at a proxy's front only the method can be said",
				others[i].word);
	}
	if (!request->method)
		return;
	diag_fault(diag, request->method_place, request_method_fault(request->method, &diag->arena));
	if (strcmp(request->method, "HEAD") == 0)
		diag_error(diag, request->method_place, "HEAD: our server's answer has a body");
}

static void check_expected(const struct scenario_step *step, struct diag *diag)
{
	for (int mode = 0; mode < (step->names_modes ? AUTH_MODE_COUNT : 1); mode++) {
		const struct step_expectation *expect = &step->expect[mode];

		if (expect->http_status && expect->connection.outcome != OUTCOME_ACCEPT)
			diag_error(diag, step->places[mode],
				"what comes at a proxy's front where it does not trust our server is its own "
				"affair: "
				"a status can be expected with 'outcome: accept' alone");
	}
}

void scenario_front_check(const struct scenario_step *step, struct diag *diag)
{
	if (step->path)
		diag_fault(diag, step->path_place, request_path_fault(step->path, &diag->arena));
	check_asked(&step->request, diag);
	check_expected(step, diag);
}
