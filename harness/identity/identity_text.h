#ifndef IDENTITY_TEXT_H
#define IDENTITY_TEXT_H
/* Getting one value out of an identity header. Bytes from outside: anything may stand there. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* For messages: the beginning and the size of what is long. `text` is UTF-8. */
const char *identity_text_brief(struct arena *arena, const char *text);

/* RFC 4648 4 */
const char *identity_text_base64(struct arena *arena, const uint8_t *data, size_t len);

/* Percent-decoded (but %00, which stays). `plus`: a '+' is a blank, as in forms. */
const char *identity_text_decode(struct arena *arena, const char *text, bool plus);

/*
 * The value of `key` (any case) in elements of the form key=value;key="value", with commas between
 * the elements, as X-Forwarded-Client-Cert has them. Quotes are left out, backslashes between them
 * stay: what they mean is for whom the value is for, see identity_text_unquote. A quote ends a
 * value only where nothing comes after it, or ';' or ',' and another key, since some products do
 * not escape quotes within (Traefik); so do ';' and ',' where there are no quotes.
 * With `first_only` the value of the first element, otherwise those of all elements with ", "
 * between them, so that an element too many is seen; also of a key that is there twice. NULL where
 * no element has the key.
 */
const char *identity_text_part(
	struct arena *arena, const char *text, const char *key, bool first_only);

/* Without the backslashes of quoted pairs (RFC 9110 5.6.4). */
const char *identity_text_unquote(struct arena *arena, const char *text);
#endif
