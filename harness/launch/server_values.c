#include "server_values.h"

#include "arena.h"
#include "pki.h"
#include "store.h"
#include "template.h"

static void set_number(struct template_values *values, const char *name, long number)
{
	template_set(values, name, arena_printf(values->arena, "%ld", number));
}

static void set_file(
	struct template_values *values, const char *name, const char *folder, const char *file)
{
	template_set(values, name, arena_printf(values->arena, "%s/%s", folder, file));
}

static void set_client_trust(
	struct template_values *out, const struct server_place *place, struct arena *arena)
{
	const char *bundle = place->bundle;

	set_file(out, "client_ca", place->pki_dir,
		bundle ? arena_printf(arena, STORE_BUNDLES "/%s.ca.pem", bundle) : STORE_CLIENT_CA);
	set_file(out, "client_crl", place->pki_dir,
		bundle ? arena_printf(arena, STORE_BUNDLES "/%s.crl.pem", bundle) : STORE_CLIENT_CRL);
}

void server_values_fill(
	struct template_values *out, const struct server_place *place, struct arena *arena)
{
	template_values_init(out, arena);
	template_set(out, "dir", place->dir);
	template_set(out, "host", place->host);
	set_number(out, "port", place->port);
	template_set(out, "backend_host", place->backend_host);
	set_number(out, "backend_port", place->backend_port);
	template_set(out, "server_name", PKI_SERVER_NAME);
	set_file(out, "server_cert", place->pki_dir, STORE_SERVER_CHAIN);
	set_file(out, "server_key", place->pki_dir, STORE_SERVER_KEY);
	set_file(out, "server_both", place->pki_dir, STORE_SERVER_BOTH);
	set_client_trust(out, place, arena);
	set_file(out, "passphrase_file", place->pki_dir, STORE_PASSPHRASE);
	template_set(out, "defects", place->defects ? place->defects : "");
}
