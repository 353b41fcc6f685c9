/* Certificates and chains, in every form. */
#include "test_main.h"

#include "arena.h"
#include "identity_certificate.h"
#include "identity_text.h"
#include "presented.h"
#include "target_identity.h"

static const uint8_t leaf[] = {0x30, 0x01, 0xfb, 0xff}; /* MAH7/w== */
static const uint8_t issuer[] = {0x30, 0x02, 0xfe}; /* MAL+ */
static const uint8_t third[] = {0x30, 0x00}; /* MAA= */
static const struct credential shown = {
	.der = {{leaf, sizeof(leaf)}, {issuer, sizeof(issuer)}, {third, sizeof(third)}},
	.chain_len = 3,
};
static const struct credential alone = {.der = {{leaf, sizeof(leaf)}}, .chain_len = 1};

struct row {
	int form;
	bool matches;
	const char *told;
};

#define PEM(body) "-----BEGIN CERTIFICATE-----" body "-----END CERTIFICATE-----"
#define TRUSTED(body) "-----BEGIN TRUSTED CERTIFICATE-----" body "-----END TRUSTED CERTIFICATE-----"

START_TEST(certificate_in_each_form)
{
	static const struct row rows[] = {
		{CERTIFICATE_PEM_URL, true,
			"-----BEGIN%20CERTIFICATE-----%0AMAH7/w%3D%3D%0A-----END%20CERTIFICATE-----%0A"},
		{CERTIFICATE_PEM_URL, true, PEM("\nMAH7%2fw==\n") PEM("MAL+")},
		{CERTIFICATE_PEM_URL, false, PEM("MAH7/A==")},
		{CERTIFICATE_PEM_URL, false, PEM("MAL%2B")},
		{CERTIFICATE_PEM_URL, false, "MAH7/w=="},
		{CERTIFICATE_PEM_URL, false, ""},
		{CERTIFICATE_PEM_SPACES, true, PEM(" MAH7/w== ")},
		{CERTIFICATE_PEM_SPACES, true, PEM("\tMAH7\t/w==\t")},
		{CERTIFICATE_PEM_SPACES, false, PEM("MAH7%2Fw==")},
		{CERTIFICATE_PEM_SPACES, false, TRUSTED("MAH7/w==")},
		{CERTIFICATE_PEM_TRUSTED, true, TRUSTED("\nMAH7/w==\n")},
		{CERTIFICATE_BASE64_DER, true, "MAH7/w=="},
		{CERTIFICATE_BASE64_DER, true, "MAH7/w==,MAL+"},
		{CERTIFICATE_BASE64_DER, false, "MAL+,MAH7/w=="},
		{CERTIFICATE_BASE64_DER, false, "MAH7/w==, MAH7/w=="},
		{CERTIFICATE_BASE64_DER, false, "MAH7/w==,MAL+,MAL+"},
		{CERTIFICATE_RFC9440, true, ":MAH7/w==:"},
		{CERTIFICATE_RFC9440, false, ":MAH7/w==:, :MAL+:"}, /* 2.2: one item */
		{CERTIFICATE_RFC9440, false, "MAH7/w=="},
	};
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_msg(identity_certificate_matches(rows[i].form, rows[i].told, &shown, &arena) ==
				rows[i].matches,
			"row %zu: %s", i, rows[i].told);
	arena_finish(&arena);
}
END_TEST

START_TEST(chain_in_each_form)
{
	static const struct row rows[] = {
		{CERTIFICATE_RFC9440, true, ":MAL+:, :MAA=:"},
		{CERTIFICATE_RFC9440, true, ":MAL+:,:MAA=:"},
		{CERTIFICATE_RFC9440, false, ":MAH7/w==:, :MAL+:, :MAA=:"}, /* 2.3: without the leaf */
		{CERTIFICATE_RFC9440, false, ":MAA=:, :MAL+:"},
		{CERTIFICATE_RFC9440, false, ":MAL+:"},
		{CERTIFICATE_RFC9440, false, ":MAL+: :MAA=:"},
		{CERTIFICATE_RFC9440, false, ""},
		{CERTIFICATE_PEM_URL, true, PEM("MAL%2B") "%0A" PEM("MAA%3D")},
		{CERTIFICATE_PEM_URL, true, PEM("MAH7/w%3D%3D") PEM("MAL%2B") PEM("MAA%3D")}, /* Envoy */
		{CERTIFICATE_PEM_URL, false, PEM("MAH7/w%3D%3D") PEM("MAL%2B")},
		{CERTIFICATE_PEM_SPACES, true, PEM(" MAL+ ") " " PEM(" MAA= ")},
		{CERTIFICATE_PEM_TRUSTED, true, TRUSTED("MAL+") TRUSTED("MAA=")},
		{CERTIFICATE_BASE64_DER, true, "MAH7/w==,MAL+,MAA="}, /* Traefik */
		{CERTIFICATE_BASE64_DER, true, "MAL+,MAA="},
		{CERTIFICATE_BASE64_DER, true, "MAL+MAA="}, /* HAProxy: one of both */
		{CERTIFICATE_BASE64_DER, false, "MAL+,MAA=,MAA="},
	};
	static const struct row nothing[] = {
		{CERTIFICATE_RFC9440, true, ""},
		{CERTIFICATE_RFC9440, false, ":MAL+:"},
		{CERTIFICATE_PEM_URL, true, PEM("MAH7/w%3D%3D")},
		{CERTIFICATE_BASE64_DER, true, ""},
		{CERTIFICATE_BASE64_DER, true, "MAH7/w=="},
		{CERTIFICATE_BASE64_DER, false, "MAL+"},
	};
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_msg(
			identity_chain_matches(rows[i].form, rows[i].told, &shown, &arena) == rows[i].matches,
			"row %zu: %s", i, rows[i].told);
	for (size_t i = 0; i < COUNT_OF(nothing); i++)
		ck_assert_msg(identity_chain_matches(nothing[i].form, nothing[i].told, &alone, &arena) ==
				nothing[i].matches,
			"row %zu of nothing: %s", i, nothing[i].told);
	arena_finish(&arena);
}
END_TEST

static const char *items(struct arena *arena, const struct der *one, const struct der *other)
{
	const char *text =
		arena_printf(arena, ":%s:", identity_text_base64(arena, one->data, one->len));

	return other ? arena_printf(arena, "%s, :%s:", text,
					   identity_text_base64(arena, other->data, other->len))
				 : text;
}

/* RFC 9440 2.3: the trust anchor may be there or not; only who has signed is one. */
START_TEST(chain_up_to_the_root)
{
	struct presented mine;
	struct presented other;
	struct arena arena;
	const struct der *der = mine.credential.der;
	const int form = CERTIFICATE_RFC9440;

	arena_init(&arena);
	presented_init(&mine, presented_plain, NULL, "01");
	presented_init(&other, presented_plain, NULL, "01"); /* with equal names */
	ck_assert(identity_chain_matches(form, items(&arena, &der[1], NULL), &mine.credential, &arena));
	ck_assert(identity_chain_matches(
		form, items(&arena, &der[1], &mine.root_der), &mine.credential, &arena));
	ck_assert(
		identity_chain_matches(form, items(&arena, &der[1], &mine.root_der), &mine.alone, &arena));
	ck_assert(!identity_chain_matches(
		form, items(&arena, &der[1], &other.root_der), &mine.credential, &arena));
	ck_assert(!identity_chain_matches(
		form, items(&arena, &other.credential.der[1], NULL), &mine.alone, &arena));
	ck_assert(
		!identity_chain_matches(form, items(&arena, &mine.root_der, NULL), &mine.alone, &arena));
	presented_finish(&other);
	presented_finish(&mine);
	arena_finish(&arena);
}
END_TEST

struct unit_case identity_certificate_case(void)
{
	return (struct unit_case){"identity_certificate",
		{certificate_in_each_form, chain_in_each_form, chain_up_to_the_root}};
}
