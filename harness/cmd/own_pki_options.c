#include "own_pki_options.h"

#include <string.h>

#include "text.h"

enum { KEY_CLIENT_CA = 600, KEY_CREDENTIAL, KEY_PASSPHRASE };

static const struct argp_option options[] = {
	{"client-ca", KEY_CLIENT_CA, "CERT[,KEY]", 0,
		"A root of yours that the target trusts for its clients; with its key every client "
		"certificate is minted under it",
		0},
	{"credential", KEY_CREDENTIAL, "client=CERT,KEY", 0,
		"A good client of yours instead of a minted one (repeatable, by the names of `mtlspec list "
		"credentials`: it must have the defect that its name stands for); what needs the key of "
		"its "
		"CA is skipped",
		0},
	{"key-passphrase-file", KEY_PASSPHRASE, "FILE", 0,
		"Its first line opens keys that are encrypted", 0},
	{0},
};

/* At the last comma, which a path may hold before it. */
static bool split_pair(
	const char **certificate, const char **key, struct arena *arena, const char *text)
{
	const char *comma = strrchr(text, ',');

	*key = comma ? arena_strdup(arena, comma + 1) : NULL;
	*certificate = arena_strndup(arena, text, comma ? (size_t)(comma - text) : strlen(text));
	return **certificate && (!comma || **key);
}

static void add_credential(
	struct own_pki_arguments *out, struct argp_state *state, const char *text)
{
	struct pki_own_credential *credential =
		ARENA_PUSH(out->arena, out->credentials, out->credential_count);
	const char *equals = strchr(text, '=');

	if (!equals || equals == text ||
		!split_pair(&credential->certificate, &credential->key, out->arena, equals + 1) ||
		!credential->key) {
		argp_error(state, "--credential %s: NAME=CERT,KEY is wanted", text);
		return;
	}
	credential->name = arena_strndup(out->arena, text, (size_t)(equals - text));
	out->own.credentials = out->credentials;
	out->own.credential_count = out->credential_count;
}

static void remember(struct own_pki_arguments *out, const char *option, const char *text)
{
	out->again = arena_printf(out->arena, "%s %s %s", out->again ? out->again : "", option,
		text_shell_quote(out->arena, text));
}

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct own_pki_arguments *out = state->input;

	switch (key) {
	case KEY_CLIENT_CA:
		if (!split_pair(&out->own.ca_certificate, &out->own.ca_key, out->arena, text))
			argp_error(state, "--client-ca %s: CERT or CERT,KEY is wanted", text);
		remember(out, "--client-ca", text);
		return 0;
	case KEY_CREDENTIAL:
		add_credential(out, state, text);
		remember(out, "--credential", text);
		return 0;
	case KEY_PASSPHRASE:
		out->own.passphrase_file = text;
		remember(out, "--key-passphrase-file", text);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

const struct argp own_pki_argp = {options, parse, NULL, NULL, NULL, NULL, NULL};

bool own_pki_given(const struct own_pki_arguments *arguments)
{
	return arguments->own.ca_certificate || arguments->credential_count;
}
