#include "leg_account.h"

#include <string.h>

#include "arena.h"
#include "leg_facts.h"

void leg_account_begin(
	struct leg_account *account, struct observation *facts, bool asks_first, struct arena *arena)
{
	*account = (struct leg_account){.facts = facts, .arena = arena, .asks_first = asks_first};
}

static struct observation *new_facts(struct leg_account *account)
{
	struct observation *facts = ARENA_NEW(account->arena, struct observation);

	observation_init(facts);
	return facts;
}

struct observation *leg_account_open(struct leg_account *account)
{
	struct observation *facts;

	if (account->asks_first && !account->first)
		return account->first = new_facts(account);
	if (account->count++ == 0)
		return account->facts;
	facts = new_facts(account);
	*ARENA_PUSH(account->arena, account->others, account->other_count) = facts;
	return facts;
}

void leg_account_put_aside(struct leg_account *account)
{
	account->count--;
	account->aside_count++;
}

size_t leg_account_seen(const struct leg_account *account)
{
	return account->count + account->aside_count;
}

void leg_account_asked(struct leg_account *account, const struct observation *facts, bool is_first)
{
	if (is_first)
		account->first_asked = true;
	else if (facts == account->first)
		account->first_counts = true;
	if (is_first && facts != account->first)
		account->facts->trouble = "its first request came by another connection than its first";
}

bool leg_account_gave_up(const struct leg_account *account)
{
	if (leg_facts_given_up(account->facts))
		return true;
	for (size_t i = 0; i < account->other_count; i++) {
		if (leg_facts_given_up(account->others[i]))
			return true;
	}
	return false;
}

/* What was meant must have happened: without it the second request would be the first. */
static void close_first(struct leg_account *account)
{
	struct observation *facts = account->facts;
	const char *label = "the first request's connection";

	if (!account->asks_first)
		return;
	if (!account->first_asked && !facts->trouble)
		facts->trouble = "it did not send the request that it is to send first (${first_url})";
	if (!account->first)
		return;
	if (!account->first_counts) {
		leg_facts_tell(facts, account->first, label, account->arena);
		return;
	}
	account->count++;
	facts->on_kept_connection = true;
	leg_facts_add(facts, account->first, label, account->arena);
}

void leg_account_close(struct leg_account *account)
{
	close_first(account);
	account->facts->connections = account->count;
	for (size_t i = 0; i < account->other_count; i++)
		leg_facts_add(account->facts, account->others[i],
			arena_printf(account->arena, "connection %zu", i + 2), account->arena);
	memset(account, 0, sizeof(*account));
}
