#include <string.h>

#include "arena.h"
#include "forms.h"
#include "holding.h"
#include "unit.h"

struct read {
	struct arena arena;
	struct form_source source;
	struct buf data;
	struct holding holding;
	const char *why;
};

static void begin(struct read *test)
{
	arena_init(&test->arena);
	forms_begin(&test->source);
	buf_init(&test->data, HOLDING_FILE_MAX);
	test->why = "";
}

static bool parse(struct read *test, unsigned wanted, const char *passphrase)
{
	return holding_parse(&test->holding, wanted, buf_text(&test->data), test->data.len, "my file",
		passphrase, &test->arena, &test->why);
}

static void end(struct read *test)
{
	buf_finish(&test->data);
	forms_end(&test->source);
	arena_finish(&test->arena);
}

static void check_form(const struct form *form)
{
	struct read test;
	unsigned wanted = (form->certificates ? HOLDING_CERTIFICATES : 0) |
		(form->key ? HOLDING_KEY : 0) | (form->crls ? HOLDING_CRLS : 0);

	begin(&test);
	form->put(&test.data, &test.source);
	ck_assert_msg(parse(&test, wanted, FORMS_PASSPHRASE), "%s: %s", form->name, test.why);
	ck_assert_int_eq(test.holding.certificate_count, form->certificates);
	ck_assert_int_eq(test.holding.crl_count, form->crls);
	for (size_t i = 0; i < test.holding.certificate_count; i++)
		ck_assert_msg(X509_cmp(test.holding.certificates[i], test.source.credential.chain[i]) == 0,
			"%s", form->name);
	ck_assert_msg((test.holding.key != NULL) == form->key, "%s", form->name);
	if (form->key)
		ck_assert_msg(
			EVP_PKEY_eq(test.holding.key, test.source.credential.key) == 1, "%s", form->name);
	holding_finish(&test.holding);
	end(&test);
}

START_TEST(test_every_form)
{
	for (size_t i = 0; i < form_count; i++)
		check_form(&forms[i]);
}
END_TEST

/* What is wanted and not there: what is there is said. */
START_TEST(test_what_is_missing)
{
	for (size_t i = 0; i < form_count; i++) {
		unsigned wanted = !forms[i].certificates ? HOLDING_CERTIFICATES
			: !forms[i].key                      ? HOLDING_KEY
												 : HOLDING_CRLS;
		struct read test;

		begin(&test);
		forms[i].put(&test.data, &test.source);
		ck_assert_msg(!parse(&test, wanted, FORMS_PASSPHRASE), "%s", forms[i].name);
		ck_assert_msg(
			strstr(test.why, "can be read: it holds ") != NULL, "%s: %s", forms[i].name, test.why);
		holding_finish(&test.holding);
		end(&test);
	}
}
END_TEST

START_TEST(test_other_files)
{
	static const struct {
		const char *data;
		const char *wanted;
	} rows[] = {
		{"", "my file: no certificate can be read: it is empty"},
		{"hello\n", "my file: no certificate can be read: it is neither PEM nor DER"},
		{"\x30\x03\x02\x01\x01", "it is neither PEM nor DER"},
		{"\xfe\xed\xfe\xed..",
			"my file: it is a Java keystore (JKS); convert it: keytool "
			"-importkeystore -srckeystore 'my file' -destkeystore new.p12"},
		{"\xce\xce\xce\xce..", "a Java keystore (JCEKS); convert it: keytool"},
		{"\xff\xfe-",
			"it is UTF-16 text, as Windows writes it; convert it: iconv -f UTF-16 -t "
			"UTF-8 'my file' >new.pem"},
		{"\xfe\xff..", "it is UTF-16 text"},
		{"MIIBtjCCAVugAwIBAgITBmyf", "it is Base64 without the lines that say of what"},
		{"PuTTY-User-Key-File-3: x", "in PuTTY's own form; convert it: puttygen"},
		{"-----BEGIN "
		 "CERTIFICATE-----\nAAAA\n-----END "
		 "CERTIFICATE-----\n",
			"no certificate can be read: "},
		{"-----BEGIN "
		 "CERTIFICATE-----\nAAAA\n",
			"it holds a block of PEM that is torn"},
		{"-----BEGIN "
		 "PKCS7-----\nMAA=\n-----END "
		 "PKCS7-----\n",
			"no PKCS#7 can be read"},
		{"-----BEGIN "
		 "X509 CRL-----\nMAA=\n-----END "
		 "X509 CRL-----\n",
			"no CRL can be read"},
		{"-----BEGIN "
		 "CERTIFICATE REQUEST-----\nMAA=\n-----END "
		 "CERTIFICATE REQUEST-----\n",
			"no certificate can be read: it holds a certificate request"},
		{"-----BEGIN "
		 "PUBLIC KEY-----\nMAA=\n-----END "
		 "PUBLIC KEY-----\n",
			"it holds a public key"},
		{"-----BEGIN "
		 "OPENSSH PRIVATE KEY-----\nMAA=\n-----END "
		 "OPENSSH PRIVATE KEY-----\n",
			"in OpenSSH's own form; convert it: cp 'my file' new.key && ssh-keygen"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct read test;

		begin(&test);
		buf_puts(&test.data, rows[i].data);
		ck_assert(!parse(&test, HOLDING_CERTIFICATES, NULL));
		ck_assert_msg(strstr(test.why, rows[i].wanted) != NULL, "%zu: %s", i, test.why);
		holding_finish(&test.holding);
		end(&test);
	}
}
END_TEST

static void check_pkcs12(const char *passphrase, const char *under, int rounds, const char *wanted)
{
	struct read test;

	begin(&test);
	forms_put_pkcs12(&test.data, &test.source, under, rounds, false);
	ck_assert(!parse(&test, HOLDING_CERTIFICATES, passphrase));
	ck_assert_str_eq(test.why, wanted);
	holding_finish(&test.holding);
	end(&test);
}

START_TEST(test_locked_pkcs12)
{
	check_pkcs12(NULL, FORMS_PASSPHRASE, 10,
		"my file: it is PKCS#12 under a passphrase, and none was given (--key-passphrase-file "
		"FILE)");
	check_pkcs12("wrong", FORMS_PASSPHRASE, 10,
		"my file: it is PKCS#12, and the passphrase does not open it");
}
END_TEST

/* The file says how long we are to compute. */
START_TEST(test_rounds_of_pkcs12_are_bounded)
{
	struct read test;
	PKCS12 *box;
	const ASN1_INTEGER *rounds;
	unsigned char *der = NULL;
	const unsigned char *at;
	int len;

	begin(&test);
	forms_put_pkcs12(&test.data, &test.source, FORMS_PASSPHRASE, 10, false);
	at = (const unsigned char *)buf_text(&test.data);
	box = d2i_PKCS12(NULL, &at, (long)test.data.len);
	PKCS12_get0_mac(NULL, NULL, NULL, &rounds, box);
	ck_assert(ASN1_INTEGER_set((ASN1_INTEGER *)rounds, 2000000000));
	buf_clear(&test.data);
	len = i2d_PKCS12(box, &der);
	buf_append(&test.data, der, (size_t)len);
	OPENSSL_free(der);
	PKCS12_free(box);
	ck_assert(!parse(&test, HOLDING_CERTIFICATES, FORMS_PASSPHRASE));
	ck_assert_ptr_nonnull(strstr(test.why, "with 2000000000 rounds; more than"));
	holding_finish(&test.holding);
	end(&test);
}
END_TEST

/* Certificates of a file can be had without the passphrase of its key. */
START_TEST(test_a_key_that_is_not_wanted_stays_locked)
{
	struct read test;

	begin(&test);
	forms[1].put(&test.data, &test.source);
	ck_assert_msg(parse(&test, HOLDING_CERTIFICATES, NULL), "%s", test.why);
	ck_assert_ptr_null(test.holding.key);
	holding_finish(&test.holding);
	ck_assert(!parse(&test, HOLDING_KEY, NULL));
	ck_assert_ptr_nonnull(strstr(test.why, "the key is encrypted, and no passphrase was given"));
	holding_finish(&test.holding);
	end(&test);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"forms", {test_every_form, test_what_is_missing}},
		{"refused-files",
			{test_other_files, test_locked_pkcs12, test_rounds_of_pkcs12_are_bounded,
				test_a_key_that_is_not_wanted_stays_locked}},
	};

	return unit_run("ca_holding", cases, COUNT_OF(cases));
}
