#include "keep_deed.h"

#include "bench.h"
#include "buf.h"
#include "cell.h"
#include "instance.h"
#include "kept.h"
#include "pki.h"
#include "store.h"
#include "target.h"
#include "text.h"

static bool put_server_ca(struct buf *out, struct kept *kept, const char *dir, const char *by)
{
	const char *const nobody[] = {NULL};
	const char *const authority[] = {by, NULL};

	buf_printf(out, "put " STORE_AUTHORITIES "/%s.pem " STORE_SERVER_CA "\n", by);
	return pki_write_named(
		kept->bench->options->pki, dir, nobody, authority, kept->arena, &kept->why);
}

static bool put_client(struct buf *out, struct kept *kept, const char *dir, const char *by)
{
	const char *const names[] = {by, NULL};

	for (const char *const *suffix = store_credential_suffixes; *suffix; suffix++)
		buf_printf(out, "put " STORE_CREDENTIALS "/%s.%s " STORE_CREDENTIALS "/%s.%s\n", by,
			*suffix, kept->instance->plan->client_credential, *suffix);
	return pki_write_credentials(kept->bench->options->pki, dir, names, kept->arena, &kept->why);
}

bool kept_put_deed(struct buf *out, struct kept *kept, size_t index)
{
	const struct order *order = &kept->cell->orders.items[index];
	const struct scenario_step *step = order->step;
	const struct target_reload *reload = &kept->plan->target->reload;
	const struct pair *server_ca = scenario_deed_finds(step, DEED_SERVER_CA);
	const struct pair *client = scenario_deed_finds(step, DEED_CLIENT);
	const char *dir = arena_printf(kept->arena, "%s/" KEPT_PKI, kept->root);

	if (order->kind != ORDER_SUBJECT || !step->deed_place.line)
		return true;
	if ((server_ca && !put_server_ca(out, kept, dir, server_ca->value)) ||
		(client && !put_client(out, kept, dir, client->value)))
		return false;
	if (step->deed.reload)
		buf_printf(out, "reload %d %s\n", target_reload_signal(reload),
			text_shell_quote(kept->arena, reload->done.count ? reload->done.items[0] : ""));
	if (step->deed.wait_ms)
		buf_printf(out, "sleep %ld.%03ld\n", step->deed.wait_ms / 1000, step->deed.wait_ms % 1000);
	return true;
}
