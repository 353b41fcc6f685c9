#ifndef TEST_MAIN_H
#define TEST_MAIN_H
/* The cases of the module, by file. */
#include "unit.h"

struct unit_case client_text_case(void);
struct unit_case identity_case(void);
struct unit_case dn_case(void);
struct unit_case identity_form_case(void);
struct unit_case identity_names_case(void);
struct unit_case identity_certificate_case(void);
struct unit_case forged_identity_case(void);
struct unit_case unverified_case(void);
#endif
