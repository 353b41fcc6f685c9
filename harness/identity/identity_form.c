#include "identity_form.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "arena.h"
#include "buf.h"
#include "credential.h"
#include "identity_text.h"

enum { DN_MAX = 8192, RDN_MAX = 32, CERTIFICATE_MAX = 64 * 1024 };

/* A distinguished name as a list of "type=value", unescaped. */
struct dn {
	const char *rdns[RDN_MAX];
	size_t count;
	bool too_long;
};

static int hex_pair(const char *at)
{
	static const char digits[] = "0123456789abcdef";
	const char *high = *at ? strchr(digits, tolower((unsigned char)at[0])) : NULL;
	const char *low = high && at[1] ? strchr(digits, tolower((unsigned char)at[1])) : NULL;

	return low ? (int)((high - digits) << 4 | (low - digits)) : -1;
}

/* What a backslash introduces, RFC 4514 2.4: a byte in hex, or itself. Returns its last
 * character. */
static const char *take_escape(struct buf *out, const char *at)
{
	int byte = hex_pair(at + 1);

	if (byte > 0) {
		buf_putc(out, (char)byte);
		return at + 2;
	}
	if (at[1])
		buf_putc(out, *++at);
	return at;
}

struct dn_reader {
	struct dn *out;
	struct arena *arena;
	struct buf rdn;
	size_t kept; /* of rdn, without blanks that nothing follows */
	bool leading; /* blanks are still passed over */
	bool in_type;
	bool quoted;
};

static void begin_rdn(struct dn_reader *reader)
{
	buf_clear(&reader->rdn);
	reader->kept = 0;
	reader->leading = reader->in_type = true;
}

static void end_rdn(struct dn_reader *reader)
{
	struct dn *out = reader->out;

	if (out->count == RDN_MAX || reader->rdn.overflowed)
		out->too_long = true;
	else
		out->rdns[out->count++] =
			arena_strndup(reader->arena, buf_text(&reader->rdn), reader->kept);
}

static void put_plain(struct dn_reader *reader, char c)
{
	bool blank = c == ' ' && !reader->quoted;

	if (blank && reader->leading)
		return;
	buf_putc(&reader->rdn, c);
	reader->leading = false;
	if (!blank)
		reader->kept = reader->rdn.len;
}

static void end_type(struct dn_reader *reader)
{
	reader->rdn.len = reader->kept;
	put_plain(reader, '=');
	reader->in_type = false;
	reader->leading = true;
}

/* RFC 4514 section 3, with the quotes of RFC 2253 section 4 and blanks around ',' and '='. */
static void parse_dn(struct dn *out, const char *text, struct arena *arena)
{
	struct dn_reader reader = {.out = out, .arena = arena};

	memset(out, 0, sizeof(*out));
	buf_init(&reader.rdn, DN_MAX);
	begin_rdn(&reader);
	for (const char *at = text; *at; at++) {
		if (*at == '"') {
			reader.quoted = !reader.quoted;
		} else if (*at == ',' && !reader.quoted) {
			end_rdn(&reader);
			begin_rdn(&reader);
		} else if (*at == '=' && reader.in_type) {
			end_type(&reader);
		} else if (*at == '\\') {
			at = take_escape(&reader.rdn, at);
			reader.kept = reader.rdn.len;
			reader.leading = false;
		} else {
			put_plain(&reader, *at);
		}
	}
	end_rdn(&reader);
	buf_finish(&reader.rdn);
}

static bool same_dn(const struct dn *told, const struct dn *presented, bool reversed)
{
	if (told->count != presented->count || told->too_long || presented->too_long)
		return false;
	for (size_t i = 0; i < told->count; i++) {
		if (strcmp(told->rdns[i], presented->rdns[reversed ? told->count - 1 - i : i]) != 0)
			return false;
	}
	return true;
}

static const char *slash_form(const struct dn *dn, struct arena *arena)
{
	const char *text = "";

	for (size_t i = dn->count; i > 0; i--)
		text = arena_printf(arena, "%s/%s", text, dn->rdns[i - 1]);
	return text;
}

static const char *common_name(const struct dn *dn)
{
	for (size_t i = 0; i < dn->count; i++) {
		if (strncasecmp(dn->rdns[i], "CN=", 3) == 0)
			return dn->rdns[i] + 3;
	}
	return "";
}

static bool subject_matches(int form, const char *told, const char *subject, struct arena *arena)
{
	struct dn presented;
	struct dn seen;

	parse_dn(&presented, subject, arena);
	if (form == SUBJECT_SLASH)
		return strcmp(told, slash_form(&presented, arena)) == 0;
	if (form == SUBJECT_CN)
		return strcmp(told, common_name(&presented)) == 0;
	parse_dn(&seen, told, arena);
	return same_dn(&seen, &presented, form == SUBJECT_ONELINE);
}

/* What stands around each certificate, once blanks are gone, and between two of them. */
static const struct {
	const char *before;
	const char *after;
	const char *between;
} frames[CERTIFICATE_FORM_COUNT] = {
	[CERTIFICATE_PEM_URL] = {"-----BEGINCERTIFICATE-----", "-----ENDCERTIFICATE-----", ""},
	[CERTIFICATE_PEM_SPACES] = {"-----BEGINCERTIFICATE-----", "-----ENDCERTIFICATE-----", ""},
	[CERTIFICATE_PEM_TRUSTED] = {"-----BEGINTRUSTEDCERTIFICATE-----",
		"-----ENDTRUSTEDCERTIFICATE-----", ""},
	[CERTIFICATE_BASE64_DER] = {"", "", ","},
	[CERTIFICATE_RFC9440] = {":", ":", ","},
};

/* The leaf alone, or followed by as many of the certificates sent with it as one likes, in
 * order. */
static bool certificate_matches(
	int form, const char *told, const struct credential *credential, struct arena *arena)
{
	const char *text =
		form == CERTIFICATE_PEM_URL ? identity_text_decode(arena, told, false) : told;
	SCOPED_BUF seen;
	SCOPED_BUF right;

	buf_init(&seen, CERTIFICATE_MAX);
	buf_init(&right, CERTIFICATE_MAX);
	for (const char *at = text; *at; at++) {
		if (!isspace((unsigned char)*at))
			buf_putc(&seen, *at);
	}
	for (size_t i = 0; i < credential->chain_len; i++) {
		buf_puts(&right, i ? frames[form].between : "");
		buf_puts(&right, frames[form].before);
		buf_puts(
			&right, identity_text_base64(arena, credential->der[i].data, credential->der[i].len));
		buf_puts(&right, frames[form].after);
		if (!seen.overflowed && strcmp(buf_text(&seen), buf_text(&right)) == 0)
			return true;
	}
	return false;
}

static const char *fingerprint_of(int form, const struct credential *credential)
{
	return form == FINGERPRINT_SHA256_HEX ? credential->fingerprint_sha256
										  : credential->fingerprint_sha1;
}

/* Any case, with or without colons. */
static bool fingerprint_matches(const char *told, const char *presented)
{
	for (; *told; told++) {
		if (*told == ':')
			continue;
		if (tolower((unsigned char)*told) != *presented)
			return false;
		presented++;
	}
	return !*presented;
}

bool identity_form_matches(enum identity_fact fact, const struct identity_source *source,
	const char *told, const struct credential *credential, struct arena *arena)
{
	switch (fact) {
	case FACT_SUBJECT:
		return subject_matches(source->form, told, credential->subject, arena);
	case FACT_CERTIFICATE:
		return certificate_matches(source->form, told, credential, arena);
	case FACT_FINGERPRINT:
		return fingerprint_matches(told, fingerprint_of(source->form, credential));
	default:
		return strcmp(told, source->value) == 0;
	}
}

const char *identity_form_presented(enum identity_fact fact, const struct identity_source *source,
	const struct credential *credential, struct arena *arena)
{
	struct dn dn;

	switch (fact) {
	case FACT_SUBJECT:
		parse_dn(&dn, credential->subject, arena);
		return source->form == SUBJECT_SLASH ? slash_form(&dn, arena)
			: source->form == SUBJECT_CN     ? common_name(&dn)
											 : credential->subject;
	case FACT_FINGERPRINT:
		return fingerprint_of(source->form, credential);
	case FACT_VERIFIED:
		return source->value;
	default:
		return NULL;
	}
}
