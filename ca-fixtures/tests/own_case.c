#include "own_case.h"

#include <string.h>

#include "buf.h"
#include "file.h"
#include "pem.h"
#include "pki_slot.h"

#define THEIR_RECIPE                                                                               \
	"authorities:\n"                                                                               \
	"  root: {subject: {O: theirs, CN: their root}}\n"                                             \
	"  short: {like: root, pathlen: 0}\n"                                                          \
	"  one: {like: root, pathlen: 1}\n"                                                            \
	"  listless: {like: root, key_usage: [keyCertSign]}\n"                                         \
	"  narrow: {like: root, name_constraints: {permitted: [dns:elsewhere.test]}}\n"                \
	"  old: {like: root, valid: {from: -20d, until: -1d}}\n"                                       \
	"  future: {like: root, valid: {from: +1d, until: +20d}}\n"                                    \
	"  no-ca: {like: root, ca: false}\n"                                                           \
	"  no-signer: {like: root, key_usage: [digitalSignature]}\n"                                   \
	"  below: {issuer: root, subject: {CN: below}}\n"                                              \
	"  bare: {like: root, subject_key_id: false, authority_key_id: false}\n"                       \
	"  tight: {like: below, pathlen: 0}\n"                                                         \
	"  lower: {issuer: below, subject: {CN: lower}}\n"                                             \
	"credentials:\n"                                                                               \
	"  theirs: {issuer: below, subject: {CN: theirs}, eku: [clientAuth]}\n"                        \
	"  expired: {like: theirs, valid: {from: -20d, until: -1d}}\n"                                 \
	"  for-servers: {like: theirs, eku: [serverAuth]}\n"                                           \
	"  gone: {like: theirs, revoked: true}\n"

const char *own_case_file(struct own_case *test, const char *name)
{
	return world_path(&test->theirs, name);
}

static void put_file(struct world *world, const char *name, const struct buf *text)
{
	const char *why = "";

	ck_assert_msg(
		file_write(&why, &world->arena, world_path(world, name), text->data, text->len, 0600), "%s",
		why);
}

void own_case_put_authority(struct world *world, const char *name)
{
	struct pki_slot *slot = pki_find(world->pki, RECIPE_AUTHORITY, name);
	SCOPED_BUF cert;
	SCOPED_BUF key;

	buf_init(&cert, PEM_TEXT_MAX);
	buf_init(&key, PEM_TEXT_MAX);
	world_authority(world, name);
	ck_assert(pem_put_certificate(&cert, slot->certificate) && pem_put_key(&key, slot->key, NULL));
	put_file(world, arena_printf(&world->arena, "%s.pem", name), &cert);
	put_file(world, arena_printf(&world->arena, "%s.key", name), &key);
}

void own_case_put_credential(struct world *world, const char *name)
{
	const struct credential *credential = world_credential(world, name);
	SCOPED_BUF cert;
	SCOPED_BUF key;
	SCOPED_BUF locked;

	buf_init(&cert, PEM_TEXT_MAX);
	buf_init(&key, PEM_TEXT_MAX);
	buf_init(&locked, PEM_TEXT_MAX);
	ck_assert(pem_put_chain(&cert, credential) && pem_put_key(&key, credential->key, NULL) &&
		pem_put_key(&locked, credential->key, "open sesame"));
	put_file(world, arena_printf(&world->arena, "%s.pem", name), &cert);
	put_file(world, arena_printf(&world->arena, "%s.key", name), &key);
	put_file(world, arena_printf(&world->arena, "%s.locked.key", name), &locked);
}

void own_case_begin(struct own_case *test)
{
	static const char *const authorities[] = {"root", "short", "one", "narrow", "old", "future",
		"no-ca", "no-signer", "below", "bare", "tight", "lower", "listless"};
	static const char *const credentials[] = {"theirs", "expired", "for-servers", "gone"};

	memset(test, 0, sizeof(*test));
	world_begin(&test->theirs, THEIR_RECIPE, NULL);
	world_begin(&test->ours, NULL, NULL);
	for (size_t i = 0; i < COUNT_OF(authorities); i++)
		own_case_put_authority(&test->theirs, authorities[i]);
	for (size_t i = 0; i < COUNT_OF(credentials); i++)
		own_case_put_credential(&test->theirs, credentials[i]);
	test->own.credentials = &test->client;
	test->client.name = PKI_GOOD_CLIENT;
}

void own_case_end(struct own_case *test)
{
	world_end(&test->theirs);
	world_end(&test->ours);
}

void own_case_give_ca(struct own_case *test, const char *name, bool with_key)
{
	test->ca.certificate = own_case_file(test, arena_printf(&test->ours.arena, "%s.pem", name));
	test->own.cas = &test->ca;
	test->own.ca_count = 1;
	test->ca.key =
		with_key ? own_case_file(test, arena_printf(&test->ours.arena, "%s.key", name)) : NULL;
}

void own_case_give_client(struct own_case *test, const char *name)
{
	test->own.credential_count = 1;
	test->client.files.certificate =
		own_case_file(test, arena_printf(&test->ours.arena, "%s.pem", name));
	test->client.files.key = own_case_file(test, arena_printf(&test->ours.arena, "%s.key", name));
}
