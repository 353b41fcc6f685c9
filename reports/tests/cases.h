#ifndef CASES_H
#define CASES_H
/* The cases of each file of test_reports; each returns how many it has put into `out`. */
#include "unit.h"

size_t event_cases(struct unit_case *out);
size_t junit_cases(struct unit_case *out);
size_t html_cases(struct unit_case *out);
size_t console_cases(struct unit_case *out);
size_t change_cases(struct unit_case *out);
size_t differ_cases(struct unit_case *out);
size_t cell_list_cases(struct unit_case *out);
size_t merge_cases(struct unit_case *out);
size_t writer_cases(struct unit_case *out);
size_t client_cases(struct unit_case *out);
size_t fix_cases(struct unit_case *out);
size_t doctor_cases(struct unit_case *out);
#endif
