/* The `identity:` block: every key, every word, every contradiction. */
#include <check.h>
#include <string.h>

#include "target_fixture.h"

static const struct target_identity *read_identity(struct target_fixture *f, const char *block)
{
	struct target *target;

	fixture_open(f, NULL);
	fixture_write(f, "target.yaml", arena_printf(&f->arena, LEAST "identity: {%s}\n", block));
	target = fixture_read(f);
	if (!target)
		fixture_expect(f, "nothing");
	return &target->identity;
}

START_TEST(test_every_fact)
{
	struct target_fixture f;
	const struct target_identity *identity = read_identity(&f,
		"verified: {header: X-V, value: OK, none: [NO, '-']}, "
		"subject: {header: X-I, part: Subject, encoding: url, chain: true, form: oneline}, "
		"certificate: {header: X-C, form: base64-der}, "
		"fingerprint: {header: X-I, part: Hash, encoding: url, form: sha256-hex, none: '?'}");

	ck_assert_str_eq(identity->facts[FACT_VERIFIED].header, "X-V");
	ck_assert_str_eq(identity->facts[FACT_VERIFIED].lower_header, "x-v");
	ck_assert_str_eq(identity->facts[FACT_VERIFIED].value, "OK");
	ck_assert_uint_eq(identity->facts[FACT_VERIFIED].none.count, 2);
	ck_assert_str_eq(identity->facts[FACT_SUBJECT].part, "Subject");
	ck_assert_int_eq(identity->facts[FACT_SUBJECT].encoding, ENCODING_URL);
	ck_assert(identity->facts[FACT_SUBJECT].chain);
	ck_assert_int_eq(identity->facts[FACT_SUBJECT].form, SUBJECT_ONELINE);
	ck_assert_int_eq(identity->facts[FACT_CERTIFICATE].form, CERTIFICATE_BASE64_DER);
	ck_assert_ptr_null(identity->facts[FACT_CERTIFICATE].part);
	ck_assert_int_eq(identity->facts[FACT_FINGERPRINT].form, FINGERPRINT_SHA256_HEX);
	ck_assert_str_eq(identity->facts[FACT_FINGERPRINT].none.items[0], "?");
	fixture_close(&f);
}
END_TEST

START_TEST(test_every_tlv)
{
	struct target_fixture f;
	const struct target_identity *identity = read_identity(&f,
		"verified: {tlv: ssl-verify}, subject: {tlv: ssl-cn, form: cn}, "
		"certificate: {tlv: ssl-cert, form: base64-der}, "
		"fingerprint: {tlv: '0xE4', form: sha256-hex}}\nproxy_protocol: true #");

	ck_assert_int_eq(identity->facts[FACT_VERIFIED].tlv_kind, TLV_SSL_VERIFY);
	ck_assert_str_eq(identity->facts[FACT_VERIFIED].value, "verified");
	ck_assert_int_eq(identity->facts[FACT_SUBJECT].tlv_kind, TLV_SSL_CN);
	ck_assert_int_eq(identity->facts[FACT_CERTIFICATE].tlv_kind, TLV_SSL_CERT);
	ck_assert_int_eq(identity->facts[FACT_FINGERPRINT].tlv_kind, TLV_APPLICATION);
	ck_assert_uint_eq(identity->facts[FACT_FINGERPRINT].tlv_type, 0xe4);
	ck_assert_str_eq(identity->facts[FACT_FINGERPRINT].where, "PROXY TLV 0xE4");
	fixture_close(&f);
}
END_TEST

static void check_words(enum identity_fact fact, const char *const *words)
{
	for (int i = 0; words[i]; i++) {
		struct target_fixture f;
		char block[128];

		snprintf(
			block, sizeof(block), "%s: {header: X, form: %s}", identity_fact_words[fact], words[i]);
		ck_assert_int_eq(read_identity(&f, block)->facts[fact].form, i);
		fixture_close(&f);
	}
}

START_TEST(test_every_form)
{
	check_words(FACT_SUBJECT, subject_form_words);
	check_words(FACT_CERTIFICATE, certificate_form_words);
	check_words(FACT_FINGERPRINT, fingerprint_form_words);
	check_words(FACT_ISSUER, subject_form_words);
	check_words(FACT_SERIAL, serial_form_words);
	check_words(FACT_URI, names_form_words);
	check_words(FACT_DNS, names_form_words);
	check_words(FACT_SAN, san_form_words);
	check_words(FACT_CHAIN, certificate_form_words);
}
END_TEST

START_TEST(test_wrong_identity)
{
	static const struct {
		const char *block;
		const char *said;
	} rows[] = {
		{"subject: X-S", "target.yaml:5:21: error: 'subject' must be a map"},
		{"subject: {header: X}", "missing key 'form'"},
		{"subject: {form: cn}", "'subject' needs 'header' or 'tlv'"},
		{"subject: {header: X, tlv: ssl-cn, form: cn}", "not both"},
		{"subject: {tlv: ssl-cn, form: cn}", "a TLV comes with 'proxy_protocol: true' only"},
		{"subject: {tlv: ssl-cert, form: cn}", "'ssl-cert' tells 'certificate', not 'subject'"},
		{"subject: {tlv: ssl-cn, form: slash}", "5:41: error: 'ssl-cn' has one form only: cn"},
		{"subject: {tlv: ssl-dn, form: cn}", "did you mean 'ssl-cn'"},
		{"subject: {tlv: '0xf0', form: cn}", "unknown TLV '0xf0'"},
		{"subject: {tlv: ssl-cn, form: cn, part: x}", "'part' and 'encoding' are for headers"},
		{"verified: {header: X}", "missing key 'value'"},
		{"subject: {header: X, form: rfc2235}", "did you mean 'rfc2253'"},
		{"certificate: {header: X, form: pem}", "one of: pem-url, pem-spaces"},
		{"fingerprint: {header: X, form: sha1}", "one of: sha1-hex, sha256-hex"},
		{"serial: {header: X, form: octal}", "one of: hex, decimal"},
		{"uri: {header: X}", "missing key 'form' in uri"},
		{"dns: {header: X, form: last}", "one of: all, first"},
		{"san: {header: X, form: all}", "one of: values, typed"},
		{"chain: {header: X, form: rfc2253}", "base64-der, rfc9440"},
		{"chain: {tlv: ssl-cert, form: base64-der}", "'ssl-cert' tells 'certificate', not 'chain'"},
		{"uri: {header: X, part: A, form: all}, dns: {header: x, part: A, form: all}",
			"'x' tells 'uri' already"},
		{"subject: {header: X, form: cn, value: x}", "unknown key 'value'"},
		{"subject: {header: 'X S', form: cn}", "5:30: error: 'X S' can't be a header's name"},
		{"subject: {header: X, form: cn, chain: true}", "'chain' without 'part'"},
		{"subject: {header: X, form: cn}, fingerprint: {header: x, form: sha1-hex}",
			"5:66: error: 'x' tells 'subject' already: another 'part' of it?"},
		{"subject: {header: X, part: A, form: cn}, fingerprint: {header: x, part: A, "
		 "form: sha1-hex}",
			"'x' tells 'subject' already"},
		{"subject: {header: X, part: A, form: cn}, fingerprint: {header: x, part: B, "
		 "encoding: url, form: sha1-hex}",
			"'x' is encoded in two ways"},
		{"subjekt: {header: X, form: cn}", "did you mean 'subject'"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target_fixture f;

		fixture_open(&f, NULL);
		fixture_write(
			&f, "target.yaml", arena_printf(&f.arena, LEAST "identity: {%s}\n", rows[i].block));
		ck_assert_msg(fixture_read(&f) == NULL, "taken: %s", rows[i].block);
		fixture_expect(&f, rows[i].said);
		fixture_close(&f);
	}
}
END_TEST

struct unit_case identity_file_case(void)
{
	return (struct unit_case){
		"identity", {test_every_fact, test_every_tlv, test_every_form, test_wrong_identity}};
}
