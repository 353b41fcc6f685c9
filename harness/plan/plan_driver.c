#include "plan_driver.h"

static const char *step_lacks(const struct scenario_step *step)
{
	if (step->client.unsolicited_certificate)
		return "libcurl can't send a Certificate message that nobody asked for";
	if (step->sni_place.line && !step->sni)
		return "libcurl sends the name of its URL";
	return step->save_session || step->resume ? "libcurl keeps its sessions to itself" : NULL;
}

const char *plan_http_lacks(const struct scenario *scenario, enum auth_mode mode)
{
	const char *lack = NULL;

	for (size_t i = 0; !lack && i < scenario->step_count; i++) {
		if (scenario->steps[i].expect[mode].connection.given)
			lack = step_lacks(&scenario->steps[i]);
	}
	return lack;
}
