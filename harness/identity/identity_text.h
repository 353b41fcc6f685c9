#ifndef IDENTITY_TEXT_H
#define IDENTITY_TEXT_H
/* Getting one value out of an identity header. Bytes from outside: anything may stand there. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* RFC 4648 4 */
const char *identity_text_base64(struct arena *arena, const uint8_t *data, size_t len);

/* Percent-decoded (but %00, which stays). `plus`: a '+' is a blank, as in forms. */
const char *identity_text_decode(struct arena *arena, const char *text, bool plus);

/*
 * The value of `key` (any case) in elements of the form key=value;key="value \" more", with commas
 * between the elements, as X-Forwarded-Client-Cert has them. With `first_only` that of the first
 * element, otherwise those of all elements with ", " between them, so that an element too many is
 * seen. NULL where no element has the key.
 */
const char *identity_text_part(
	struct arena *arena, const char *text, const char *key, bool first_only);
#endif
