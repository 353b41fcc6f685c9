#include "test_run.h"

int main(void)
{
	const struct unit_case cases[] = {identity_case(), identity_form_case(), forged_identity_case(),
		process_case(), port_case(), client_case(), doctor_case()};

	return unit_run("run", cases, COUNT_OF(cases));
}
