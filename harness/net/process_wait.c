#include "process_wait.h"

#include <unistd.h>

#include "clock.h"
#include "process.h"

static uint64_t less(uint64_t now, uint64_t before)
{
	return now > before ? now - before : 0;
}

/* Processes of its family that have ended meanwhile are no debt. */
static struct processor_time family_since(const struct processor_time *before, pid_t pid)
{
	struct processor_time now = {0};

	if (pid)
		now = processor_time_of_family(pid);
	return (struct processor_time){
		less(now.ran_us, before->ran_us), less(now.waited_us, before->waited_us)};
}

void process_wait_begin(
	struct process_wait *out, const struct process *process, uint64_t deadline_ms)
{
	static const struct processor_time nothing;

	out->pid = process ? process_pid(process) : 0;
	patience_init(&out->patience, deadline_ms);
	out->its = family_since(&nothing, out->pid);
	out->ours = processor_time_of(getpid());
	out->started_us = clock_now_us();
}

uint64_t process_wait_left_ms(struct process_wait *wait)
{
	uint64_t elapsed_ms = (clock_now_us() - wait->started_us) / 1000;
	struct processor_time ours;
	struct processor_time its;

	if (!wait->pid)
		return 0;
	if (patience_must_look(&wait->patience, elapsed_ms)) {
		its = family_since(&wait->its, wait->pid);
		ours = processor_time_since(&wait->ours, getpid());
		if (!patience_grants(&wait->patience, elapsed_ms, &its, &ours))
			return 0;
	}
	return wait->patience.look_ms > elapsed_ms ? wait->patience.look_ms - elapsed_ms : 1;
}
