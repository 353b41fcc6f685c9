#include "cases.h"

enum { CASES_MAX = 32 };

int main(void)
{
	static struct unit_case cases[CASES_MAX];
	size_t count = 0;

	count += event_cases(cases + count);
	count += junit_cases(cases + count);
	count += html_cases(cases + count);
	count += console_cases(cases + count);
	count += client_cases(cases + count);
	count += writer_cases(cases + count);
	count += fix_cases(cases + count);
	count += doctor_cases(cases + count);
	count += merge_cases(cases + count);
	count += cell_list_cases(cases + count);
	count += change_cases(cases + count);
	count += differ_cases(cases + count);
	return unit_run("reports", cases, count);
}
