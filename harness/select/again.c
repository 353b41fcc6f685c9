#include "again.h"

#include "arena.h"
#include "selection.h"
#include "text.h"

static const char *option(
	struct arena *arena, const char *before, const char *name, const char *value)
{
	return value ? arena_printf(arena, "%s %s %s", before, name, text_shell_quote(arena, value))
				 : before;
}

/* CERT or CERT,KEY */
static const char *files(const struct pki_own_files *given, struct arena *arena)
{
	return given->key ? arena_printf(arena, "%s,%s", given->certificate, given->key)
					  : given->certificate;
}

const char *again_certificates(const struct selection_request *request, struct arena *arena)
{
	const struct pki_own *own = &request->own_pki;
	const char *all = "";

	for (size_t i = 0; i < own->ca_count; i++)
		all = option(arena, all, "--client-ca", files(&own->cas[i], arena));
	for (size_t i = 0; i < own->credential_count; i++) {
		const struct pki_own_credential *given = &own->credentials[i];

		all = option(arena, all, "--credential",
			arena_printf(arena, "%s=%s", given->name, files(&given->files, arena)));
	}
	for (size_t i = 0; i < own->crl_count; i++)
		all = option(arena, all, "--client-crl", own->crls[i]);
	all = option(arena, all, "--key-passphrase-file", own->passphrase_file);
	all = option(arena, all, "--pki-file", request->pki_file);
	return option(arena, all, "--pki-variant", request->pki_variant);
}

const char *again_cell(const struct selection_request *request, struct arena *arena)
{
	const char *all = option(arena, "", "--scenarios", request->scenario_dir);

	if (request->driver != DRIVER_TLS)
		all = option(arena, all, "--driver", driver_words[request->driver]);
	return option(arena, all, "--backend", request->backend);
}
