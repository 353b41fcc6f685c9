/* The names in a certificate, as products list them. */
#include "test_main.h"

#include <openssl/x509v3.h>

#include "arena.h"
#include "identity_names.h"
#include "presented.h"

static const struct alt_name names[] = {{GEN_DNS, "a.test"}, {GEN_URI, "spiffe://a.test/c"},
	{GEN_DNS, "a.test.b"}, {GEN_URI, "urn:x\"y"}, {GEN_EMAIL, "a@b.test"},
	{GEN_IPADD, "\x7f\x01\x01\x09"}, {0}};
static const struct alt_name awkward[] = {{GEN_URI, "spiffe://a,b;c"}, {GEN_RID, "1.2.3"}, {0}};
static const struct alt_name nested[] = {{GEN_URI, "urn:a"}, {GEN_URI, "urn:a,urn:b"}, {0}};
static const struct alt_name six[] = {
	{GEN_IPADD, "\xfe\x80\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"}, {0}};

struct row {
	const struct alt_name *names; /* NULL: none */
	enum identity_fact fact;
	int form;
	enum likeness likeness;
	const char *told;
};

static void check_row(const struct row *row, size_t number)
{
	struct presented presented;
	struct arena arena;
	enum likeness likeness;

	arena_init(&arena);
	presented_init(&presented, presented_plain, row->names, "01");
	likeness = identity_names_match(row->fact, row->form, row->told, &presented.credential, &arena);
	ck_assert_msg(likeness == row->likeness, "row %zu: %d for %s", number, likeness, row->told);
	presented_finish(&presented);
	arena_finish(&arena);
}

START_TEST(names_in_lists)
{
	static const struct row rows[] = {
		{names, FACT_DNS, NAMES_ALL, LIKE, "a.test, a.test.b"}, /* Envoy's parts */
		{names, FACT_DNS, NAMES_ALL, LIKE, "[a.test a.test.b]"}, /* Caddy */
		{names, FACT_DNS, NAMES_ALL, LIKE, "a.test.b;a.test"},
		{names, FACT_DNS, NAMES_ALL, UNLIKE, "a.test"},
		{names, FACT_DNS, NAMES_ALL, UNLIKE, "a.test,a.test.b,evil.test"},
		{names, FACT_DNS, NAMES_ALL, UNLIKE, "a.test,a.test"},
		{names, FACT_DNS, NAMES_ALL, UNLIKE, "A.test,a.test.b"},
		{names, FACT_DNS, NAMES_ALL, UNLIKE, ""},
		{names, FACT_DNS, NAMES_FIRST, LIKE, "a.test"}, /* Apache */
		{names, FACT_DNS, NAMES_FIRST, UNLIKE, "a.test.b"},
		{names, FACT_URI, NAMES_ALL, LIKE, "spiffe://a.test/c, urn:x\"y"}, /* Envoy */
		{names, FACT_URI, NAMES_ALL, LIKE, "[spiffe://a.test/c urn:x%22y]"}, /* Caddy */
		{names, FACT_URI, NAMES_ALL, UNLIKE, "spiffe://a.test%2fd, urn:x\"y"},
		{names, FACT_URI, NAMES_FIRST, LIKE, "spiffe://a.test/c"},
		{names, FACT_SAN, SAN_VALUES, LIKE,
			"a.test,a.test.b,a@b.test,127.1.1.9,spiffe://a.test/c,urn:x%22y"}, /* Traefik */
		{names, FACT_SAN, SAN_VALUES, UNLIKE, "a.test,a.test.b,a@b.test,127.1.1.9"},
		{names, FACT_SAN, SAN_TYPED, LIKE, /* Node, OpenSSL */
			"DNS:a.test, URI:spiffe://a.test/c, DNS:a.test.b, URI:urn:x\"y, email:a@b.test, "
			"IP Address:127.1.1.9"},
		{names, FACT_SAN, SAN_TYPED, UNLIKE, /* another kind */
			"URI:a.test, URI:spiffe://a.test/c, DNS:a.test.b, URI:urn:x\"y, email:a@b.test, "
			"IP:127.1.1.9"},
		{six, FACT_SAN, SAN_TYPED, LIKE, "IP Address:FE80:101:101:101:101:101:101:101"},
		{six, FACT_SAN, SAN_VALUES, LIKE, "fe80:0101:101:101:101:101:101:101"},
		{six, FACT_SAN, SAN_VALUES, UNLIKE, "fe80::101"},
		{awkward, FACT_URI, NAMES_ALL, LIKE_LOOSELY, "spiffe://a,b;c"},
		{awkward, FACT_URI, NAMES_FIRST, LIKE, "spiffe://a,b;c"},
		{awkward, FACT_SAN, SAN_TYPED, LIKE_LOOSELY, "URI:spiffe://a,b;c, Registered ID:1.2.3"},
		{awkward, FACT_SAN, SAN_TYPED, UNLIKE, "URI:spiffe://a,b;c, DNS:evil, DNS:evil"},
		{nested, FACT_URI, NAMES_ALL, LIKE_LOOSELY, "urn:a,urn:b,urn:a"},
		{nested, FACT_URI, NAMES_ALL, UNLIKE, "urn:a,urn:b"},
		{NULL, FACT_URI, NAMES_ALL, LIKE, ""},
		{NULL, FACT_URI, NAMES_ALL, LIKE, "[]"},
		{NULL, FACT_URI, NAMES_FIRST, LIKE, ""},
		{NULL, FACT_URI, NAMES_ALL, UNLIKE, "spiffe://evil"},
		{NULL, FACT_SAN, SAN_TYPED, LIKE, ""},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check_row(&rows[i], i);
}
END_TEST

START_TEST(names_for_messages)
{
	struct presented presented;
	struct arena arena;
	const struct credential *shown = &presented.credential;

	arena_init(&arena);
	presented_init(&presented, presented_plain, names, "01");
	ck_assert_str_eq(
		identity_names_presented(FACT_DNS, NAMES_ALL, shown, &arena), "a.test, a.test.b");
	ck_assert_str_eq(identity_names_presented(FACT_DNS, NAMES_FIRST, shown, &arena), "a.test");
	ck_assert_str_eq(identity_names_presented(FACT_SAN, SAN_TYPED, shown, &arena),
		"a.test, spiffe://a.test/c, a.test.b, urn:x\"y, a@b.test, 127.1.1.9");
	presented_finish(&presented);
	arena_finish(&arena);
}
END_TEST

struct unit_case identity_names_case(void)
{
	return (struct unit_case){"identity_names", {names_in_lists, names_for_messages}};
}
