#include "pki_promise.h"

#include <openssl/err.h>

#include "arena.h"
#include "aspect.h"
#include "clock.h"
#include "credential.h"
#include "given.h"
#include "recipe_item.h"

const struct recipe_item *pki_promise_good_of(const struct recipe_item *item)
{
	while (item->like && *item->defect)
		item = item->like;
	return item;
}

/* With which it is compared: one that is good itself differs from what it is like, too. */
static const struct recipe_item *compared_with(const struct recipe_item *item)
{
	return !*item->defect && item->like ? item->like : pki_promise_good_of(item);
}

static const char *dates(struct arena *arena, const struct given *given)
{
	const ASN1_TIME *const times[] = {
		X509_get0_notBefore(given->leaf), X509_get0_notAfter(given->leaf)};
	char text[2][32] = {"", ""};
	struct tm date;

	for (int i = 0; i < 2; i++) {
		if (ASN1_TIME_to_tm(times[i], &date))
			clock_format_utc(text[i], timegm(&date));
	}
	return arena_printf(arena, ": from %s until %s", text[0], text[1]);
}

static bool holds(const struct pki_promise *promise, const struct given *given,
	const struct aspect *aspect, const char **why)
{
	const struct recipe_item *item = promise->item;
	int promised = aspect->promised(item);
	int found = aspect->found(given);
	bool differs = promised != aspect->promised(compared_with(item));

	if (found == promised || (!differs && (!aspect->always || found == UNKNOWN)))
		return true;
	if (aspect->found == given_revoked && found == UNKNOWN && !promise->lists_made)
		return true;
	if (aspect->found == given_revoked && found == UNKNOWN)
		*why = arena_printf(promise->arena,
			"%s: '%s' can't be one of yours beside the client CA's key: the revocation lists are "
			"made "
			"by it, and list what is minted (yours: --client-crl FILE)",
			promise->path, item->name);
	else if (found == UNKNOWN)
		*why = arena_printf(promise->arena,
			"%s: '%s' stands for a certificate that %s, which can't be told without the client CA "
			"(--client-ca CERT)",
			promise->path, item->name, aspect->words[promised]);
	else
		*why = arena_printf(promise->arena,
			"%s: '%s' stands for a certificate that %s (`%s` in %s), yet this one %s%s",
			promise->path, item->name, aspect->words[promised], aspect->field, promise->recipe_path,
			aspect->words[found], aspect->found == given_valid ? dates(promise->arena, given) : "");
	return false;
}

/* A defect that none of the aspects knows can't be looked for. */
static bool is_known(const struct recipe_item *item)
{
	for (size_t i = 0; i < aspect_count; i++) {
		if (aspects[i].promised(item) != aspects[i].promised(pki_promise_good_of(item)))
			return true;
	}
	return !*item->defect;
}

bool pki_promise_holds(const struct pki_promise *promise, const char **why)
{
	struct given given = {.leaf = promise->credential->chain[0],
		.key = promise->credential->key,
		.now = promise->now,
		.chain = UNKNOWN,
		.signature_broken = UNKNOWN,
		.listed = promise->listed};

	if (promise->root)
		given_look_up(&given, promise->credential, promise->root);
	for (size_t i = 0; i < aspect_count; i++) {
		if (!holds(promise, &given, &aspects[i], why)) {
			ERR_clear_error();
			return false;
		}
	}
	ERR_clear_error();
	if (is_known(promise->item))
		return true;
	*why = arena_printf(promise->arena,
		"%s: what is wrong with '%s' in %s (%s) can't be looked for in a certificate of yours",
		promise->path, promise->item->name, promise->recipe_path, promise->item->defect);
	return false;
}
