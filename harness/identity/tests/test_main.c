#include "test_main.h"

int main(void)
{
	const struct unit_case cases[] = {client_text_case(), identity_case(), dn_case(),
		identity_form_case(), identity_names_case(), identity_certificate_case(),
		forged_identity_case(), unverified_case()};

	return unit_run("identity", cases, COUNT_OF(cases));
}
