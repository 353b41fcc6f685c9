#include "fields.h"

#include <stdbool.h>
#include <string.h>
#include <openssl/asn1.h>
#include <openssl/objects.h>

#include "buf.h"
#include "unit.h"

enum { VERSION_TAG = 0xa0 };
enum { FIELDS_MAX = 32, NAME_MAX_LEN = 64 };

struct cut {
	char name[NAME_MAX_LEN];
	const unsigned char *data;
	size_t len;
};

struct cuts {
	struct cut items[FIELDS_MAX];
	size_t count;
	unsigned char *der;
};

/* One element off the front of [*at, end): its header and contents. */
struct element {
	const unsigned char *start;
	const unsigned char *contents;
	const unsigned char *end;
	int tag;
	int class;
};

static struct element take(const unsigned char **at, const unsigned char *end)
{
	struct element element = {.start = *at, .contents = *at};
	long len;
	int form =
		ASN1_get_object(&element.contents, &len, &element.tag, &element.class, end - element.start);

	ck_assert_int_eq(form & 0x81, 0);
	element.end = element.contents + len;
	ck_assert(element.end <= end);
	*at = element.end;
	return element;
}

static void keep(struct cuts *cuts, const char *name, struct element element)
{
	struct cut *cut = &cuts->items[cuts->count++];

	ck_assert_uint_lt(cuts->count, FIELDS_MAX);
	snprintf(cut->name, sizeof(cut->name), "%s", name);
	cut->data = element.start;
	cut->len = (size_t)(element.end - element.start);
}

static const struct cut *find(const struct cuts *cuts, const char *name)
{
	for (size_t i = 0; i < cuts->count; i++) {
		if (strcmp(cuts->items[i].name, name) == 0)
			return &cuts->items[i];
	}
	return NULL;
}

static void cut_extensions(struct cuts *cuts, struct element wrapper)
{
	const unsigned char *at = wrapper.contents;
	struct element list = take(&at, wrapper.end);

	ck_assert_ptr_eq(at, wrapper.end);
	for (at = list.contents; at < list.end;) {
		struct element extension = take(&at, list.end);
		const unsigned char *inner = extension.contents;
		struct element oid = take(&inner, extension.end);
		const unsigned char *oid_at = oid.start;
		ASN1_OBJECT *object = d2i_ASN1_OBJECT(NULL, &oid_at, oid.end - oid.start);
		int nid = OBJ_obj2nid(object);
		char name[NAME_MAX_LEN];

		if (nid == NID_undef)
			OBJ_obj2txt(name, sizeof(name), object, 1);
		else
			snprintf(name, sizeof(name), "%s", OBJ_nid2sn(nid));
		ASN1_OBJECT_free(object);
		if (find(cuts, name))
			snprintf(name + strlen(name), sizeof(name) - strlen(name), "-again");
		keep(cuts, name, extension);
	}
}

static void cut_two(struct cuts *cuts, struct element pair, const char *first, const char *second)
{
	const unsigned char *at = pair.contents;

	keep(cuts, first, take(&at, pair.end));
	keep(cuts, second, take(&at, pair.end));
	ck_assert_ptr_eq(at, pair.end);
}

static void cut_tbs(struct cuts *cuts, struct element tbs)
{
	const unsigned char *at = tbs.contents;

	/* of version 1 neither that nor extensions stand there */
	if (*at == VERSION_TAG)
		keep(cuts, "version", take(&at, tbs.end));
	keep(cuts, "serialNumber", take(&at, tbs.end));
	keep(cuts, "signature", take(&at, tbs.end));
	keep(cuts, "issuer", take(&at, tbs.end));
	cut_two(cuts, take(&at, tbs.end), "notBefore", "notAfter");
	keep(cuts, "subject", take(&at, tbs.end));
	cut_two(cuts, take(&at, tbs.end), "algorithm", "publicKey");
	if (at < tbs.end)
		cut_extensions(cuts, take(&at, tbs.end));
	ck_assert_ptr_eq(at, tbs.end);
}

static void cut_up(struct cuts *cuts, X509 *cert)
{
	const unsigned char *at;
	struct element whole;
	int len;

	memset(cuts, 0, sizeof(*cuts));
	len = i2d_X509(cert, &cuts->der);
	ck_assert_int_gt(len, 0);
	at = cuts->der;
	whole = take(&at, cuts->der + len);
	ck_assert_ptr_eq(at, cuts->der + len);
	at = whole.contents;
	cut_tbs(cuts, take(&at, whole.end));
	keep(cuts, "signatureAlgorithm", take(&at, whole.end));
	keep(cuts, "signatureValue", take(&at, whole.end));
	ck_assert_ptr_eq(at, whole.end);
}

static bool never_shared(const char *name)
{
	static const char *const names[] = {"serialNumber", "publicKey", "signatureValue",
		"subjectKeyIdentifier", "authorityKeyIdentifier"};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

static void compare(
	struct buf *out, const struct cuts *one, const struct cuts *other, bool identity)
{
	size_t place = 0;
	bool shuffled = false;

	for (size_t i = 0; i < one->count; i++) {
		const struct cut *cut = &one->items[i];
		const struct cut *match = find(other, cut->name);

		if (!match ||
			((identity || !never_shared(cut->name)) &&
				(match->len != cut->len || memcmp(match->data, cut->data, cut->len))))
			buf_printf(out, "%s ", cut->name);
		if (match && (size_t)(match - other->items) < place)
			shuffled = true;
		if (match)
			place = (size_t)(match - other->items);
	}
	for (size_t i = 0; i < other->count; i++) {
		if (!find(one, other->items[i].name))
			buf_printf(out, "%s ", other->items[i].name);
	}
	if (shuffled)
		buf_puts(out, "order ");
}

const char *fields_that_differ(struct arena *arena, X509 *one, X509 *other, bool identity)
{
	struct cuts a;
	struct cuts b;
	SCOPED_BUF out;

	buf_init(&out, 4096);
	cut_up(&a, one);
	cut_up(&b, other);
	compare(&out, &a, &b, identity);
	OPENSSL_free(a.der);
	OPENSSL_free(b.der);
	return arena_strdup(arena, buf_text(&out));
}
