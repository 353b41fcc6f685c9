#ifndef CONTROL_VERSION_H
#define CONTROL_VERSION_H
/*
 * What the good peer's Hello tells of the versions that a target speaks. Where it is refused, he
 * comes in the other versions, too: is it for that one alone?
 */
#include <stdbool.h>
#include <stddef.h>

#include "control_plan.h"

/* Of a good peer who did not get through, at his first coming: what ended it at the Hello. */
void control_version_record(struct control_facts *facts, enum side side, enum tls_version version,
	const struct observation *seen, struct arena *arena);
/* It took the good peer in some version. */
bool control_version_takes_any(const struct control_plan *plan);
/*
 * Why the target does not speak the version, in words, or NULL: they came no further than the
 * Hello, where it took the good peer in another version. A server refuses by alert protocol_version
 * (RFC 8446 section 6.2, RFC 5246 section 7.2.2) or in a way of its own, or it answered in versions
 * of old alone. A client's own Hello says what it offers.
 */
const char *control_version_unspoken(
	const struct control_plan *plan, enum tls_version version, struct arena *arena);
/* False if what step number `step` showed leaves no hope for any version. */
bool control_version_goes_on(const struct control_plan *plan, size_t step);
/* True if who comes in that step can't come further than the good peer's Hello. */
bool control_version_is_shut(const struct control_plan *plan, size_t step);
#endif
