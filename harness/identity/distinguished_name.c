#include "distinguished_name.h"

#include <string.h>
#include <strings.h>

#include <openssl/x509.h>

#include "arena.h"
#include "scoped.h"

SCOPED_TYPE(BIO, BIO *, BIO_free_all)

enum { OID_MAX = 128 };

/* What products call a type beside OpenSSL's two names and its OID. */
static const struct {
	int nid;
	const char *word;
} more_words[] = {
	{NID_pkcs9_emailAddress, "E"},
	{NID_pkcs9_emailAddress, "EMAIL"},
	{NID_stateOrProvinceName, "S"},
	{NID_stateOrProvinceName, "SP"},
	{NID_givenName, "G"},
	{NID_title, "T"},
	{NID_dnQualifier, "DNQ"},
	{NID_generationQualifier, "GENERATION"},
};

static const char **read_types(const ASN1_OBJECT *object, struct arena *arena)
{
	const char **types = NULL;
	size_t count = 0;
	int nid = OBJ_obj2nid(object);
	char oid[OID_MAX];

	if (nid != NID_undef) {
		*ARENA_PUSH(arena, types, count) = OBJ_nid2sn(nid);
		*ARENA_PUSH(arena, types, count) = OBJ_nid2ln(nid);
	}
	for (size_t i = 0; i < COUNT_OF(more_words); i++) {
		if (more_words[i].nid == nid)
			*ARENA_PUSH(arena, types, count) = more_words[i].word;
	}
	OBJ_obj2txt(oid, sizeof(oid), object, 1);
	*ARENA_PUSH(arena, types, count) = arena_strdup(arena, oid);
	*ARENA_PUSH(arena, types, count) = arena_printf(arena, "OID.%s", oid);
	*ARENA_PUSH(arena, types, count) = NULL;
	return types;
}

/* Where no character is beyond U+00FF, and not all are ASCII. */
static struct dn_value to_latin1(struct dn_value utf8, struct arena *arena)
{
	uint8_t *data = arena_alloc(arena, utf8.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < utf8.len; i++) {
		uint8_t byte = utf8.data[i];

		if (byte >= 0x80) {
			if ((byte != 0xc2 && byte != 0xc3) || ++i == utf8.len)
				return (struct dn_value){NULL, 0};
			byte = (uint8_t)(byte << 6 | (utf8.data[i] & 0x3f));
		}
		data[len++] = byte;
	}
	return len == utf8.len ? (struct dn_value){NULL, 0} : (struct dn_value){data, len};
}

static void read_attribute(
	struct dn_attribute *out, const X509_NAME_ENTRY *entry, struct arena *arena)
{
	const ASN1_STRING *string = X509_NAME_ENTRY_get_data(entry);
	const uint8_t *data = ASN1_STRING_get0_data(string);
	size_t len = (size_t)ASN1_STRING_length(string);
	unsigned char *utf8 = NULL;
	int utf8_len = ASN1_STRING_to_UTF8(&utf8, string);

	out->types = read_types(X509_NAME_ENTRY_get_object(entry), arena);
	out->bytes = (struct dn_value){arena_memdup(arena, data, len), len};
	out->utf8 = out->bytes;
	if (utf8_len >= 0)
		out->utf8 =
			(struct dn_value){arena_memdup(arena, utf8, (size_t)utf8_len), (size_t)utf8_len};
	OPENSSL_free(utf8);
	out->latin1 = to_latin1(out->utf8, arena);
}

void dn_read(struct dn *out, const struct X509_name_st *name, struct arena *arena)
{
	int count = name ? X509_NAME_entry_count(name) : 0;
	int last_set = -1;

	memset(out, 0, sizeof(*out));
	for (int i = 0; i < count; i++) {
		const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
		struct dn_attribute *attribute = ARENA_PUSH(arena, out->items, out->count);

		read_attribute(attribute, entry, arena);
		if (X509_NAME_ENTRY_set(entry) != last_set)
			out->rdn_count++;
		last_set = X509_NAME_ENTRY_set(entry);
		attribute->rdn = out->rdn_count - 1;
	}
}

const struct dn_attribute *dn_common_name(const struct dn *dn)
{
	for (size_t i = dn->count; i > 0; i--) {
		if (strcmp(dn->items[i - 1].types[0], SN_commonName) == 0)
			return &dn->items[i - 1];
	}
	return NULL;
}

const char *dn_text(const struct X509_name_st *name, struct arena *arena)
{
	SCOPED(BIO) text = BIO_new(BIO_s_mem());
	char *data = NULL;
	long len;

	if (!text || X509_NAME_print_ex(text, name, 0, XN_FLAG_RFC2253) < 0)
		return "";
	len = BIO_get_mem_data(text, &data);
	return arena_strndup(arena, len > 0 ? data : "", len > 0 ? (size_t)len : 0);
}

const char *dn_slash_text(const struct dn *dn, struct arena *arena)
{
	const char *text = "";

	for (size_t i = 0; i < dn->count; i++) {
		const struct dn_attribute *item = &dn->items[i];

		text = arena_printf(arena, "%s/%s=%.*s", text, item->types[0], (int)item->utf8.len,
			(const char *)item->utf8.data);
	}
	return text;
}
