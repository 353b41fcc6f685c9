/*
 * Identity headers of any content: the first line is a key, the rest what the backend was told. No
 * form may take anything but what was presented.
 */
#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "credential.h"
#include "fatal.h"
#include "identity_form.h"
#include "identity_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint8_t leaf[] = {0x30, 0x01, 0xfb, 0xff};
static const struct credential credential = {.subject = "CN=a\\, b,O=m",
	.fingerprint_sha1 = "aabb",
	.fingerprint_sha256 = "ccdd",
	.der = {{leaf, sizeof(leaf)}},
	.chain_len = 1};

static void try_forms(enum identity_fact fact, int forms, const char *told, struct arena *arena)
{
	for (int form = 0; form < forms; form++) {
		struct identity_source source = {.form = form, .value = "OK"};

		if (identity_form_matches(fact, &source, told, &credential, arena) && !*told)
			FATAL("nothing is what was presented");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena;
	const char *text;
	const char *told;
	const char *key;

	arena_init(&arena);
	text = arena_strndup(&arena, (const char *)data, size);
	key = arena_strndup(&arena, text, strcspn(text, "\n"));
	told = text + strlen(key) + (text[strlen(key)] == '\n');
	for (int chain = 0; chain < 2; chain++) {
		const char *part = identity_text_part(&arena, told, key, chain != 0);

		if (part && !chain && strlen(part) > 3 * strlen(told))
			FATAL("a part is longer than all that it came from");
	}
	told = identity_text_decode(&arena, told, true);
	try_forms(FACT_VERIFIED, 1, told, &arena);
	try_forms(FACT_SUBJECT, SUBJECT_FORM_COUNT, told, &arena);
	try_forms(FACT_CERTIFICATE, CERTIFICATE_FORM_COUNT, told, &arena);
	try_forms(FACT_FINGERPRINT, FINGERPRINT_FORM_COUNT, told, &arena);
	arena_finish(&arena);
	return 0;
}
