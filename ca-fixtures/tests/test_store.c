#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "file.h"
#include "store.h"
#include "stored.h"

static int mode_of(const char *path)
{
	struct stat info;

	ck_assert_msg(stat(path, &info) == 0, "%s: %s", path, strerror(errno));
	return (int)(info.st_mode & 07777);
}

static void expect_mode(struct world *world, const char *dir, const char *name, int mode)
{
	ck_assert_msg(mode_of(stored_path(world, dir, name)) == mode, "%s: %o", name,
		(unsigned)mode_of(stored_path(world, dir, name)));
}

static const struct {
	const char *name;
	int mode;
} runtime_files[] = {{"server.pem", 0644}, {"server.key", 0600}, {"server.both.pem", 0600},
	{"client-ca.pem", 0644}, {"client-ca.crl.pem", 0644}, {"server-ca.pem", 0644},
	{"server-ca.crl.pem", 0644}};

static const struct {
	const char *suffix;
	int mode;
} credential_files[] = {{".pem", 0644}, {".key", 0600}, {".der", 0644}, {".both.pem", 0600},
	{".encrypted.key", 0600}, {".p12", 0600}},
  authority_files[] = {{".pem", 0644}, {".der", 0644}, {".key", 0600}};

START_TEST(test_layout_and_modes)
{
	struct world world;
	const char *dir = stored_begin(&world, SMALL_RECIPE, NULL);

	for (size_t i = 0; i < COUNT_OF(runtime_files); i++)
		expect_mode(&world, dir, runtime_files[i].name, runtime_files[i].mode);
	expect_mode(&world, dir, "README.md", 0644);
	expect_mode(&world, dir, "credentials/passphrase.txt", 0600);
	for (size_t i = 0; i < COUNT_OF(credential_files); i++)
		expect_mode(&world, dir,
			arena_printf(&world.arena, "credentials/client%s", credential_files[i].suffix),
			credential_files[i].mode);
	for (size_t i = 0; i < COUNT_OF(authority_files); i++)
		expect_mode(&world, dir,
			arena_printf(&world.arena, "ca/client-issuing%s", authority_files[i].suffix),
			authority_files[i].mode);
	expect_mode(&world, dir, "crl/client-issuing.pem", 0644);
	world_end(&world);
}
END_TEST

/* A umask that hides nothing must not open the keys. */
START_TEST(test_modes_under_an_open_umask)
{
	struct world world;
	mode_t before = umask(0);
	const char *dir = stored_begin(&world, SMALL_RECIPE, NULL);

	umask(before);
	expect_mode(&world, dir, "server.key", 0600);
	expect_mode(&world, dir, "ca/client-root.key", 0600);
	expect_mode(&world, dir, "credentials/client.p12", 0600);
	world_end(&world);
}
END_TEST

START_TEST(test_runtime)
{
	struct world world;
	const char *why = "";
	const char *dir;

	world_begin(&world, SMALL_RECIPE, NULL);
	dir = world_path(&world, "two/levels");
	ck_assert_msg(pki_write_runtime(world.pki, dir, &world.arena, &why), "%s", why);
	for (size_t i = 0; i < COUNT_OF(runtime_files); i++)
		expect_mode(&world, dir, runtime_files[i].name, runtime_files[i].mode);
	ck_assert(!file_exists(stored_path(&world, dir, "README.md")));
	/* a work folder may be filled again */
	ck_assert_msg(pki_write_runtime(world.pki, dir, &world.arena, &why), "%s", why);
	world_end(&world);
}
END_TEST

static size_t count_of(const char *text, const char *word)
{
	size_t count = 0;

	while ((text = strstr(text, word))) {
		count++;
		text += strlen(word);
	}
	return count;
}

START_TEST(test_one_crl_for_each_client_ca)
{
	struct world world;
	const char *dir = stored_begin(&world, SMALL_RECIPE, NULL);
	const char *crls = stored_text(&world, stored_path(&world, dir, "client-ca.crl.pem"));

	ck_assert_uint_eq(count_of(crls, "BEGIN X509 CRL"), 2);
	ck_assert_uint_eq(
		count_of(stored_text(&world, stored_path(&world, dir, "server.pem")), "BEGIN CERTIFICATE"),
		1);
	ck_assert_uint_eq(
		count_of(stored_text(&world, stored_path(&world, dir, "credentials/client.pem")),
			"BEGIN CERTIFICATE"),
		2);
	world_end(&world);
}
END_TEST

START_TEST(test_one_crl_for_each_server_ca)
{
	struct world world;
	const char *dir = stored_begin(&world, SMALL_RECIPE, NULL);

	ck_assert_uint_eq(count_of(stored_text(&world, stored_path(&world, dir, "server-ca.crl.pem")),
						  "BEGIN X509 CRL"),
		1);
	world_end(&world);
}
END_TEST

/* The same files as in the whole folder, but only those that a program loads. */
START_TEST(test_credentials_of_a_client)
{
	static const char *const names[] = {"client", "client-wrong-key", NULL};
	static const char *const bad[] = {"client", "nobody", NULL};
	static const struct {
		const char *suffix;
		int mode;
	} files[] = {{".pem", 0644}, {".key", 0600}, {".both.pem", 0600}, {".encrypted.key", 0600},
		{".p12", 0600}};
	struct world world;
	const char *why = "";
	const char *dir;
	const char *other;

	world_begin(&world, SMALL_RECIPE, NULL);
	dir = world_path(&world, "work");
	ck_assert_ptr_null(pki_passphrase(world.pki));
	for (int again = 0; again < 2; again++)
		ck_assert_msg(pki_write_credentials(world.pki, dir, names, &world.arena, &why), "%s", why);
	for (size_t i = 0; i < COUNT_OF(files) * 2; i++)
		expect_mode(&world, dir,
			arena_printf(&world.arena, "credentials/%s%s", names[i % 2], files[i / 2].suffix),
			files[i / 2].mode);
	ck_assert_uint_eq(
		count_of(stored_text(&world, stored_path(&world, dir, "credentials/client.both.pem")),
			"-----BEGIN "),
		3);
	expect_mode(&world, dir, STORE_PASSPHRASE, 0600);
	ck_assert_str_eq(stored_text(&world, stored_path(&world, dir, STORE_PASSPHRASE)),
		arena_printf(&world.arena, "%s\n", pki_passphrase(world.pki)));
	/* a file of one folder may take the place of one in another */
	other = world_path(&world, "other");
	ck_assert(pki_write_credentials(world.pki, other, names, &world.arena, &why));
	ck_assert_str_eq(stored_text(&world, stored_path(&world, dir, STORE_PASSPHRASE)),
		stored_text(&world, stored_path(&world, other, STORE_PASSPHRASE)));
	ck_assert(!file_exists(stored_path(&world, dir, "credentials/client-revoked.pem")));
	ck_assert(!pki_write_credentials(world.pki, dir, bad, &world.arena, &why));
	ck_assert_msg(strstr(why, "no credential 'nobody'") != NULL, "%s", why);
	world_end(&world);
}
END_TEST

/* What a target's templates name, the key also encrypted. */
START_TEST(test_named_files)
{
	static const char *const credentials[] = {"client", NULL};
	static const char *const authorities[] = {"client-root", NULL};
	static const char *const nobody[] = {"nobody", NULL};
	static const struct {
		const char *name;
		int mode;
	} files[] = {{"credentials/client.pem", 0644}, {"credentials/client.key", 0600},
		{"credentials/client.both.pem", 0600}, {"credentials/client.encrypted.key", 0600},
		{"credentials/passphrase.txt", 0600}, {"ca/client-root.pem", 0644},
		{"crl/client-root.pem", 0644}};
	struct world world;
	const char *why = "";
	const char *dir;

	world_begin(&world, SMALL_RECIPE, NULL);
	dir = world_path(&world, "work");
	ck_assert_msg(
		pki_write_named(world.pki, dir, credentials, authorities, &world.arena, &why), "%s", why);
	for (size_t i = 0; i < COUNT_OF(files); i++)
		expect_mode(&world, dir, files[i].name, files[i].mode);
	ck_assert_ptr_nonnull(
		strstr(stored_text(&world, stored_path(&world, dir, "credentials/client.encrypted.key")),
			"BEGIN ENCRYPTED "));
	ck_assert(!file_exists(stored_path(&world, dir, "ca/client-root.key")));
	ck_assert(!pki_write_named(world.pki, dir, nobody, authorities, &world.arena, &why));
	ck_assert_msg(strstr(why, "no credential 'nobody'") != NULL, "%s", why);
	ck_assert(!pki_write_named(world.pki, dir, credentials, nobody, &world.arena, &why));
	ck_assert_msg(strstr(why, "no authority 'nobody'") != NULL, "%s", why);
	world_end(&world);
}
END_TEST

START_TEST(test_readme_names_everything)
{
	struct world world;
	const char *dir = stored_begin(&world, NULL, NULL);
	const char *readme = stored_text(&world, stored_path(&world, dir, "README.md"));

	for (size_t i = 0; i < world.recipe->count; i++) {
		const struct recipe_item *item = world.recipe->items[i];
		const char *row = strstr(readme,
			arena_printf(&world.arena, "`%s/%s.*`",
				item->kind == RECIPE_AUTHORITY ? "ca" : "credentials", item->name));

		ck_assert_msg(row != NULL, "%s", item->name);
		row = arena_strndup(&world.arena, row, strcspn(row, "\n"));
		ck_assert_ptr_nonnull(strstr(row, item->defect[0] ? item->defect : "| good |"));
	}
	ck_assert_ptr_nonnull(strstr(readme, "--target HOST:PORT --mode MODE --pki DIR"));
	for (size_t i = 0; i < COUNT_OF(runtime_files); i++)
		ck_assert_ptr_nonnull(strstr(readme, runtime_files[i].name));
	world_end(&world);
}
END_TEST

START_TEST(test_nothing_is_overwritten)
{
	struct world world;
	const char *why = "";
	const char *dir;

	world_begin(&world, SMALL_RECIPE, NULL);
	dir = world_path(&world, "out");
	ck_assert(file_make_dirs(&why, &world.arena, stored_path(&world, dir, "credentials")));
	stored_put(&world, stored_path(&world, dir, "credentials/client.key"), "precious");
	ck_assert(!pki_write(world.pki, dir, false, &world.arena, &why));
	ck_assert_msg(strstr(why, "already there") && strstr(why, "credentials/client.key"), "%s", why);
	ck_assert_str_eq(
		stored_text(&world, stored_path(&world, dir, "credentials/client.key")), "precious");
	ck_assert(!file_exists(stored_path(&world, dir, "server.pem")));
	ck_assert(!file_exists(stored_path(&world, dir, "ca")));
	ck_assert_msg(pki_write(world.pki, dir, true, &world.arena, &why), "%s", why);
	expect_mode(&world, dir, "credentials/client.key", 0600);
	ck_assert_ptr_nonnull(strstr(
		stored_text(&world, stored_path(&world, dir, "credentials/client.key")), "PRIVATE KEY"));
	world_end(&world);
}
END_TEST

START_TEST(test_many_files_in_the_way_are_counted)
{
	struct world world;
	const char *dir = stored_begin(&world, SMALL_RECIPE, NULL);
	const char *why = "";

	ck_assert(!pki_write(world.pki, dir, false, &world.arena, &why));
	ck_assert_msg(strstr(why, "/server.pem, ") && strstr(why, " more"), "%s", why);
	world_end(&world);
}
END_TEST

/* A link that points nowhere is somebody's file too, and is not written through. */
START_TEST(test_dangling_link)
{
	struct world world;
	const char *why = "";
	const char *dir;

	world_begin(&world, SMALL_RECIPE, NULL);
	dir = world_path(&world, "out");
	ck_assert(file_make_dirs(&why, &world.arena, dir));
	ck_assert_int_eq(
		symlink(world_path(&world, "elsewhere"), stored_path(&world, dir, "server.key")), 0);
	ck_assert(!pki_write(world.pki, dir, false, &world.arena, &why));
	ck_assert(!file_exists(world_path(&world, "elsewhere")));
	world_end(&world);
}
END_TEST

START_TEST(test_failure_half_way_takes_back)
{
	struct world world;
	const char *why = "";
	const char *dir;

	world_begin(&world, SMALL_RECIPE, NULL);
	dir = world_path(&world, "out");
	ck_assert(file_make_dirs(&why, &world.arena, dir));
	/* a file stands where a folder is needed, and the runtime files come before it */
	stored_put(&world, stored_path(&world, dir, "ca"), "x");
	ck_assert(!pki_write(world.pki, dir, false, &world.arena, &why));
	ck_assert_ptr_nonnull(strstr(why, "/ca"));
	ck_assert(!file_exists(stored_path(&world, dir, "server.pem")));
	ck_assert(!file_exists(stored_path(&world, dir, "server.key")));
	world_end(&world);
}
END_TEST

static int give(char *out, int size, int writing, void *passphrase)
{
	(void)writing;
	return snprintf(out, (size_t)size, "%s", (const char *)passphrase);
}

static EVP_PKEY *open_key(struct world *world, const char *path, const char *passphrase)
{
	const char *text = stored_text(world, path);
	BIO *bio = BIO_new_mem_buf(text, -1);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, give, (void *)passphrase);

	BIO_free(bio);
	ERR_clear_error();
	return key;
}

static char *passphrase_of(struct world *world, const char *dir)
{
	char *text = stored_text(world, stored_path(world, dir, STORE_PASSPHRASE));

	ck_assert_uint_eq(strlen(text), 33);
	text[strcspn(text, "\n")] = '\0';
	return text;
}

START_TEST(test_encrypted_keys)
{
	struct world world;
	const char *dir = stored_begin(&world, NULL, NULL);
	const char *passphrase = passphrase_of(&world, dir);

	for (const char *const *name = recipe_credentials(world.recipe); *name; name++) {
		const char *path =
			arena_printf(&world.arena, "%s/credentials/%s.encrypted.key", dir, *name);
		EVP_PKEY *key = open_key(&world, path, passphrase);

		ck_assert_msg(EVP_PKEY_eq(key, world_credential(&world, *name)->key) == 1, "%s", *name);
		EVP_PKEY_free(key);
		ck_assert_ptr_nonnull(strstr(stored_text(&world, path), "BEGIN ENCRYPTED PRIVATE KEY"));
	}
	ck_assert_ptr_null(
		open_key(&world, stored_path(&world, dir, "credentials/client.encrypted.key"), "wrong"));
	world_end(&world);
}
END_TEST

static void expect_pkcs12(const char *path, const char *passphrase, const struct credential *wanted)
{
	BIO *bio = BIO_new_file(path, "r");
	PKCS12 *store = d2i_PKCS12_bio(bio, NULL);
	EVP_PKEY *key = NULL;
	X509 *leaf = NULL;
	STACK_OF(X509) *chain = NULL;

	ck_assert_msg(PKCS12_parse(store, passphrase, &key, &leaf, &chain) == 1, "%s", path);
	ck_assert_int_eq(EVP_PKEY_eq(key, wanted->key), 1);
	ck_assert_int_eq(X509_cmp(leaf, wanted->chain[0]), 0);
	ck_assert_int_eq(chain ? sk_X509_num(chain) : 0, (int)wanted->chain_len - 1);
	EVP_PKEY_free(key);
	X509_free(leaf);
	sk_X509_pop_free(chain, X509_free);
	ck_assert_int_eq(PKCS12_verify_mac(store, "wrong", -1), 0);
	PKCS12_free(store);
	BIO_free(bio);
	ERR_clear_error();
}

START_TEST(test_pkcs12)
{
	struct world world;
	const char *dir = stored_begin(&world, NULL, NULL);
	const char *passphrase = passphrase_of(&world, dir);

	for (const char *const *name = recipe_credentials(world.recipe); *name; name++)
		expect_pkcs12(arena_printf(&world.arena, "%s/credentials/%s.p12", dir, *name), passphrase,
			world_credential(&world, *name));
	world_end(&world);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"layout",
			{test_layout_and_modes, test_modes_under_an_open_umask, test_readme_names_everything}},
		{"runtime",
			{test_runtime, test_one_crl_for_each_client_ca, test_one_crl_for_each_server_ca,
				test_credentials_of_a_client, test_named_files}},
		{"overwrite",
			{test_nothing_is_overwritten, test_many_files_in_the_way_are_counted,
				test_dangling_link, test_failure_half_way_takes_back}},
		{"encrypted", {test_encrypted_keys}},
		{"pkcs12", {test_pkcs12}},
	};
	return unit_run("ca_store", cases, COUNT_OF(cases));
}
