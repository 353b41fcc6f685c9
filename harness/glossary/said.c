#include "said.h"

#include "buf.h"
#include "schema.h"
#include "text.h"

/* Where no place was kept, what differs from nothing was said. */
static bool has_value(const struct field *field, const void *member)
{
	switch (field->kind) {
	case FIELD_TEXT:
		return *(const char *const *)member != NULL;
	case FIELD_BOOL:
		return *(const bool *)member;
	case FIELD_NUMBER:
		return *(const long *)member != 0;
	case FIELD_WORD:
		return *(const int *)member != 0;
	case FIELD_TEXTS:
		return ((const struct text_list *)member)->count > 0;
	case FIELD_MAP:
		return ((const struct pair_list *)member)->count > 0;
	default:
		return false;
	}
}

static bool is_said(const struct field *field, const void *base)
{
	const char *bytes = base;

	if (field->place_offset)
		return ((const struct place *)(const void *)(bytes + field->place_offset))->line > 0;
	return has_value(field, bytes + field->offset);
}

static void put_map(struct buf *out, const struct pair_list *pairs)
{
	buf_putc(out, '{');
	for (size_t i = 0; i < pairs->count; i++)
		buf_printf(out, "%s%s: %s", i ? ", " : "", pairs->items[i].key, pairs->items[i].value);
	buf_putc(out, '}');
}

static void put_texts(struct buf *out, const struct text_list *texts)
{
	buf_putc(out, '[');
	buf_put_list(out, texts->items, texts->count);
	buf_putc(out, ']');
}

static void put_value(struct buf *out, const struct field *field, const void *member)
{
	const char *text;

	switch (field->kind) {
	case FIELD_TEXT:
		text = *(const char *const *)member;
		buf_printf(out, ": %s", text ? text : "none");
		break;
	case FIELD_BOOL:
		buf_printf(out, ": %s", *(const bool *)member ? "true" : "false");
		break;
	case FIELD_NUMBER:
		buf_printf(out, ": %ld", *(const long *)member);
		break;
	case FIELD_WORD:
		buf_printf(out, ": %s", field->words[*(const int *)member]);
		break;
	case FIELD_TEXTS:
		buf_puts(out, ": ");
		put_texts(out, member);
		break;
	case FIELD_MAP:
		buf_puts(out, ": ");
		put_map(out, member);
		break;
	case FIELD_STRUCT:
		buf_puts(out, ": {");
		said_put(out, field->fields, member, NULL);
		buf_putc(out, '}');
		break;
	default:
		break;
	}
}

/* `start`: where in `out` the keys of this map begin. */
static void put_keys(struct buf *out, size_t start, const struct schema *schema, const char *base,
	const char *const *without)
{
	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];

		if (field->kind == FIELD_PART) {
			put_keys(out, start, field->fields, base + field->offset, without);
			continue;
		}
		if (text_is_among(without, field->name) || !is_said(field, base))
			continue;
		buf_printf(out, "%s%s", out->len > start ? ", " : "", field->name);
		put_value(out, field, base + field->offset);
	}
}

void said_put(
	struct buf *out, const struct schema *schema, const void *base, const char *const *without)
{
	put_keys(out, out->len, schema, base, without);
}
