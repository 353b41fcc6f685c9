#include <string.h>

#include "buf.h"
#include "clock.h"
#include "pki_lack.h"
#include "pki_slot.h"
#include "store.h"

static const char head[] =
	"# Certificates for mutual TLS tests\n"
	"\n"
	"Minted by `mtlspec pki`. The keys are for tests only: trust none of this anywhere else.\n";

static const char use[] =
	"## A proxy or service of your own\n"
	"\n"
	"1. Give it `" STORE_SERVER_CHAIN "` and `" STORE_SERVER_KEY
	"` as its certificate and key, and `" STORE_CLIENT_CA "` as the CA of its clients.\n"
	"   If it checks revocation, also `" STORE_CLIENT_CRL
	"`: one CRL for each CA on the way to a client.\n"
	"   `snippets/README.md` has a ready configuration for each of the known products.\n"
	"2. Let it forward to the backend that `mtlspec run` names, or to `mtlspec serve`.\n"
	"3. Run `mtlspec run --target HOST:PORT --mode MODE --pki DIR`, where DIR is this folder and "
	"MODE "
	"is how it\n"
	"   treats client certificates: NoClientCert, RequestClientCert, RequireAnyClientCert,\n"
	"   VerifyClientCertIfGiven or RequireAndVerifyClientCert.\n"
	"\n"
	"By hand, with any of the credentials below:\n"
	"\n"
	"```\n"
	"curl --cacert " STORE_SERVER_CA " --cert " STORE_CREDENTIALS
	"/client.pem --key " STORE_CREDENTIALS "/client.key \\\n"
	"     --connect-to " PKI_SERVER_NAME ":443:HOST:PORT https://" PKI_SERVER_NAME "/\n"
	"```\n"
	"\n"
	"OpenSSL at its default security level refuses to load the weak ones (SHA-1, RSA-1024) into "
	"such "
	"a client;\n"
	"`mtlspec` sends them all the same.\n";

static const struct readme_row {
	const char *files;
	const char *what;
} rows[] = {
	{"`" STORE_SERVER_CHAIN "`, `" STORE_SERVER_KEY "`",
		"what a server presents: the leaf with its intermediates, and its key"},
	{"`" STORE_SERVER_BOTH "`", "both in one file, as HAProxy wants them"},
	{"`" STORE_CLIENT_CA "`", "the root that a server trusts for its clients"},
	{"`" STORE_CLIENT_CRL "`", "a CRL of each CA on the way from that root to a client"},
	{"`" STORE_SERVER_CA "`", "the root that a client trusts for its servers"},
	{"`" STORE_SERVER_CRL "`", "a CRL of each CA on the way from that root to a server"},
	{"`" STORE_AUTHORITIES "/NAME.pem`, `.der`, `.key`", "an authority's certificate and key"},
	{"`" STORE_CRLS "/NAME.pem`", "its CRL"},
	{"`" STORE_BUNDLES "/NAME.ca.pem`, `.crl.pem`",
		"several authorities in one file, and their lists in another, as scenarios with `bundle` "
		"give them to a server in place of the usual two"},
	{"`" STORE_CREDENTIALS "/NAME.pem`", "a chain: the leaf, then what is sent with it"},
	{"`" STORE_CREDENTIALS "/NAME.key`", "its private key, PKCS#8"},
	{"`" STORE_CREDENTIALS "/NAME.der`", "the leaf alone, DER"},
	{"`" STORE_CREDENTIALS "/NAME.both.pem`", "key and chain in one file, as HAProxy wants them"},
	{"`" STORE_CREDENTIALS "/NAME+KIND.pem`, `.key`, `.both.pem`",
		"the same of a client for another kind of key, where a server asks for that"},
	{"`" STORE_CREDENTIALS "/NAME.encrypted.key`", "the key under the passphrase"},
	{"`" STORE_CREDENTIALS "/NAME.p12`", "key and chain as PKCS#12 under the passphrase"},
	{"`" STORE_PASSPHRASE "`", "the passphrase (one for all)"},
};

static void put_table(
	struct buf *out, const struct pki *pki, enum recipe_kind kind, const char *folder)
{
	buf_puts(out, "| files | what it shows |\n|---|---|\n");
	for (size_t i = 0; i < pki->count; i++) {
		const struct recipe_item *item = pki->slots[i].item;

		if (item->kind != kind)
			continue;
		if (item->stands_for_me)
			buf_printf(out, "| `%s/%s.*` | the same as `%s` in this variant |\n", folder,
				item->name, item->stands_for_me->name);
		else if (!pki_has_certificate(pki, item))
			buf_printf(
				out, "| `%s/%s.*` | not there: %s |\n", folder, item->name, pki_lack(pki, item));
		else
			buf_printf(out, "| `%s/%s.*` | %s%s |\n", folder, item->name,
				item->defect[0] ? "**defect**: " : "good", item->defect);
	}
	buf_putc(out, '\n');
}

void store_readme(struct buf *out, struct pki *pki)
{
	const struct pki_slot *client = pki_find(pki, RECIPE_CREDENTIAL, PKI_GOOD_CLIENT);
	char made[32];
	char until[32];

	clock_format_utc(made, pki->now);
	buf_puts(out, head);
	buf_printf(out, "Made %s.", made);
	if (client) {
		clock_format_utc(until, pki->now + client->item->valid.until_s);
		buf_printf(out,
			" The good client is valid until %s: then write them again, with `--force`.", until);
	}
	buf_puts(out, "\n\n");
	buf_puts(out, use);
	buf_puts(out, "\n## Files\n\n| file | what it is |\n|---|---|\n");
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		buf_printf(out, "| %s | %s |\n", rows[i].files, rows[i].what);
	buf_puts(out, "\nPrivate keys and the passphrase can be read by their owner only.\n");
	buf_puts(out, "\n## Credentials\n\n");
	put_table(out, pki, RECIPE_CREDENTIAL, STORE_CREDENTIALS);
	buf_puts(out, "## Authorities\n\n");
	put_table(out, pki, RECIPE_AUTHORITY, STORE_AUTHORITIES);
}
