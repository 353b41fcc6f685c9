#ifndef TEST_CELL_H
#define TEST_CELL_H
#include "unit.h"

struct unit_case machine_case(void);
struct unit_case told_case(void);
struct unit_case policy_case(void);
#endif
