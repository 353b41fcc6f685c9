#include "setup_files.h"

#include "arena.h"
#include "store.h"
#include "target_setup.h"
#include "template.h"

enum kind { KIND_CREDENTIAL, KIND_AUTHORITY, KIND_BUNDLE };

/* The names of target_setup_names. */
static const struct {
	enum kind kind;
	const char *word, *what, *folder, *suffix;
} files[] = {
	{KIND_CREDENTIAL, "credential", "chain", STORE_CREDENTIALS, ".pem"},
	{KIND_CREDENTIAL, "credential", "key", STORE_CREDENTIALS, ".key"},
	{KIND_CREDENTIAL, "credential", "both", STORE_CREDENTIALS, ".both.pem"},
	{KIND_CREDENTIAL, "credential", "encrypted_key", STORE_CREDENTIALS, ".encrypted.key"},
	{KIND_AUTHORITY, "authority", "cert", STORE_AUTHORITIES, ".pem"},
	{KIND_AUTHORITY, "authority", "crl", STORE_CRLS, ".pem"},
	{KIND_BUNDLE, "bundle", "cert", STORE_BUNDLES, ".ca.pem"},
	{KIND_BUNDLE, "bundle", "crl", STORE_BUNDLES, ".crl.pem"},
};

static const struct text_list *names_of(const struct target_setup *setup, enum kind kind)
{
	if (kind == KIND_CREDENTIAL)
		return &setup->credentials;
	return kind == KIND_AUTHORITY ? &setup->authorities : &setup->bundles;
}

void setup_files_fill(
	struct template_values *out, const struct target_setup *setup, const char *pki_dir)
{
	struct arena *arena = out->arena;

	for (size_t i = 0; i < COUNT_OF(files); i++) {
		const struct text_list *names = names_of(setup, files[i].kind);

		for (size_t j = 0; j < names->count; j++)
			template_set(out,
				arena_printf(arena, "%s.%s.%s", files[i].word, names->items[j], files[i].what),
				arena_printf(arena, "%s/%s/%s%s", pki_dir, files[i].folder, names->items[j],
					files[i].suffix));
	}
}
