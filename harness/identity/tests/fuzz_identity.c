/*
 * Identity headers of any content: the first line is a key, the rest what the backend was told. No
 * form may take anything but what was presented.
 */
#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "fatal.h"
#include "identity_form.h"
#include "identity_text.h"
#include "presented.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct attribute subject[] = {
	{"O", "#m\xc3\xbc", 0}, {"OU", "a", 0}, {"OU", "b", -1}, {"CN", "a, \"b\" + \\ /CN=c", 0}, {0}};
static const struct alt_name names[] = {{2, "a.test"}, {6, "spiffe://a.test/c,d"}, {0}};

/* Made once: nothing in it depends on the input. */
static const struct credential *credential(void)
{
	static struct presented presented;

	if (!presented.root)
		presented_init(&presented, subject, names, "1f");
	return &presented.credential;
}

static void try_forms(enum identity_fact fact, int forms, const char *told, struct arena *arena)
{
	for (int form = 0; form < forms; form++) {
		struct identity_source source = {.form = form, .value = "OK"};

		if (identity_form_match(fact, &source, told, credential(), arena) != UNLIKE &&
			!strpbrk(told, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
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
	try_forms(FACT_ISSUER, SUBJECT_FORM_COUNT, told, &arena);
	try_forms(FACT_SERIAL, SERIAL_FORM_COUNT, told, &arena);
	try_forms(FACT_URI, NAMES_FORM_COUNT, told, &arena);
	try_forms(FACT_DNS, NAMES_FORM_COUNT, told, &arena);
	try_forms(FACT_SAN, SAN_FORM_COUNT, told, &arena);
	try_forms(FACT_CHAIN, CERTIFICATE_FORM_COUNT, told, &arena);
	arena_finish(&arena);
	return 0;
}
