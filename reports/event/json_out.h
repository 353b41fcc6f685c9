#ifndef JSON_OUT_H
#define JSON_OUT_H
/* Building JSON for writers: no value is ever lost, and foreign bytes are cleaned once more. */
#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* The value itself; out of memory ends the program (see fatal.h). */
json_t *json_checked(json_t *value);
/* null for NULL; bytes that are no UTF-8 become visible. */
json_t *json_text(const char *text);
json_t *json_count(uint64_t count);
/* Take the value over. */
void json_put(json_t *object, const char *key, json_t *value);
void json_push(json_t *array, json_t *value);
/* Left out where the text is NULL or empty. */
void json_put_text(json_t *object, const char *key, const char *text);
/* Appends the text of `value`, which is taken over and may not be NULL, and a newline. */
void json_render(struct buf *out, json_t *value);
#endif
