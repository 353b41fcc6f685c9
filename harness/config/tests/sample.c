#include "sample.h"

const char *const sample_words[] = {"red", "green", "blue", NULL};
static const char *const depths[] = {"shallow", "deep", NULL};

static void read_custom(
	void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	int index = schema_word(node, depths, diag, "depth");

	(void)arena;
	if (index >= 0)
		*(int *)member = index + 1;
}

static const struct field inner_fields[] = {
	{"name", FIELD_TEXT, offsetof(struct sample_inner, name), .required = true, .doc = "its name"},
	{"count", FIELD_NUMBER, offsetof(struct sample_inner, count), .min = -5, .max = 5},
};
static const struct schema inner_schema = {
	"inner", sizeof(struct sample_inner), inner_fields, COUNT_OF(inner_fields)};

static const struct field part_fields[] = {
	{"weight", FIELD_NUMBER, offsetof(struct sample_part, weight), .doc = "any number"},
	{"colour", FIELD_TEXT, offsetof(struct sample_part, colour), .doc = "any text", .none = true,
		.place_offset = offsetof(struct sample_part, colour_place)},
};
static const struct schema part_schema = {
	"part", sizeof(struct sample_part), part_fields, COUNT_OF(part_fields)};

static const struct field fields[] = {
	{"title", FIELD_TEXT, offsetof(struct sample, title), .required = true, .doc = "what it is",
		.place_offset = offsetof(struct sample, title_place)},
	{"flag", FIELD_BOOL, offsetof(struct sample, flag), .doc = "true or false"},
	{"number", FIELD_NUMBER, offsetof(struct sample, number), .doc = "any number"},
	{"word", FIELD_WORD, offsetof(struct sample, word), .words = sample_words},
	{"texts", FIELD_TEXTS, offsetof(struct sample, texts), .required = true},
	{"inner", FIELD_STRUCT, offsetof(struct sample, inner), .fields = &inner_schema},
	{"list", FIELD_STRUCTS, offsetof(struct sample, list), .fields = &inner_schema},
	{"map", FIELD_MAP, offsetof(struct sample, map), .doc = "any pairs"},
	{"node", FIELD_NODE, offsetof(struct sample, node), .doc = "anything"},
	{"custom", FIELD_CUSTOM, offsetof(struct sample, custom), .read = read_custom},
	{.name = "",
		.kind = FIELD_PART,
		.offset = offsetof(struct sample, part),
		.fields = &part_schema},
};
const struct schema sample_schema = {"sample", sizeof(struct sample), fields, COUNT_OF(fields)};
