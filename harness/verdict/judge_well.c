#include "judge_well.h"

bool judge_is_well_after(const struct judge_case *judged, const struct attempt_result *good)
{
	if (good->outcome == OUTCOME_ACCEPT)
		return true;
	return judged->good_may_be_refused && good->outcome == OUTCOME_REJECT &&
		(good->facts.alert != TLS_ALERT_NONE || good->facts.http_status);
}
