#include "log_tail.h"

#include "process.h"
#include "text.h"

enum { LOG_LINES = 8 };

const char *log_tail(const struct process *process, size_t from, struct arena *arena)
{
	size_t total = process_log_total(process);
	size_t len;
	const char *log = process_log(process, &len);
	const char *start;
	int lines = 0;

	if (total <= from || !len)
		return NULL;
	start = log + (total - from < len ? len - (total - from) : 0);
	for (const char *at = log + len - 1; at > start; at--) {
		if (at[-1] == '\n' && ++lines == LOG_LINES) {
			start = at;
			break;
		}
	}
	return text_clean_dup(arena, start, (size_t)(log + len - start));
}
