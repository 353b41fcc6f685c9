#ifndef DN_VALUE_H
#define DN_VALUE_H
/* One value of a distinguished name in a text. */
#include <stdbool.h>

#include "distinguished_name.h"

struct dn_reading {
	bool raw; /* specials stand there as they are, not as RFC 4514 2.4 has them */
	bool latin1;
};

/* What follows the value that stands at `at`; NULL: another one stands there. */
const char *dn_value_take(const char *at, const struct dn_attribute *attribute,
	const struct dn_reading *reading, struct arena *arena);
/* The same where nothing but the value stands there. */
bool dn_value_is_all(const char *text, const struct dn_attribute *attribute,
	const struct dn_reading *reading, struct arena *arena);
#endif
