#include "expected_report.h"

#include "expected.h"

static size_t cells_of(const struct expected_entry *entry, enum expected_state state)
{
	return state == EXPECTED_PASSES ? entry->use.passed
		: state == EXPECTED_CHANGED ? entry->use.changed
									: entry->use.planned;
}

size_t expected_report(FILE *out, const struct expected *expected)
{
	size_t findings = 0;

	for (size_t i = 0; i < expected->count; i++) {
		const struct expected_entry *entry = &expected->entries[i];
		enum expected_state state = expected_state(entry);

		if (state == EXPECTED_IN_ORDER)
			continue;
		findings++;
		fprintf(out, "%s:%zu: %s", expected->path, entry->place.line, expected_state_words[state]);
		if (state == EXPECTED_EXPIRED)
			fprintf(out, " (%s)", entry->until);
		if (state != EXPECTED_STALE)
			fprintf(out, ", %zu of %zu cells", cells_of(entry, state), entry->use.planned);
		fprintf(out, ": %s\n", entry->reason);
	}
	return findings;
}
