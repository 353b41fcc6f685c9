/*
 * Files of the user's. The first byte of the input picks a form that is made here (a real
 * certificate or key may not be committed), and each three bytes after it change one of its bytes;
 * a first byte beyond the forms means that what follows is the file.
 */
#include <stdint.h>
#include <stdlib.h>

#include "arena.h"
#include "forms.h"
#include "holding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_input(struct buf *out, const uint8_t *data, size_t size)
{
	static struct form_source source;
	static struct buf *made; /* once, for all inputs */

	if (!made) {
		forms_begin(&source);
		made = calloc(form_count, sizeof(*made));
		for (size_t i = 0; i < form_count; i++) {
			buf_init(&made[i], HOLDING_FILE_MAX);
			forms[i].put(&made[i], &source);
		}
	}
	if (size && data[0] >= form_count)
		buf_append(out, data + 1, size - 1);
	if (!size || data[0] >= form_count)
		return;
	buf_append(out, buf_text(&made[data[0]]), made[data[0]].len);
	for (size_t at = 1; at + 3 <= size; at += 3)
		out->data[(size_t)(data[at] << 8 | data[at + 1]) % out->len] ^= (char)data[at + 2];
}

/* What can't be had is told; what is told is not had. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct {
		unsigned wanted;
		const char *passphrase;
	} tries[] = {{HOLDING_CERTIFICATES, NULL},
		{HOLDING_CERTIFICATES | HOLDING_KEY | HOLDING_CRLS, FORMS_PASSPHRASE}};
	SCOPED_BUF input;

	buf_init(&input, HOLDING_FILE_MAX);
	put_input(&input, data, size);
	for (size_t i = 0; i < COUNT_OF(tries); i++) {
		struct holding holding;
		struct arena arena;
		const char *why = NULL;
		bool ok;

		arena_init(&arena);
		ok = holding_parse(&holding, tries[i].wanted, buf_text(&input), input.len, "file",
			tries[i].passphrase, &arena, &why);
		if (ok == (why != NULL))
			abort();
		if (ok && (tries[i].wanted & HOLDING_KEY) && !holding.key)
			abort();
		holding_finish(&holding);
		arena_finish(&arena);
	}
	return 0;
}
