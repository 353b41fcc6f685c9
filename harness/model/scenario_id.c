#include "scenario_id.h"

#include <string.h>

size_t scenario_id_file_len(const char *id)
{
	const char *slash = strrchr(id, '/');

	return slash && strchr(slash, '=') ? (size_t)(slash - id) + 1 : strlen(id);
}

size_t scenario_id_run(const char *const *ids, size_t count, size_t first)
{
	size_t len = scenario_id_file_len(ids[first]);
	size_t run = 1;

	while (ids[first][len] && first + run < count &&
		scenario_id_file_len(ids[first + run]) == len &&
		strncmp(ids[first], ids[first + run], len) == 0)
		run++;
	return run;
}
