#ifndef FORMAT_VALUE_H
#define FORMAT_VALUE_H
/* What one key of a file may be, in JSON Schema. */
#include <stdbool.h>

#include "json_out.h"

struct field;
struct schema;

struct format_values {
	void *owner;
	/* Where a map with these keys is described. */
	json_t *(*reference)(void *owner, const struct schema *schema);
	bool has_names; /* in place of any scalar ${NAME} may stand */
};

/* The caller owns it. */
json_t *format_value(const struct format_values *values, const struct field *field);
#endif
