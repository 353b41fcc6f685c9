#include "judge_hello.h"

#include <string.h>
#include <strings.h>

#include "arena.h"
#include "buf.h"
#include "judge_schemes.h"
#include "observation.h"
#include "scoped.h"

enum { LIST_MAX = 4096 };

static const char *list_text(const char *const *names, size_t count, struct arena *arena)
{
	SCOPED_BUF text;

	buf_init(&text, LIST_MAX);
	buf_put_list(&text, names, count);
	return arena_strndup(arena, buf_text(&text), text.len);
}

/* RFC 6066 section 3: without a dot at its end; letter case does not count (RFC 4343). */
static size_t name_len(const char *name)
{
	size_t len = strlen(name);

	return len && name[len - 1] == '.' ? len - 1 : len;
}

static bool is_name(const char *sent, const char *name)
{
	return strlen(sent) == name_len(name) && strncasecmp(sent, name, name_len(name)) == 0;
}

static const char *judge_name(const struct observation *facts, const struct hello_rule *rule,
	const char *told, struct arena *arena)
{
	const char *wanted = rule->sni == SNI_TOLD ? told : rule->name;
	const char *sent = facts->server_name;

	if (rule->sni == SNI_UNCHECKED || (!sent && rule->sni == SNI_NONE))
		return NULL;
	if (rule->sni == SNI_NONE)
		return arena_printf(
			arena, "its ClientHello names the server \"%s\", where it is to name none", sent);
	if (!sent)
		return arena_printf(
			arena, "its ClientHello names no server (no SNI), where it is to name \"%s\"", wanted);
	return is_name(sent, wanted) ? NULL
								 : arena_printf(arena,
									   "its ClientHello names the server \"%s\", where it is to "
									   "name \"%.*s\"",
									   sent, (int)name_len(wanted), wanted);
}

static bool is_expected(const char *protocol, const struct hello_rule *rule)
{
	for (size_t i = 0; i < rule->protocol_count; i++) {
		if (strcmp(rule->protocols[i], protocol) == 0)
			return true;
	}
	return false;
}

static const char *judge_protocols(
	const struct observation *facts, const struct hello_rule *rule, struct arena *arena)
{
	const char *wanted = list_text(rule->protocols, rule->protocol_count, arena);
	bool other = false;

	if (!rule->protocols_given)
		return NULL;
	if (!facts->protocol_count)
		return rule->protocol_count
			? arena_printf(
				  arena, "it offers no protocol (no ALPN), where it is to offer %s", wanted)
			: NULL;
	for (size_t i = 0; i < facts->protocol_count; i++)
		other = other || !is_expected(facts->protocols[i], rule);
	return other
		? arena_printf(arena, "it offers the protocols %s by ALPN, where it is to offer %s",
			  list_text(facts->protocols, facts->protocol_count, arena),
			  rule->protocol_count ? wanted : "none")
		: NULL;
}

const char *judge_hello(const struct observation *facts, const struct hello_rule *rule,
	const char *told, struct arena *arena)
{
	const char *wrong;

	/* nothing came that could be read */
	if (facts->offered == TLS_VERSION_NONE)
		return NULL;
	wrong = judge_name(facts, rule, told, arena);
	if (!wrong)
		wrong = judge_protocols(facts, rule, arena);
	if (!wrong && facts->signature && !schemes_allow(&rule->signature, facts->signature))
		wrong = arena_printf(arena, "its CertificateVerify is signed with %s, where it is to be %s",
			facts->signature, schemes_text(&rule->signature, arena));
	return wrong;
}

const char *judge_hello_unseen(const struct observation *facts, const struct hello_rule *rule)
{
	if (!rule->signature.given || facts->signature || facts->resumed || facts->on_kept_connection ||
		facts->negotiated < TLS_1_2)
		return NULL;
	return "nothing can be said of its signature: it presented no certificate, and so signed "
		   "nothing";
}

const char *judge_hello_words(const struct hello_rule *rule, struct arena *arena)
{
	SCOPED_BUF text;

	buf_init(&text, LIST_MAX);
	if (rule->sni == SNI_NONE)
		buf_puts(&text, ", naming no server");
	else if (rule->sni != SNI_UNCHECKED)
		buf_printf(&text, ", naming the server %s",
			rule->sni == SNI_TOLD ? "that it was told" : rule->name);
	if (rule->protocols_given)
		buf_printf(&text, ", offering %s by ALPN",
			rule->protocol_count ? list_text(rule->protocols, rule->protocol_count, arena)
								 : "nothing");
	if (rule->signature.given)
		buf_printf(&text, ", signing with %s", schemes_text(&rule->signature, arena));
	return arena_strndup(arena, buf_text(&text), text.len);
}
