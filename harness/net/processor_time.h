#ifndef PROCESSOR_TIME_H
#define PROCESSOR_TIME_H
/*
 * What a process had of the machine's processors, and how long it stood in line for them (Linux:
 * /proc/PID/task/TID/schedstat, where a container's limit counts as standing in line, too).
 */
#include <stdint.h>
#include <sys/types.h>

struct processor_time {
	uint64_t ran_us;
	uint64_t waited_us; /* it could have run, and was not let */
};

/* Of all threads of one that are there. Nothing where the system does not say. */
struct processor_time processor_time_of(pid_t pid);
/* Since it had that much; threads that have ended meanwhile are no debt. */
struct processor_time processor_time_since(const struct processor_time *before, pid_t pid);
/* And of all that descend from it. */
struct processor_time processor_time_of_family(pid_t root);
#endif
