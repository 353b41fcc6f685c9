#ifndef SAMPLE_DOCTOR_H
#define SAMPLE_DOCTOR_H
/* A doctor's report made by hand: two checks, a server that is there, a client that is missing. */
#include "doctor_report.h"

struct doctor_report sample_doctor(void);
#endif
