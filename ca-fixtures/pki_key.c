#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "pki_key.h"
#include "pki_lack.h"
#include "pki_slot.h"

/* Whose kind it is of; NULL: the recipe says it. */
static const EVP_PKEY *model_of(const struct pki_slot *slot)
{
	return slot->mould && !recipe_says(slot->item, slot->model, "key")
		? X509_get0_pubkey(slot->mould)
		: NULL;
}

/* Safe in threads. */
static EVP_PKEY *make_key(const struct pki_slot *slot)
{
	const EVP_PKEY *model = model_of(slot);
	SCOPED(EVP_PKEY)
	key = model           ? key_create_like(model)
		: slot->key_stays ? key_create_to_stay((enum key_kind)slot->item->key)
						  : key_create((enum key_kind)slot->item->key);

	return key && slot->item->sign_with == SIGN_WITH_ANOTHER_KEY ? key_mismatch(key) : TAKE(key);
}

/* Whose key it has, if that is another; NULL: it has one of its own. What is made after a mould has
 * that. */
static struct pki_slot *owner_of(struct pki *pki, const struct pki_slot *slot)
{
	const struct recipe_item *item = recipe_key_owner(slot->item);
	struct pki_slot *owner = item == slot->item || slot->mould ? NULL : pki_slot_of(pki, item);

	return owner && (owner->key || !owner->certificate) && !owner->mould ? owner : NULL;
}

void pki_keep_authority_keys(struct pki *pki)
{
	for (size_t i = 0; i < pki->count; i++) {
		const struct recipe_item *item = pki->slots[i].item;

		pki->slots[i].key_stays =
			item->kind == RECIPE_AUTHORITY && !item->shared_key && !item->sign_with;
	}
}

EVP_PKEY *pki_key(struct pki *pki, const struct pki_slot *slot)
{
	struct pki_slot *owner = owner_of(pki, slot);

	if (!owner)
		return make_key(slot);
	if (!owner->key)
		owner->key = make_key(owner);
	if (owner->key && slot->item->sign_with == SIGN_WITH_ANOTHER_KEY)
		return key_mismatch(owner->key);
	return owner->key && EVP_PKEY_up_ref(owner->key) ? owner->key : NULL;
}

static bool is_slow(const struct pki_slot *slot)
{
	return model_of(slot) ? key_is_slow(model_of(slot))
						  : key_kind_is_slow((enum key_kind)slot->item->key);
}

struct key_queue {
	struct pki_slot **slots;
	size_t count;
	atomic_size_t next;
};

static void *make_keys(void *argument)
{
	struct key_queue *queue = argument;

	for (;;) {
		size_t i = atomic_fetch_add(&queue->next, 1);

		if (i >= queue->count)
			return NULL;
		/* a failure is found again, and told, when the key is used */
		queue->slots[i]->key = make_key(queue->slots[i]);
	}
}

enum { KEY_THREADS_MAX = 16 };

static void run_queue(struct key_queue *queue)
{
	pthread_t threads[KEY_THREADS_MAX];
	size_t started = 0;
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	while (
		started < KEY_THREADS_MAX && started + 1 < queue->count && (long)started + 1 < processors) {
		if (pthread_create(&threads[started], NULL, make_keys, queue) != 0)
			break;
		started++;
	}
	make_keys(queue);
	for (size_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
}

static void enqueue(struct key_queue *queue, struct pki_slot *slot)
{
	if (slot->key || slot->certificate || slot->resent || !is_slow(slot))
		return;
	for (size_t i = 0; i < queue->count; i++) {
		if (queue->slots[i] == slot)
			return;
	}
	queue->slots[queue->count++] = slot;
}

void pki_prepare(struct pki *pki, const char *const *names)
{
	struct key_queue queue = {
		ARENA_ARRAY(&pki->arena, struct pki_slot *, pki->count + COUNT_OF(pki->mould.more) + 1), 0,
		0};

	if (pki->folder)
		return;
	for (size_t i = 0; names[i]; i++) {
		struct pki_slot *slot = pki_find(pki, RECIPE_CREDENTIAL, names[i]);

		if (slot && ((pki->usual && !slot->mould) || pki_lack(pki, slot->item)))
			continue;
		for (; slot; slot = pki_issuer_of(pki, slot))
			enqueue(&queue, owner_of(pki, slot) ? owner_of(pki, slot) : slot);
	}
	run_queue(&queue);
}
