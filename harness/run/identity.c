#include "identity.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "arena.h"
#include "buf.h"
#include "credential.h"
#include "http.h"
#include "text.h"

enum { CERTIFICATE_MAX = 64 * 1024 };

static const char *copy_header(
	const char *name, const struct http_message *request, struct arena *arena)
{
	const char *value = name ? http_header(request, name) : NULL;

	return value ? text_clean_dup(arena, value, strlen(value)) : NULL;
}

void identity_record(struct identity_seen *out, const struct target_identity *headers,
	const struct http_message *request, struct arena *arena)
{
	out->verified = copy_header(headers->verified_header, request, arena);
	out->subject = copy_header(headers->subject_header, request, arena);
	out->certificate = copy_header(headers->certificate_header, request, arena);
	out->fingerprint = copy_header(headers->fingerprint_header, request, arena);
}

static int hex_value(char c)
{
	return isdigit((unsigned char)c) ? c - '0'
		: isxdigit((unsigned char)c) ? tolower(c) - 'a' + 10
									 : -1;
}

/* Percent-decodes and drops white space, so that line breaks make no difference. */
static void decode_certificate(struct buf *out, const char *text)
{
	for (const char *at = text; *at; at++) {
		char byte = *at;

		if (byte == '%' && hex_value(at[1]) >= 0 && hex_value(at[2]) >= 0) {
			byte = (char)(hex_value(at[1]) << 4 | hex_value(at[2]));
			at += 2;
		}
		if (!isspace((unsigned char)byte))
			buf_putc(out, byte);
	}
}

static bool same_certificate(const char *header, const char *pem)
{
	SCOPED_BUF told;
	SCOPED_BUF presented;

	buf_init(&told, CERTIFICATE_MAX);
	buf_init(&presented, CERTIFICATE_MAX);
	decode_certificate(&told, header);
	decode_certificate(&presented, pem);
	return told.len == presented.len && !told.overflowed &&
		memcmp(buf_text(&told), buf_text(&presented), told.len) == 0;
}

static bool is_empty(const char *value)
{
	return !value || !*value;
}

static const char *check_nobody(
	const struct target_identity *headers, const struct identity_seen *seen, struct arena *arena)
{
	if (!is_empty(seen->subject))
		return arena_printf(arena,
			"the backend was told the subject \"%s\" without any certificate", seen->subject);
	if (!is_empty(seen->certificate) || !is_empty(seen->fingerprint))
		return "the backend was told a certificate although none was presented";
	if (!is_empty(seen->verified) && headers->verified_value &&
		strcmp(seen->verified, headers->verified_value) == 0)
		return arena_printf(arena, "the backend was told \"%s: %s\" without any certificate",
			headers->verified_header, seen->verified);
	return NULL;
}

static bool differs(const char *header, const char *seen, const char *presented,
	int (*compare)(const char *, const char *))
{
	return header && (is_empty(seen) || compare(seen, presented) != 0);
}

static int compare_certificates(const char *told, const char *pem)
{
	return same_certificate(told, pem) ? 0 : 1;
}

static const char *check_presented(const struct target_identity *headers,
	const struct identity_seen *seen, const struct credential *credential, bool verifies,
	struct arena *arena)
{
	if (differs(headers->subject_header, seen->subject, credential->subject, strcmp))
		return arena_printf(arena, "the backend was told the subject \"%s\", presented was \"%s\"",
			seen->subject ? seen->subject : "", credential->subject);
	if (differs(headers->fingerprint_header, seen->fingerprint, credential->fingerprint_sha1,
			strcasecmp))
		return arena_printf(arena,
			"the backend was told the fingerprint \"%s\", presented was \"%s\"",
			seen->fingerprint ? seen->fingerprint : "", credential->fingerprint_sha1);
	if (differs(
			headers->certificate_header, seen->certificate, credential->pem, compare_certificates))
		return "the backend was told another certificate than the one presented";
	if (verifies && headers->verified_value &&
		differs(headers->verified_header, seen->verified, headers->verified_value, strcmp))
		return arena_printf(arena, "the backend was told \"%s: %s\" for a verified client",
			headers->verified_header, seen->verified ? seen->verified : "");
	return NULL;
}

const char *identity_check(enum identity_rule rule, const struct target_identity *headers,
	const struct observation *facts, const struct credential *credential, bool verifies,
	struct arena *arena)
{
	if (rule == IDENTITY_UNCHECKED || !facts->backend_saw)
		return NULL;
	if (rule == IDENTITY_NOBODY || !credential || facts->sent != SENT_AS_MEANT)
		return check_nobody(headers, &facts->identity, arena);
	return check_presented(headers, &facts->identity, credential, verifies, arena);
}
