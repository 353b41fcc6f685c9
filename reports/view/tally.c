#include "tally.h"

#include <string.h>

void tally_run(struct tally *out, const struct run_result *run)
{
	memset(out, 0, sizeof(*out));
	out->cells = run->cell_count;
	for (size_t i = 0; i < run->cell_count; i++) {
		const struct cell_result *cell = &run->cells[i];

		out->verdicts[cell->verdict]++;
		out->connections += cell->attempt_count;
		out->duration_us += cell->duration_us;
	}
}
