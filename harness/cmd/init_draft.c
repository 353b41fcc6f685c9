#include "init_draft.h"

#include <string.h>

#include "auth_mode.h"
#include "buf.h"
#include "target.h"
#include "text.h"
#include "tls_alert.h"

static const enum tls_version versions[] = {TLS_1_2, TLS_1_3};

/* By which servers turn away who shows no certificate (nginx: 400, 495, 496). */
static bool is_refusal(const struct server_look *look)
{
	static const int statuses[] = {0, 400, 401, 403, 421, 495, 496};
	size_t at = 0;

	while (at < COUNT_OF(statuses) && statuses[at] != look->status)
		at++;
	return at < COUNT_OF(statuses);
}

const struct server_look *init_best_look(const struct init_findings *findings)
{
	if (findings->looks[TLS_1_3].speaks)
		return &findings->looks[TLS_1_3];
	return findings->looks[TLS_1_2].speaks ? &findings->looks[TLS_1_2] : NULL;
}

const char *init_server_name(const struct init_findings *findings)
{
	const struct server_look *look = init_best_look(findings);

	for (size_t i = 0; look && !look->bears_name && i < look->name_count; i++) {
		if (target_is_server_name(look->names[i]))
			return look->names[i];
	}
	return findings->name;
}

static bool any_asks(const struct init_findings *findings)
{
	return findings->looks[TLS_1_2].asks || findings->looks[TLS_1_3].asks;
}

static enum auth_mode mode_of(const struct init_findings *findings)
{
	if (!any_asks(findings))
		return AUTH_NO_CLIENT_CERT;
	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		const struct server_look *look = &findings->looks[versions[i]];

		if (look->speaks && !is_refusal(look))
			return AUTH_VERIFY_CLIENT_CERT_IF_GIVEN;
	}
	return AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT;
}

static const char *why_of(enum auth_mode mode)
{
	switch (mode) {
	case AUTH_NO_CLIENT_CERT:
		return "it asks nobody for a certificate; not at /, at least";
	case AUTH_VERIFY_CLIENT_CERT_IF_GIVEN:
		return "it asks, and serves who has none";
	default:
		return "it asks, and turns away who has none; RequireAnyClientCert if it takes anybody's";
	}
}

/* Foreign text in a comment, which must not end before its line does: YAML has line breaks beyond
 * ASCII (U+0085, U+2028), and what stands behind one would be a key. */
static void put_line(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text >= ' ' && *text <= '~')
			buf_putc(out, *text);
		else
			buf_printf(out, "\\x%02x", (unsigned char)*text);
	}
}

static void put_names(
	struct buf *out, const char *what, const char *const *names, size_t count, const char *between)
{
	buf_printf(out, "#   %s", what);
	for (size_t i = 0; i < count; i++) {
		buf_puts(out, i ? between : "");
		put_line(out, names[i]);
	}
	buf_putc(out, '\n');
}

static void put_version(struct buf *out, const struct init_findings *findings, enum tls_version tls)
{
	const struct server_look *look = &findings->looks[tls];

	buf_printf(out, "#   TLS %s: ", tls == TLS_1_2 ? "1.2" : "1.3");
	if (!look->speaks)
		buf_puts(out, "no");
	else
		buf_printf(out, "yes, it %s a certificate; who has none gets ",
			look->asks ? "asks for" : "does not ask for");
	if (look->speaks && look->status)
		buf_printf(out, "HTTP %d", look->status);
	else if (look->alert != TLS_ALERT_NONE)
		buf_printf(out, "%salert %s", look->speaks ? "" : " (", tls_alert_name(look->alert));
	else if (look->speaks)
		buf_puts(out, "no answer by HTTP");
	buf_puts(out, !look->speaks && look->alert != TLS_ALERT_NONE ? ")\n" : "\n");
}

static void put_head(struct buf *out, const struct init_findings *findings)
{
	const struct server_look *look = init_best_look(findings);

	buf_puts(out, "# Options of `mtlspec run`, by their long names, written by `mtlspec init ");
	put_line(out, findings->target);
	buf_puts(out, "`.\n# This is how it looks to a client without a certificate who asks for /:\n");
	for (size_t i = 0; i < COUNT_OF(versions); i++)
		put_version(out, findings, versions[i]);
	if (findings->alpn)
		put_names(out, "ALPN, of h2 and http/1.1: ", &findings->alpn, 1, "");
	if (look->name_count)
		put_names(out, "its certificate is made out to ", look->names, look->name_count, ", ");
	if (look->issuer)
		put_names(out, "and comes from ", &look->issuer, 1, "");
	if (look->ca_name_count)
		put_names(out, "it wants clients of ", look->ca_names, look->ca_name_count, "; ");
}

static void put_key(struct buf *out, const char *key, const char *value)
{
	buf_printf(out, "%s: ", key);
	text_quote_yaml(out, value);
	buf_putc(out, '\n');
}

static void put_trust(struct buf *out, const struct init_findings *findings)
{
	const struct server_look *look = init_best_look(findings);

	if (look->bundle) {
		put_key(out, "server-ca", look->bundle);
	} else if (findings->root_file) {
		buf_puts(out, "# as it was shown: compare it with yours\n");
		put_key(out, "server-ca", findings->root_file);
	} else {
		buf_puts(out,
			"# the file of the CA that its certificate comes from, unless that is of `mtlspec "
			"pki`\n"
			"# server-ca: server-ca.pem\n");
	}
}

void init_draft(struct buf *out, const struct init_findings *findings)
{
	enum auth_mode mode = mode_of(findings);

	put_head(out, findings);
	buf_putc(out, '\n');
	put_key(out, "target", findings->target);
	buf_printf(out, "# %s\nmode: %s\n", why_of(mode), auth_mode_name(mode));
	put_key(out, "server-name", init_server_name(findings));
	put_trust(out, findings);
	buf_puts(out,
		"\n# The good client: without him no refusal is proved. One of these:\n"
		"# client-ca: ca.pem,ca.key      # the CA of its clients and its key: all can be made\n"
		"# credential: client=client.pem,client.key    # a good client alone\n"
		"# pki: my-pki                   # it was set up with what `mtlspec pki my-pki` wrote\n"
		"\n# path: /api/health             # a path that only clients with a good certificate may "
		"have\n"
		"# header: [\"Authorization: Bearer TOKEN\"]\n"
		"# report-dir: out\n"
		"# profiles:\n"
		"#   ci: {report-dir: out, no-skip: true}\n");
}
