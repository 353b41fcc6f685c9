#include "own_pki_options.h"

#include <string.h>

#include "option_table.h"

enum { KEY_CLIENT_CA = 600, KEY_CREDENTIAL, KEY_CLIENT_CRL, KEY_PASSPHRASE };

static const struct argp_option options[] = {
	{"client-ca", KEY_CLIENT_CA, "CERT[,KEY]", OPTION_SEVERAL,
		"A root of yours that the target trusts for its clients; with its key, or with a CA below "
		"it "
		"and that one's key, every client certificate is minted under it (repeatable: one file for "
		"each CA)",
		0},
	{"credential", KEY_CREDENTIAL, "client=CERT[,KEY]", OPTION_SEVERAL,
		"A good client of yours, after which the bad ones are made: they bear its names, and "
		"differ "
		"in one defect (repeatable, by the names of `mtlspec list credentials`: it must have the "
		"defect that its name stands for); what needs the key of its CA is skipped",
		0},
	{"client-crl", KEY_CLIENT_CRL, "FILE", OPTION_SEVERAL,
		"Revocation lists of your CAs (repeatable); one is needed for each CA whose key is not "
		"given",
		0},
	{"key-passphrase-file", KEY_PASSPHRASE, "FILE", 0,
		"Its first line opens keys and PKCS#12 files that are encrypted", 0},
	{0},
};

/* At the last comma, which a path may hold before it. */
static bool split_pair(struct pki_own_files *out, struct arena *arena, const char *text)
{
	const char *comma = strrchr(text, ',');

	out->key = comma ? arena_strdup(arena, comma + 1) : NULL;
	out->certificate = arena_strndup(arena, text, comma ? (size_t)(comma - text) : strlen(text));
	return *out->certificate && (!comma || *out->key);
}

static void add_ca(struct own_pki_arguments *out, struct argp_state *state, const char *text)
{
	if (!split_pair(ARENA_PUSH(out->arena, out->cas, out->own.ca_count), out->arena, text))
		argp_error(state, "--client-ca %s: CERT or CERT,KEY is wanted", text);
	out->own.cas = out->cas;
}

static void add_credential(
	struct own_pki_arguments *out, struct argp_state *state, const char *text)
{
	struct pki_own_credential *credential =
		ARENA_PUSH(out->arena, out->credentials, out->credential_count);
	const char *equals = strchr(text, '=');

	if (!equals || equals == text || !split_pair(&credential->files, out->arena, equals + 1)) {
		argp_error(
			state, "--credential %s: NAME=CERT,KEY is wanted, or NAME=FILE with both in it", text);
		return;
	}
	credential->name = arena_strndup(out->arena, text, (size_t)(equals - text));
	out->own.credentials = out->credentials;
	out->own.credential_count = out->credential_count;
}

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct own_pki_arguments *out = state->input;

	switch (key) {
	case KEY_CLIENT_CA:
		add_ca(out, state, text);
		return 0;
	case KEY_CREDENTIAL:
		add_credential(out, state, text);
		return 0;
	case KEY_CLIENT_CRL:
		*ARENA_PUSH(out->arena, out->crls, out->own.crl_count) = text;
		out->own.crls = out->crls;
		return 0;
	case KEY_PASSPHRASE:
		out->own.passphrase_file = text;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

const struct argp own_pki_argp = {options, parse, NULL, NULL, NULL, NULL, NULL};

bool own_pki_given(const struct own_pki_arguments *arguments)
{
	return arguments->own.ca_count || arguments->credential_count || arguments->own.crl_count;
}
