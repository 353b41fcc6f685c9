#include "json_out.h"

#include <string.h>

#include "buf.h"
#include "event_fields.h"
#include "fatal.h"
#include "text.h"

json_t *json_checked(json_t *value)
{
	if (!value)
		FATAL("out of memory (JSON)");
	return value;
}

/* jansson gives no string at all for bytes that are no UTF-8. */
static json_t *clean_text(const char *text, size_t len)
{
	SCOPED_BUF clean;

	buf_init(&clean, len * 4 + 1);
	text_clean(&clean, text, len);
	return json_checked(json_stringn_nocheck(buf_text(&clean), clean.len));
}

json_t *json_text(const char *text)
{
	size_t len;

	if (!text)
		return json_null();
	len = strlen(text);
	return event_text_plain(text, len) ? json_checked(json_stringn_nocheck(text, len))
									   : clean_text(text, len);
}

json_t *json_count(uint64_t count)
{
	return json_checked(json_integer(count > INT64_MAX ? INT64_MAX : (json_int_t)count));
}

void json_put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new_nocheck(object, key, json_checked(value)) != 0)
		FATAL("out of memory (JSON)");
}

void json_push(json_t *array, json_t *value)
{
	if (json_array_append_new(array, json_checked(value)) != 0)
		FATAL("out of memory (JSON)");
}

void json_put_text(json_t *object, const char *key, const char *text)
{
	if (text && *text)
		json_put(object, key, json_text(text));
}

static int append(const char *data, size_t len, void *out)
{
	buf_append(out, data, len);
	return 0;
}

void json_render(struct buf *out, json_t *value)
{
	if (json_dump_callback(value, append, out, JSON_INDENT(1)) != 0)
		FATAL("a report could not be written as JSON");
	buf_putc(out, '\n');
	json_decref(value);
}
