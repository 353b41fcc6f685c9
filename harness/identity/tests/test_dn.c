/*
 * Distinguished names as products write them. Rows that name a product hold what it wrote of that
 * very subject: nginx 1.22, HAProxy 2.6, Apache 2.4, Squid 5.7, Caddy 2.6 and Go 1.26, Envoy 1.40,
 * Traefik 3.7, Node 18, lighttpd 1.4; PostgreSQL and Java by their documentation.
 */
#include "test_main.h"

#include <openssl/x509.h>

#include "arena.h"
#include "buf.h"
#include "dn_match.h"
#include "presented.h"

struct row {
	const char *who;
	int form;
	enum likeness likeness;
	const char *told;
};

static void check_rows(const struct attribute *subject, const struct row *rows, size_t count)
{
	struct presented presented;
	struct arena arena;
	struct dn dn;

	arena_init(&arena);
	presented_init(&presented, subject, NULL, "01");
	dn_read(&dn, X509_get_subject_name(presented.credential.chain[0]), &arena);
	for (size_t i = 0; i < count; i++) {
		enum likeness likeness =
			dn_match(&dn, rows[i].told, (enum subject_form)rows[i].form, &arena);

		ck_assert_msg(likeness == rows[i].likeness, "row %zu, %s: %d for %s", i, rows[i].who,
			likeness, rows[i].told);
	}
	presented_finish(&presented);
	arena_finish(&arena);
}

START_TEST(dn_of_products)
{
	static const struct row rows[] = {
		{"nginx, HAProxy, Envoy", SUBJECT_RFC2253, LIKE,
			"emailAddress=a@b.test,CN=\\C3\\BC\\, \\+ \\\" \\\\ /CN=x\\; "
			"#\\C3\\A9,serialNumber=S=1,"
			"O=M\\C3\\BCller\\; S\\C3\\B6hne \\+ Co\\, \\\"KG\\\" / \\\\ \\<x\\>=#,C=DE,DC=test"},
		{"Apache", SUBJECT_RFC2253, LIKE,
			"emailAddress=a@b.test,CN=\xc3\xbc\\, \\+ \\\" \\\\ /CN=x\\; "
			"#\xc3\xa9,serialNumber=S=1,"
			"O=M\xc3\xbcller\\; S\xc3\xb6hne \\+ Co\\, \\\"KG\\\" / \\\\ \\<x\\>=#,C=DE,DC=test"},
		{"Go, Caddy", SUBJECT_ANY_ORDER, LIKE,
			"SERIALNUMBER=S=1,CN=\xc3\xbc\\, \\+ \\\" \\\\ /CN=x\\; #\xc3\xa9,"
			"O=M\xc3\xbcller\\; S\xc3\xb6hne \\+ Co\\, \\\"KG\\\" / \\\\ \\<x\\>=#,C=DE,"
			"1.2.840.113549.1.9.1=#0c086140622e74657374,"
			"0.9.2342.19200300.100.1.25=#130474657374"},
		{"Traefik", SUBJECT_INFO, LIKE_LOOSELY,
			"DC=test,C=DE,O=M\xc3\xbcller; S\xc3\xb6hne + Co, \"KG\" / \\ <x>=#,SN=S=1,"
			"CN=\xc3\xbc, + \" \\ /CN=x; #\xc3\xa9"},
		{"Node", SUBJECT_RFC2253, LIKE_LOOSELY,
			"emailAddress=a@b.test,CN=\\xfc\\, \\+ \\\" \\\\ /CN=x\\; #\\xe9,serialNumber=S=1,"
			"O=M\\xfcller\\; S\\xf6hne \\+ Co\\, \\\"KG\\\" / \\\\ \\<x\\>=#,C=DE,DC=test"},
		{"Squid, nginx's legacy", SUBJECT_SLASH, LIKE,
			"/DC=test/C=DE/O=M\\xC3\\xBCller; S\\xC3\\xB6hne \\+ Co, \"KG\" \\/ \\ <x>=#"
			"/serialNumber=S=1/CN=\\xC3\\xBC, \\+ \" \\ \\/CN=x; "
			"#\\xC3\\xA9/emailAddress=a@b.test"},
		{"HAProxy", SUBJECT_SLASH, LIKE_LOOSELY,
			"/DC=test/C=DE/O=M\xc3\xbcller; S\xc3\xb6hne + Co, \"KG\" / \\ <x>=#"
			"/serialNumber=S=1/CN=\xc3\xbc, + \" \\ /CN=x; #\xc3\xa9/emailAddress=a@b.test"},
		{"lighttpd, HAProxy", SUBJECT_CN, LIKE, "\xc3\xbc, + \" \\ /CN=x; #\xc3\xa9"},
		{"openssl -nameopt oneline", SUBJECT_ONELINE, LIKE,
			"DC = test, C = DE, O = \"M\\C3\\BCller; S\\C3\\B6hne + Co, \\\"KG\\\" / \\\\ <x>=#\", "
			"serialNumber = S=1, CN = \"\\C3\\BC, + \\\" \\\\ /CN=x; #\\C3\\A9\", "
			"emailAddress = a@b.test"},
		{"Java, RFC 1779", SUBJECT_RFC2253, LIKE,
			"OID.1.2.840.113549.1.9.1=a@b.test, CN=\"\xc3\xbc, + \\\" \\\\ /CN=x; #\xc3\xa9\", "
			"OID.2.5.4.5=S=1, O=\"M\xc3\xbcller; S\xc3\xb6hne + Co, \\\"KG\\\" / \\\\ <x>=#\", "
			"C=DE, OID.0.9.2342.19200300.100.1.25=test"},
		{"Java, RFC 2253", SUBJECT_RFC2253, LIKE,
			"1.2.840.113549.1.9.1=#16086140622e74657374,CN=\xc3\xbc\\, \\+ \\\" \\\\ /CN=x\\; "
			"#\xc3\xa9,"
			"2.5.4.5=#1303533d31,O=M\xc3\xbcller\\; S\xc3\xb6hne \\+ Co\\, \\\"KG\\\" / \\\\ "
			"\\<x\\>=#,C=DE,DC=test"},
		{"nobody escapes", SUBJECT_RFC2253, LIKE_LOOSELY,
			"E=a@b.test, CN=\xc3\xbc, + \" \\ /CN=x; #\xc3\xa9, 2.5.4.5=S=1,"
			"O=M\xc3\xbcller; S\xc3\xb6hne + Co, \"KG\" / \\ <x>=#,C=DE,DC=test"},
		{"another order", SUBJECT_ONELINE, UNLIKE,
			"emailAddress=a@b.test,CN=\\C3\\BC\\, \\+ \\\" \\\\ /CN=x\\; "
			"#\\C3\\A9,serialNumber=S=1,"
			"O=M\\C3\\BCller\\; S\\C3\\B6hne \\+ Co\\, \\\"KG\\\" / \\\\ \\<x\\>=#,C=DE,DC=test"},
		{"one is missing", SUBJECT_ANY_ORDER, UNLIKE,
			"SERIALNUMBER=S=1,CN=\xc3\xbc\\, \\+ \\\" \\\\ /CN=x\\; #\xc3\xa9,C=DE,DC=test,"
			"E=a@b.test"},
	};

	check_rows(presented_odd, rows, COUNT_OF(rows));
}
END_TEST

START_TEST(dn_usual)
{
	static const struct row rows[] = {
		{"RFC 4514", SUBJECT_RFC2253, LIKE, "CN=client.test,O=m"},
		{"blanks", SUBJECT_RFC2253, LIKE, " CN = client.test , O = m "},
		{"types in any case", SUBJECT_RFC2253, LIKE, "cn=client.test,2.5.4.10=m"},
		{"long types", SUBJECT_RFC2253, LIKE, "commonName=client.test;OID.2.5.4.10=\"m\""},
		{"needless escapes", SUBJECT_RFC2253, LIKE, "CN=client\\.test,O=\\6d"},
		{"in hex", SUBJECT_RFC2253, LIKE, "CN=#0C0B636C69656E742E74657374,O=#13016d"},
		{"hex of another", SUBJECT_RFC2253, UNLIKE, "CN=#0C0B636C69656E742E74657375,O=m"},
		{"half a hex", SUBJECT_RFC2253, UNLIKE, "CN=#0C0B63,O=m"},
		{"hex and more", SUBJECT_RFC2253, UNLIKE, "CN=#0C0B636C69656E742E7465737400,O=m"},
		{"no hex", SUBJECT_RFC2253, UNLIKE, "CN=#,O=m"},
		{"hex without end", SUBJECT_RFC2253, UNLIKE, "CN=#0C80636C69656E742E74657374,O=m"},
		{"reversed", SUBJECT_RFC2253, UNLIKE, "O=m,CN=client.test"},
		{"in order", SUBJECT_ONELINE, LIKE, "O = m, CN = client.test"},
		{"any order", SUBJECT_ANY_ORDER, LIKE, "O=m,CN=client.test"},
		{"any other", SUBJECT_ANY_ORDER, LIKE, "CN=client.test,O=m"},
		{"some", SUBJECT_INFO, LIKE, "CN=client.test"},
		{"none of some", SUBJECT_INFO, UNLIKE, ""},
		{"another of some", SUBJECT_INFO, UNLIKE, "O=m,CN=admin"},
		{"slashes", SUBJECT_SLASH, LIKE, "/O=m/CN=client.test"},
		{"slashes reversed", SUBJECT_SLASH, UNLIKE, "/CN=client.test/O=m"},
		{"no slash", SUBJECT_SLASH, UNLIKE, "O=m/CN=client.test"},
		{"one more", SUBJECT_SLASH, UNLIKE, "/O=m/CN=client.test/CN=admin"},
		{"one more", SUBJECT_RFC2253, UNLIKE, "CN=client.test,O=m,CN=admin"},
		{"one more", SUBJECT_RFC2253, UNLIKE, "CN=client.test,O=m,"},
		{"one less", SUBJECT_RFC2253, UNLIKE, "CN=client.test"},
		{"the beginning", SUBJECT_RFC2253, UNLIKE, "CN=client,O=m"},
		{"and more", SUBJECT_RFC2253, UNLIKE, "CN=client.test.evil,O=m"},
		{"another case", SUBJECT_RFC2253, UNLIKE, "CN=Client.test,O=m"},
		{"another type", SUBJECT_RFC2253, UNLIKE, "OU=client.test,O=m"},
		{"a set", SUBJECT_RFC2253, UNLIKE, "CN=client.test+O=m"},
		{"nothing", SUBJECT_RFC2253, UNLIKE, ""},
		{"a backslash", SUBJECT_RFC2253, UNLIKE, "\\"},
		{"a quote", SUBJECT_RFC2253, UNLIKE, "CN=\"client.test,O=m"},
		{"no value", SUBJECT_RFC2253, UNLIKE, "CN,O=m"},
		{"the name", SUBJECT_CN, LIKE, "client.test"},
		{"with its type", SUBJECT_CN, UNLIKE, "CN=client.test"},
		{"twice", SUBJECT_CN, UNLIKE, "client.test, client.test"},
		{"no name", SUBJECT_CN, UNLIKE, ""},
	};

	check_rows(presented_plain, rows, COUNT_OF(rows));
}
END_TEST

/* RFC 4514 2.2: in any order within. */
START_TEST(dn_sets)
{
	static const struct row rows[] = {
		{"OpenSSL", SUBJECT_RFC2253, LIKE, "L=z,OU=a+OU=b+CN=a,O=m"},
		{"another order within", SUBJECT_RFC2253, LIKE, "L=z,CN=a+OU=a+OU=b,O=m"},
		{"openssl -nameopt oneline", SUBJECT_ONELINE, LIKE,
			"O = m, CN = a + OU = b + OU = a, L = z"},
		{"no set", SUBJECT_RFC2253, UNLIKE, "L=z,OU=a,OU=b,CN=a,O=m"},
		{"another set", SUBJECT_RFC2253, UNLIKE, "L=z,OU=a+OU=b,CN=a+O=m"},
		{"less", SUBJECT_RFC2253, UNLIKE, "L=z,OU=a+CN=a,O=m"},
		{"one twice", SUBJECT_RFC2253, UNLIKE, "L=z,OU=a+OU=a+CN=a,O=m"},
		{"Go", SUBJECT_ANY_ORDER, LIKE, "CN=a,OU=b+OU=a,O=m,L=z"},
		{"OpenSSL 3", SUBJECT_SLASH, LIKE, "/O=m/CN=a+OU=b+OU=a/L=z"},
		{"HAProxy", SUBJECT_SLASH, LIKE, "/O=m/CN=a/OU=b/OU=a/L=z"},
		{"a plus between names", SUBJECT_SLASH, UNLIKE, "/O=m+CN=a/OU=b/OU=a/L=z"},
		{"not all of a type", SUBJECT_INFO, UNLIKE, "O=m,OU=a"},
		{"all of a type", SUBJECT_INFO, LIKE, "O=m,OU=a,OU=b"},
	};

	check_rows(presented_set, rows, COUNT_OF(rows));
}
END_TEST

START_TEST(dn_edges)
{
	static const struct row rows[] = {
		{"OpenSSL", SUBJECT_RFC2253, LIKE, "CN=\\ a  b\\ ,O=\\#1"},
		{"in hex", SUBJECT_RFC2253, LIKE, "CN=\\20a  b\\20,O=\\231"},
		{"quoted", SUBJECT_RFC2253, LIKE, "CN=\" a  b \",O=\"#1\""},
		{"blanks of nobody", SUBJECT_RFC2253, UNLIKE, "CN=a  b,O=\\#1"},
		{"as they are", SUBJECT_RFC2253, LIKE_LOOSELY, "CN= a  b ,O=#1"},
		{"slashes", SUBJECT_SLASH, LIKE, "/O=#1/CN= a  b "},
		{"the name", SUBJECT_CN, LIKE, " a  b "},
		{"the name, cut", SUBJECT_CN, UNLIKE, "a  b"},
	};

	check_rows(presented_edges, rows, COUNT_OF(rows));
}
END_TEST

/* Without escapes the one that explains more is meant; and one backslash alone is none. */
START_TEST(dn_raw)
{
	static const struct attribute subject[] = {
		{"O", "a", 0}, {"O", "a,O=b", 0}, {"L", "c\\ d", 0}, {0}};
	static const struct row rows[] = {
		{"Traefik", SUBJECT_INFO, LIKE_LOOSELY, "O=a,O=b,O=a,L=c\\ d"},
		{"unescaped", SUBJECT_ONELINE, LIKE_LOOSELY, "O=a,O=a\\,O=b,L=c\\ d"},
		{"escaped", SUBJECT_ONELINE, LIKE, "O=a,O=a\\,O=b,L=c\\\\ d"},
	};

	check_rows(subject, rows, COUNT_OF(rows));
}
END_TEST

START_TEST(dn_of_several_common_names)
{
	static const struct row rows[] = {
		{"the last", SUBJECT_CN, LIKE, "two"},
		{"another", SUBJECT_CN, LIKE_LOOSELY, "one"},
		{"none", SUBJECT_CN, UNLIKE, "one, two"},
		{"HAProxy", SUBJECT_SLASH, LIKE, "/CN=one/CN=two"},
	};

	check_rows(presented_twice, rows, COUNT_OF(rows));
}
END_TEST

/* RFC 5280 4.1.2.6: then the names say who it is. */
START_TEST(dn_empty)
{
	static const struct row rows[] = {
		{"nothing", SUBJECT_RFC2253, LIKE, ""},
		{"somebody", SUBJECT_RFC2253, UNLIKE, "CN=admin"},
		{"a slash", SUBJECT_SLASH, UNLIKE, "/"},
		{"nothing", SUBJECT_ANY_ORDER, LIKE, ""},
		{"nothing", SUBJECT_INFO, LIKE, ""},
		{"nothing", SUBJECT_CN, LIKE, ""},
		{"somebody", SUBJECT_CN, UNLIKE, "admin"},
	};

	check_rows(presented_empty, rows, COUNT_OF(rows));
}
END_TEST

START_TEST(dn_long)
{
	enum { LONG = 200 };
	struct attribute subject[LONG + 1] = {{0}};
	struct row rows[] = {{"all", SUBJECT_RFC2253, LIKE, NULL},
		{"all but one", SUBJECT_RFC2253, UNLIKE, NULL}, {"Go", SUBJECT_ANY_ORDER, LIKE, NULL}};
	struct arena arena;
	struct buf text;

	arena_init(&arena);
	buf_init(&text, 64 * 1024);
	for (int i = 0; i < LONG; i++) {
		subject[i] = (struct attribute){"OU", arena_printf(&arena, "unit %d", i), 0};
		buf_printf(&text, "%sOU=unit %d", i ? "," : "", LONG - 1 - i);
	}
	rows[0].told = rows[2].told = buf_text(&text);
	rows[1].told = strchr(buf_text(&text), ',') + 1;
	check_rows(subject, rows, COUNT_OF(rows));
	buf_finish(&text);
	arena_finish(&arena);
}
END_TEST

struct unit_case dn_case(void)
{
	return (struct unit_case){"dn",
		{dn_of_products, dn_usual, dn_sets, dn_edges, dn_raw, dn_of_several_common_names, dn_empty,
			dn_long}};
}
