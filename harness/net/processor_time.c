#include "processor_time.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>

#include "arena.h"
#include "family.h"

enum { PATH_SIZE = 320, NS_PER_US = 1000 };

static void add(struct processor_time *sum, const struct processor_time *one)
{
	sum->ran_us += one->ran_us;
	sum->waited_us += one->waited_us;
}

/* "RAN WAITED TIMESLICES", nanoseconds. */
static struct processor_time of_thread(pid_t pid, const char *thread)
{
	char path[PATH_SIZE];
	uint64_t ran = 0;
	uint64_t waited = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/task/%s/schedstat", (int)pid, thread);
	file = fopen(path, "re");
	if (!file)
		return (struct processor_time){0};
	if (fscanf(file, "%" SCNu64 " %" SCNu64, &ran, &waited) != 2)
		ran = waited = 0;
	fclose(file);
	return (struct processor_time){ran / NS_PER_US, waited / NS_PER_US};
}

struct processor_time processor_time_of(pid_t pid)
{
	struct processor_time sum = {0};
	const struct dirent *entry;
	char path[PATH_SIZE];
	DIR *threads;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	threads = opendir(path);
	while (threads && (entry = readdir(threads))) {
		struct processor_time one = of_thread(pid, entry->d_name);

		add(&sum, &one);
	}
	if (threads)
		closedir(threads);
	return sum;
}

static uint64_t more(uint64_t now, uint64_t before)
{
	return now > before ? now - before : 0;
}

struct processor_time processor_time_since(const struct processor_time *before, pid_t pid)
{
	const struct processor_time now = processor_time_of(pid);

	return (struct processor_time){
		more(now.ran_us, before->ran_us), more(now.waited_us, before->waited_us)};
}

struct processor_time processor_time_of_family(pid_t root)
{
	struct processor_time sum = processor_time_of(root);
	struct family family;
	struct arena arena;

	arena_init(&arena);
	family_below(&family, root, &arena);
	for (size_t i = 0; i < family.count; i++) {
		struct processor_time one = processor_time_of(family.pids[i]);

		add(&sum, &one);
	}
	arena_finish(&arena);
	return sum;
}
