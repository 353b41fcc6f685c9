#ifndef SAMPLE_H
#define SAMPLE_H
/* A schema with every kind of field, for the unit tests, the golden diagnostics and the fuzzer. */
#include "schema.h"

struct sample_inner {
	const char *name;
	long count;
};

struct sample {
	const char *title;
	struct place title_place;
	bool flag;
	long number;
	int word;
	struct text_list texts;
	struct sample_inner inner;
	struct struct_list list;
	struct pair_list map;
	struct node *node;
	int custom;
};

extern const char *const sample_words[];
extern const struct schema sample_schema;
#endif
