#include "plan_driver.h"

#include "target.h"

static const char *step_lacks(const struct scenario_step *step)
{
	if (step->client.unsolicited_certificate)
		return "libcurl can't send a Certificate message that nobody asked for";
	if (step->client.renegotiate_place.line)
		return "libcurl does not renegotiate by itself";
	if (step->sni_place.line && !step->sni)
		return "libcurl sends the name of its URL";
	if (opening_is_unusual(&step->opening))
		return "libcurl begins a connection in its own way alone";
	if (scenario_request_times(&step->request) > 1)
		return "libcurl asks once on each of our connections";
	if (step->request.body && scenario_request_has_header(&step->request, "Transfer-Encoding"))
		return "libcurl frames a body by itself";
	if (step->deed_place.line)
		return "libcurl would be the second to come, and what is done to the target is done once";
	return step->save_session || step->resume ? "libcurl keeps its sessions to itself" : NULL;
}

const char *plan_http_lacks(const struct plan_cell *cell)
{
	const struct scenario *scenario = cell->scenario;
	const char *lack = NULL;

	if (cell->target->setup.expects_proxy_protocol)
		return "libcurl sends no PROXY header as mtlspec does";
	for (size_t i = 0; !lack && i < scenario->step_count; i++) {
		if (scenario->steps[i].expect[cell->mode].connection.given)
			lack = step_lacks(&scenario->steps[i]);
	}
	return lack;
}
