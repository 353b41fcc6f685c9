#include "file_format.h"

#include <string.h>

#include "buf.h"
#include "expected.h"
#include "recipe.h"
#include "rules.h"
#include "scenario.h"
#include "target.h"

const char *const file_format_words[] = {"scenario", "pki", "target", "expected", "rules", NULL};
_Static_assert(COUNT_OF(file_format_words) == FILE_FORMAT_COUNT + 1, "a word for each kind");

const struct file_format file_formats[FILE_FORMAT_COUNT] = {
	[FILE_SCENARIO] = {"scenario", &scenario_schema,
		"who presents what to whom, and what must happen",
		"Every FILE.yaml below a folder of scenarios is one; its id is its path there. `mtlspec "
		"run "
		"--scenarios DIR`, or the file itself in place of a scenario's id. With `for` one file is "
		"many scenarios: a value of it stands wherever ${NAME} does.",
		"title: An expired client certificate\n"
		"why: A lapsed certificate must stop working by itself.\n"
		"rules: [RFC 5280 6.1.3 (a)(2)]\n"
		"target: server\n"
		"client: {present: client-expired}\n"
		"expect:\n"
		"  RequestClientCert: accept\n"
		"  RequireAndVerifyClientCert: {reject: certificate_expired}\n",
		NULL, true},
	[FILE_RECIPE] = {"pki", &recipe_schema, "authorities and the certificates that they issue",
		"The file pki.yaml: `mtlspec run --pki-file FILE`. One that extends the builtin adds to "
		"it, "
		"and what it says anew counts. Nothing is kept: all is minted for each run.",
		"extend: builtin\n"
		"credentials:\n"
		"  client-alice:\n"
		"    like: client\n"
		"    subject: {CN: alice}\n"
		"    valid: {from: -1h, until: +1d}\n"
		"    defect: is somebody else\n",
		NULL, false},
	[FILE_TARGET] = {"target", &target_schema, "a server, proxy or client that is to be judged",
		"The file target.yaml of a folder, beside the templates of its configuration: `mtlspec run "
		"--target FOLDER`. Another file of the folder is another target: `--target FOLDER/FILE`. "
		"Arguments and templates may hold ${NAME}.",
		"title: The gateway of our shop\n"
		"connect: 127.0.0.1:8443\n"
		"server_name: shop.example.org\n"
		"modes:\n"
		"  RequireAndVerifyClientCert: {setting: ssl_verify_client on;}\n"
		"refuses_by: [http 400]\n",
		"like", false},
	[FILE_EXPECTED] = {"expected", &expected_schema, "failures that are accepted for now",
		"`mtlspec run --expected FILE`; `mtlspec baseline` writes it and keeps it in order. A cell "
		"that fails as such an entry says is xfail, one that does not fail is xpass.",
		"expected:\n"
		"  - cells: [\"chain/*@my-proxy:*\"]\n"
		"    observed: accept by http 200\n"
		"    reason: waits for release 3.2\n"
		"    until: \"2999-12-31\"\n",
		NULL, false},
	[FILE_RULES] = {"rules", &rules_schema, "what asks for the behaviour that scenarios look at",
		"The file rules.yaml at the top of a folder of scenarios; what it says counts beside the "
		"rules that are shipped.",
		"sources:\n"
		"  - {id: POLICY, title: What our auditors ask for, kind: evaluation}\n"
		"rules:\n"
		"  - id: POLICY 7\n"
		"    title: Nobody comes in without a certificate\n"
		"    scenarios: [client-certificate/none]\n",
		NULL, false},
};

const struct file_format *file_format_find(const char *word)
{
	size_t len = strlen(word);

	if (len > strlen(".yaml") && strcmp(word + len - strlen(".yaml"), ".yaml") == 0)
		len -= strlen(".yaml");
	for (int i = 0; i < FILE_FORMAT_COUNT; i++) {
		if (strlen(file_formats[i].word) == len && strncmp(file_formats[i].word, word, len) == 0)
			return &file_formats[i];
	}
	return NULL;
}

const struct schema *file_format_below(const struct field *field)
{
	return field->kind == FIELD_PART ? NULL : field->fields;
}

static void put_words(struct buf *out, const char *const *words)
{
	size_t count = 0;

	while (words[count])
		count++;
	buf_put_list(out, words, count);
}

/* What a custom reader takes. */
static void put_taken(struct buf *out, const struct field *field)
{
	static const struct {
		unsigned bit;
		const char *text;
	} kinds[] = {
		{TAKES_TEXT, "text"},
		{TAKES_TEXTS, "list of texts"},
		{TAKES_MAP, "map"},
		{TAKES_MAPS, "list of maps"},
		{TAKES_PAIRS, "map of texts"},
	};
	const char *between = field->takes & TAKES_NAMED ? "map, by name, of: " : "";

	if (!(field->takes & ~(unsigned)TAKES_NAMED))
		buf_puts(out, "see its meaning");
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (!(field->takes & kinds[i].bit))
			continue;
		buf_printf(out, "%s%s", between, kinds[i].text);
		between = " or ";
	}
	if (field->keys)
		buf_puts(out, " or map, by client-auth mode, of such");
	if (field->words) {
		buf_puts(out, "; texts: ");
		put_words(out, field->words);
	}
}

static void put_number(struct buf *out, const struct field *field)
{
	buf_puts(out, "number");
	if (field->min || field->max)
		buf_printf(out, " from %ld to %ld", field->min, field->max);
}

void file_format_type(struct buf *out, const struct field *field)
{
	static const char *const plain[] = {
		[FIELD_TEXT] = "text",
		[FIELD_BOOL] = "true or false",
		[FIELD_TEXTS] = "text or list of texts",
		[FIELD_STRUCT] = "map",
		[FIELD_STRUCTS] = "list of maps",
		[FIELD_MAP] = "map of texts",
	};

	if (field->kind == FIELD_NUMBER) {
		put_number(out, field);
	} else if (field->kind == FIELD_WORD) {
		buf_puts(out, "one of: ");
		put_words(out, field->words);
	} else if (field->kind == FIELD_CUSTOM || field->kind == FIELD_NODE) {
		put_taken(out, field);
	} else {
		buf_puts(out, plain[field->kind]);
	}
}
