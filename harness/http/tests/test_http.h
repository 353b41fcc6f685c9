#ifndef TEST_HTTP_H
#define TEST_HTTP_H
#include "unit.h"

/* One for each file of cases, for main. */
struct unit_case https_url_case(void);
struct unit_case proxy_header_case(void);
struct unit_case proxy_header_write_case(void);
struct unit_case retry_after_case(void);
#endif
