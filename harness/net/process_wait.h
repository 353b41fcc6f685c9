#ifndef PROCESS_WAIT_H
#define PROCESS_WAIT_H
/* A wait for something of a process that was there before and stays: how long is fair on a machine
 * that is short of processors (patience.h). */
#include <stdint.h>

#include "patience.h"

struct process;

struct process_wait {
	pid_t pid; /* 0: nobody */
	struct patience patience;
	struct processor_time its; /* what each had when the wait began */
	struct processor_time ours;
	uint64_t started_us;
};

/* NULL, or of one that has ended: the deadline is what it is. */
void process_wait_begin(
	struct process_wait *out, const struct process *process, uint64_t deadline_ms);
/* How long it is still worth waiting until the next look; 0: it is over. */
uint64_t process_wait_left_ms(struct process_wait *wait);
#endif
