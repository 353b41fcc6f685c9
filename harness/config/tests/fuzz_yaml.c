#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "sample.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t touch(const struct node *node)
{
	size_t seen = node->place.line && node->place.column;

	if (!seen)
		abort();
	for (size_t i = 0; i < node->count; i++)
		seen += touch(node->kind == NODE_MAP ? node->entries[i].value : node->items[i]);
	return seen;
}

/* The parser, then the schema; what they say about it must be printable, and failure must be
 * said. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena;
	struct diag diag;
	struct node *root;
	struct sample sample = {0};
	char *printed = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&printed, &len);
	bool ok;

	arena_init(&arena);
	diag_init(&diag);
	ok = node_parse(&root, &arena, &diag, "fuzz.yaml", (const char *)data, size);
	if (root) {
		touch(root);
		ok = schema_read(&sample, &sample_schema, root, &arena, &diag) && ok;
	}
	if (ok == diag_failed(&diag))
		abort();
	diag_print(&diag, out);
	fclose(out);
	free(printed);
	diag_finish(&diag);
	arena_finish(&arena);
	return 0;
}
