#include <string.h>

#include "pki_slot.h"

static void take(
	struct pki_lapse *out, const X509 *cert, const struct recipe_item *item, time_t after)
{
	struct tm date;
	time_t at;

	if (!cert || !ASN1_TIME_to_tm(X509_get0_notAfter(cert), &date))
		return;
	at = timegm(&date);
	if (at > after && (!out->name || at < out->at))
		*out = (struct pki_lapse){
			.name = item->name, .authority = item->kind == RECIPE_AUTHORITY, .at = at};
}

bool pki_next_lapse(struct pki_lapse *out, struct pki *pki, const char *const *credentials)
{
	static const char *const roots[] = {PKI_CLIENT_ROOT, PKI_SERVER_ROOT};

	*out = (struct pki_lapse){0};
	for (; *credentials; credentials++) {
		const struct pki_slot *slot = pki_find(pki, RECIPE_CREDENTIAL, *credentials);

		for (size_t i = 0; slot && i < slot->credential.chain_len; i++)
			take(out, slot->credential.chain[i], slot->item, pki->now);
	}
	for (size_t i = 0; i < COUNT_OF(roots); i++) {
		const struct pki_slot *slot = pki_find(pki, RECIPE_AUTHORITY, roots[i]);

		if (slot)
			take(out, slot->certificate, slot->item, pki->now);
	}
	return out->name != NULL;
}

const char *pki_lapse_text(struct arena *arena, const struct pki_lapse *lapse, bool lapsed)
{
	char time[16] = "";
	struct tm date;

	if (gmtime_r(&lapse->at, &date))
		strftime(time, sizeof(time), "%H:%M:%S", &date);
	return arena_printf(arena, "the %s '%s' %s at %s UTC",
		lapse->authority ? "authority" : "credential", lapse->name, lapsed ? "lapsed" : "lapses",
		time);
}
