#ifndef SAMPLE_H
#define SAMPLE_H
/* A schema with every kind of field, for the unit tests, the golden diagnostics and the fuzzer. */
#include "schema.h"

struct sample_inner {
	const char *name;
	long count;
};

struct sample_part {
	long weight;
	const char *colour;
	struct place colour_place;
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
	struct sample_part part; /* its keys stand beside `title` */
};

extern const char *const sample_words[];
extern const struct schema sample_schema;
#endif
