#ifndef TEST_RUN_H
#define TEST_RUN_H
/* The cases of the run module, by file. */
#include "unit.h"

struct unit_case identity_case(void);
struct unit_case identity_form_case(void);
struct unit_case forged_identity_case(void);
struct unit_case process_case(void);
struct unit_case port_case(void);
struct unit_case client_case(void);
struct unit_case doctor_case(void);
#endif
