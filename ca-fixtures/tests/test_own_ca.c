#include <string.h>

#include "buf.h"
#include "file.h"
#include "holding.h"
#include "own_case.h"
#include "pem.h"
#include "pki_check.h"
#include "pki_crl.h"
#include "stored.h"

enum { FILES_MAX = 4 };

struct ca_case {
	struct own_case own;
	struct pki_own_files cas[FILES_MAX];
	const char *crls[FILES_MAX];
};

static void begin(struct ca_case *test)
{
	memset(test, 0, sizeof(*test));
	own_case_begin(&test->own);
	test->own.own.cas = test->cas;
	test->own.own.crls = test->crls;
}

static void end(struct ca_case *test)
{
	own_case_end(&test->own);
}

/* A file for each CA. */
static void give(struct ca_case *test, const char *name, bool with_key)
{
	struct pki_own_files *files = &test->cas[test->own.own.ca_count++];
	struct arena *arena = &test->own.ours.arena;

	files->certificate = own_case_file(&test->own, arena_printf(arena, "%s.pem", name));
	files->key = with_key ? own_case_file(&test->own, arena_printf(arena, "%s.key", name)) : NULL;
}

static X509 *theirs(struct ca_case *test, const char *name)
{
	return world_authority(&test->own.theirs, name);
}

static void give_crl(struct ca_case *test, const char *name)
{
	struct world *world = &test->own.theirs;
	const char *path = own_case_file(&test->own, arena_printf(&world->arena, "%s.crl", name));
	X509_CRL *crl;
	SCOPED_BUF text;

	theirs(test, name);
	crl = pki_crl(world->pki, pki_find(world->pki, RECIPE_AUTHORITY, name), &test->own.why);
	ck_assert_ptr_nonnull(crl);
	buf_init(&text, PEM_TEXT_MAX);
	ck_assert(pem_put_crl(&text, crl));
	X509_CRL_free(crl);
	stored_put(&test->own.ours, path, buf_text(&text));
	test->crls[test->own.own.crl_count++] = path;
}

static void adopt(struct ca_case *test)
{
	struct own_case *own = &test->own;

	ck_assert_msg(pki_adopt(own->ours.pki, &own->own, &own->why), "%s", own->why);
}

static void expect_refused(struct ca_case *test, const char *wanted)
{
	struct own_case *own = &test->own;

	ck_assert(!pki_adopt(own->ours.pki, &own->own, &own->why));
	ck_assert_msg(strstr(own->why, wanted) != NULL, "%s", own->why);
}

static void expect_lack(struct ca_case *test, const char *name, const char *wanted)
{
	const char *lack = pki_lacks(test->own.ours.pki, name);

	ck_assert_msg(lack && strstr(lack, wanted), "%s: %s", name, lack ? lack : "nothing");
	ck_assert_ptr_null(pki_credential(test->own.ours.pki, name, &test->own.why));
}

static const struct credential *ours(struct ca_case *test, const char *name)
{
	return world_credential(&test->own.ours, name);
}

/* An X509_V_ERR. */
static int verified(struct ca_case *test, const char *name, const char *root)
{
	int error = X509_V_OK;

	return pki_chain_holds(ours(test, name), theirs(test, root), &error) ? X509_V_OK : error;
}

static bool is_named(X509 *certificate, const X509 *as)
{
	return X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_subject_name(as)) == 0;
}

/* The root's key is in a safe; everything is minted under the CA below it, which is sent along. */
START_TEST(test_ca_below_the_root)
{
	struct ca_case test;
	X509 *below;

	begin(&test);
	give(&test, "root", false);
	give(&test, "below", true);
	adopt(&test);
	below = theirs(&test, "below");
	ck_assert_int_eq(
		X509_cmp(world_authority(&test.own.ours, PKI_CLIENT_ROOT), theirs(&test, "root")), 0);
	ck_assert_int_eq(verified(&test, "client", "root"), X509_V_OK);
	ck_assert_int_eq(ours(&test, "client")->chain_len, 2);
	ck_assert_int_eq(X509_cmp(ours(&test, "client")->chain[1], below), 0);
	ck_assert_int_eq(verified(&test, "client-two-intermediates", "root"), X509_V_OK);
	ck_assert_int_eq(ours(&test, "client-two-intermediates")->chain_len, 3);
	ck_assert_int_eq(verified(&test, "client-expired", "root"), X509_V_ERR_CERT_HAS_EXPIRED);
	ck_assert_int_eq(verified(&test, "client-intermediate-not-ca", "root"), X509_V_ERR_INVALID_CA);
	ck_assert_int_eq(
		verified(&test, "client-name-constraint", "root"), X509_V_ERR_PERMITTED_VIOLATION);
	ck_assert_int_eq(verified(&test, "client-tampered", "root"), X509_V_ERR_CERT_SIGNATURE_FAILURE);
	/* names of CAs are those of theirs */
	ck_assert(is_named(ours(&test, "client-impostor-ca")->chain[1], below));
	ck_assert(is_named(world_authority(&test.own.ours, "impostor-root"), theirs(&test, "root")));
	ck_assert(is_named(ours(&test, "client-same-dn-as-ca")->chain[0], below));
	expect_lack(&test, "client-missing-intermediate", "issues clients itself");
	expect_lack(&test, "client-pathlen-exceeded", "no path length constraint");
	end(&test);
}
END_TEST

START_TEST(test_ca_that_allows_none_below_it)
{
	struct ca_case test;

	begin(&test);
	give(&test, "tight", true);
	give(&test, "root", false);
	adopt(&test);
	ck_assert_int_eq(verified(&test, "client", "root"), X509_V_OK);
	ck_assert_int_eq(
		verified(&test, "client-pathlen-exceeded", "root"), X509_V_ERR_PATH_LENGTH_EXCEEDED);
	expect_lack(&test, "client-two-intermediates", "allows no intermediates below it (pathlen 0)");
	expect_lack(&test, "client-intermediate-not-ca", "allows no intermediates");
	expect_lack(&test, "client-name-constraint", "allows no intermediates");
	end(&test);
}
END_TEST

/* As mkcert makes it: clients come directly below the root. */
START_TEST(test_root_that_allows_none_below_it)
{
	struct ca_case test;

	begin(&test);
	give(&test, "short", true);
	adopt(&test);
	ck_assert_int_eq(verified(&test, "client", "short"), X509_V_OK);
	ck_assert_int_eq(ours(&test, "client")->chain_len, 1);
	ck_assert_int_eq(verified(&test, "client-revoked", "short"), X509_V_OK);
	expect_lack(&test, "client-two-intermediates", "allows no intermediates");
	expect_lack(&test, "client-missing-intermediate", "issues clients itself");
	ck_assert_ptr_null(pki_lacks_client_crl(test.own.ours.pki));
	end(&test);
}
END_TEST

/* What runs already knows whom it trusts; what we launch must be told. */
START_TEST(test_ca_without_its_root)
{
	struct ca_case test;

	begin(&test);
	give(&test, "below", true);
	adopt(&test);
	ck_assert_int_eq(verified(&test, "client", "root"), X509_V_OK);
	ck_assert_ptr_null(pki_authority(test.own.ours.pki, PKI_CLIENT_ROOT, &test.own.why));
	ck_assert_str_eq(
		test.own.why, "the root that the target trusts was not given (--client-ca ROOT)");
	ck_assert(is_named(world_authority(&test.own.ours, "impostor-root"), theirs(&test, "root")));
	ck_assert_ptr_nonnull(strstr(pki_lacks_client_crl(test.own.ours.pki), "need the root"));
	end(&test);
}
END_TEST

START_TEST(test_two_below_the_root)
{
	struct ca_case test;

	begin(&test);
	give(&test, "below", false);
	give(&test, "lower", true);
	give(&test, "root", false);
	adopt(&test);
	ck_assert_int_eq(verified(&test, "client", "root"), X509_V_OK);
	ck_assert_int_eq(ours(&test, "client")->chain_len, 3);
	ck_assert_int_eq(X509_cmp(ours(&test, "client")->chain[2], theirs(&test, "below")), 0);
	end(&test);
}
END_TEST

START_TEST(test_refused_pools)
{
	struct ca_case test;

	begin(&test);
	give(&test, "root", true);
	give(&test, "below", true);
	expect_refused(&test, "below.pem: a second key of a CA");
	end(&test);
	begin(&test);
	give(&test, "root", false);
	give(&test, "short", false);
	expect_refused(&test, "short.pem: it holds a second root");
	end(&test);
	begin(&test);
	give(&test, "below", true);
	give(&test, "old", false);
	adopt(&test); /* of no matter: it is not on the way */
	end(&test);
}
END_TEST

/* Neither key is copied; what was written is read back. */
START_TEST(test_written_below_the_root)
{
	struct ca_case test;
	struct world *world = &test.own.ours;
	const char *dir;
	struct pki *pki;

	begin(&test);
	give(&test, "root", false);
	give(&test, "below", true);
	adopt(&test);
	dir = world_path(world, "out");
	ck_assert_msg(
		pki_write(world->pki, dir, false, &world->arena, &test.own.why), "%s", test.own.why);
	ck_assert(!file_exists(stored_path(world, dir, "ca/client-root.key")));
	ck_assert(!file_exists(stored_path(world, dir, "ca/client-issuing.key")));
	ck_assert(!file_exists(stored_path(world, dir, "ca/client-upper.key")));
	ck_assert(file_exists(stored_path(world, dir, "ca/client-issuing.pem")));
	ck_assert(!file_exists(stored_path(world, dir, "client-ca.crl.pem")));
	pki = pki_load(world->recipe, dir, &world->arena, &test.own.why);
	ck_assert_msg(pki != NULL, "%s", test.own.why);
	ck_assert_ptr_nonnull(pki_lacks(pki, "client-missing-intermediate"));
	pki_destroy(pki);
	end(&test);
}
END_TEST

/* Is a list of that issuer there, and names it the certificate? -1: there is none. */
static int lists(struct ca_case *test, const char *dir, X509 *issuer, X509 *certificate)
{
	struct world *world = &test->own.ours;
	struct holding holding;
	X509_REVOKED *entry;
	int listed = -1;

	ck_assert_msg(holding_read(&holding, HOLDING_CRLS, stored_path(world, dir, "client-ca.crl.pem"),
					  NULL, &world->arena, &test->own.why),
		"%s", test->own.why);
	for (size_t i = 0; i < holding.crl_count; i++) {
		if (X509_CRL_verify(holding.crls[i], X509_get0_pubkey(issuer)) == 1)
			listed = X509_CRL_get0_by_cert(holding.crls[i], &entry, certificate) == 1;
	}
	holding_finish(&holding);
	return listed;
}

/* One list for each CA on the way: the root's is the user's, that of the CA whose key is there is
 * made. */
START_TEST(test_lists_of_the_whole_chain)
{
	struct ca_case test;
	struct world *world = &test.own.ours;
	const char *dir;
	X509 *revoked;

	begin(&test);
	give(&test, "root", false);
	give(&test, "tight", true);
	adopt(&test);
	ck_assert_ptr_nonnull(strstr(pki_lacks_client_crl(world->pki),
		"need that of 'CN=their root,O=theirs' (--client-crl FILE)"));
	end(&test);
	begin(&test);
	give(&test, "root", false);
	give(&test, "below", true);
	give_crl(&test, "root");
	give_crl(&test, "below");
	adopt(&test);
	ck_assert_ptr_null(pki_lacks_client_crl(world->pki));
	dir = world_path(world, "work");
	ck_assert_msg(
		pki_write_runtime(world->pki, dir, &world->arena, &test.own.why), "%s", test.own.why);
	revoked = ours(&test, "client-revoked")->chain[0];
	ck_assert_int_eq(lists(&test, dir, theirs(&test, "root"), revoked), 0);
	ck_assert_int_eq(lists(&test, dir, theirs(&test, "below"), revoked), 1);
	/* beside those whom they have revoked themselves */
	revoked = world_credential(&test.own.theirs, "gone")->chain[0];
	ck_assert_int_eq(lists(&test, dir, theirs(&test, "below"), revoked), 1);
	end(&test);
}
END_TEST

static void give_credential(
	struct ca_case *test, struct pki_own_credential *out, const char *name, const char *certificate)
{
	struct arena *arena = &test->own.ours.arena;

	out->name = name;
	out->files.certificate = own_case_file(&test->own, arena_printf(arena, "%s.pem", certificate));
	out->files.key = own_case_file(&test->own, arena_printf(arena, "%s.key", certificate));
	test->own.own.credential_count++;
}

/* Without any key of a CA: the lists are theirs, and say who is revoked. */
START_TEST(test_revoked_by_their_lists)
{
	struct pki_own_credential given[2];
	struct ca_case test;

	begin(&test);
	give(&test, "root", false);
	give_crl(&test, "root");
	give_crl(&test, "below");
	test.own.own.credentials = given;
	give_credential(&test, &given[0], "client", "theirs");
	give_credential(&test, &given[1], "client-revoked", "gone");
	adopt(&test);
	ck_assert_ptr_null(pki_own_untold(test.own.ours.pki, &test.own.own));
	ck_assert_ptr_null(pki_lacks_client_crl(test.own.ours.pki));
	end(&test);
	begin(&test);
	give(&test, "root", false);
	give_crl(&test, "root");
	give_crl(&test, "below");
	test.own.own.credentials = given;
	give_credential(&test, &given[0], "client", "gone");
	expect_refused(&test, "gone.pem: 'client' stands for a certificate that is not revoked");
	end(&test);
}
END_TEST

/* As mkcert makes it: a list that such a CA signs is believed by nobody. */
START_TEST(test_ca_that_may_not_sign_lists)
{
	struct ca_case test;

	begin(&test);
	give(&test, "listless", true);
	adopt(&test);
	ck_assert_ptr_nonnull(strstr(pki_lacks_client_crl(test.own.ours.pki), "has no cRLSign"));
	ck_assert_ptr_null(pki_lacks(test.own.ours.pki, "client-revoked"));
	end(&test);
}
END_TEST

START_TEST(test_refused_lists)
{
	struct ca_case test;

	begin(&test);
	give(&test, "root", true);
	give_crl(&test, "below");
	expect_refused(&test,
		"below.crl: it holds no CRL of the CAs that were given (--client-ca), but one of "
		"'CN=below'");
	end(&test);
	begin(&test);
	give(&test, "root", true);
	give_crl(&test, "root");
	test.own.ours.pki->now += 31 * 86400;
	expect_refused(
		&test, "root.crl: the CRL of 'CN=their root,O=theirs' is outdated: the next was due on ");
	end(&test);
}
END_TEST

/* A file that begins with the CA, as `cat root.pem ca.pem client.pem` makes it. */
START_TEST(test_ca_before_leaf)
{
	struct pki_own_credential given;
	struct ca_case test;
	const struct credential *source;
	const struct credential *client;
	SCOPED_BUF text;

	begin(&test);
	source = world_credential(&test.own.theirs, "theirs");
	buf_init(&text, PEM_TEXT_MAX);
	ck_assert(pem_put_certificate(&text, theirs(&test, "root")) &&
		pem_put_certificate(&text, source->chain[1]) &&
		pem_put_certificate(&text, source->chain[0]));
	stored_put(&test.own.ours, own_case_file(&test.own, "theirs.pem"), buf_text(&text));
	give(&test, "root", false);
	test.own.own.credentials = &given;
	give_credential(&test, &given, "client", "theirs");
	adopt(&test);
	client = ours(&test, "client");
	ck_assert_int_eq(client->chain_len, 3);
	ck_assert_int_eq(X509_cmp(client->chain[0], source->chain[0]), 0);
	ck_assert_int_eq(X509_cmp(client->chain[1], source->chain[1]), 0);
	end(&test);
}
END_TEST

/* Certificates and key in one file. */
START_TEST(test_pkcs12_of_ca_and_client)
{
	struct pki_own_credential given = {.name = "client"};
	struct ca_case test;
	struct own_case *own = &test.own;
	const struct credential *source;
	const char *why;
	SCOPED_BUF data;

	begin(&test);
	source = world_credential(&own->theirs, "theirs");
	buf_init(&data, PEM_TEXT_MAX);
	ck_assert(pem_put_pkcs12(&data, source, "open sesame"));
	given.files.certificate = own_case_file(own, "theirs.p12");
	ck_assert(
		file_write(&why, &own->ours.arena, given.files.certificate, data.data, data.len, 0600));
	own->own.passphrase_file = world_path(&own->ours, "passphrase");
	stored_put(&own->ours, own->own.passphrase_file, "open sesame\n");
	own->own.credentials = &given;
	own->own.credential_count = 1;
	adopt(&test);
	ck_assert_int_eq(verified(&test, "client", "root"), X509_V_OK);
	end(&test);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"below-root",
			{test_ca_below_the_root, test_ca_that_allows_none_below_it,
				test_root_that_allows_none_below_it, test_ca_without_its_root,
				test_two_below_the_root, test_refused_pools, test_written_below_the_root}},
		{"own-lists",
			{test_lists_of_the_whole_chain, test_revoked_by_their_lists,
				test_ca_that_may_not_sign_lists, test_refused_lists}},
		{"own-files", {test_ca_before_leaf, test_pkcs12_of_ca_and_client}},
	};

	return unit_run("ca_own_ca", cases, COUNT_OF(cases));
}
