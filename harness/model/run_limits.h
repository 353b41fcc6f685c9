#ifndef RUN_LIMITS_H
#define RUN_LIMITS_H
/* How much a run does at once, and how long it waits. */
enum {
	RUN_JOBS_DEFAULT = 16,
	RUN_JOBS_MAX = 256,
	RUN_REPEAT_MAX = 1000000,
	RUN_INSTANCES_MAX = 4, /* running at once; as many may be on their way out beside them */
	RUN_DEADLINE_MS_DEFAULT = 5000,
};
#endif
