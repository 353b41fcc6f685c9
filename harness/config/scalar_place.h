#ifndef SCALAR_PLACE_H
#define SCALAR_PLACE_H
/*
 * Where a byte of a value stands in the file: not as many bytes behind the value's beginning, where
 * that is a quote, a block, or goes over several lines (YAML 1.2.2, 7.3 and 8.1: folding, escapes,
 * indentation).
 */
#include <stddef.h>

#include "diag.h"

/*
 * `begin` is where the value stands (node.h), `text` what it means, `offset` a byte of that which
 * is no white space. The file's source is known to `diag`. What begins a file, or is of a file that
 * is not known, is taken as it is.
 */
struct place scalar_place(
	const struct diag *diag, struct place begin, const char *text, size_t offset);
#endif
