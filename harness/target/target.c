/*
 * The target file. All keys, in the order in which one writes them:
 *
 *   title: nginx                  # required: for people
 *   like: target.yaml             # what is not said here is said there: target_like.h
 *   sides: [server]               # which sides of TLS it can play; default server
 *   program: nginx                # looked up on PATH, /usr/sbin, /usr/local/sbin, /sbin; with
 *                                 # a '/' relative to this folder; ${mtlspec}: this program
 *   install: apt-get install nginx-light # said to the user where the program is missing
 *   installed_by: traefik         # or: it is in the cache, by version, where the script `install`
 *                                 # of that target folder puts it
 *   needs: [{what: aiohttp, args: [-c, import aiohttp]}]   # target_need.h
 *   version: {args: [-v], after: nginx/} # the version is the word after this text in the output
 *                                 # pattern: "v([0-9.]+)," or what its group matches
 *   args: [-c, "${dir}/nginx.conf"]      # one that expands to empty text is dropped
 *   environment: {NAME: value}    # beside the inherited one
 *   files: [{name: nginx.conf, from: nginx.conf}]   # work folder's file, template beside this one
 *   values: {workers: "1"}        # constants: ${workers}
 *   tls: {tls1.2: TLSv1.2}        # words; what is left out of 1.2 and 1.3 is not spoken
 *   modes:                        # client-auth modes; one that is left out is unsupported
 *     NoClientCert: {setting: what a person would write, values: {verify: "off"}}  # ${mode.verify}
 *     RequestClientCert: {setting: ..., values: ..., approximates: how it differs}
 *     RequireAnyClientCert: {unsupported: why it cannot be said}
 *   features: [{name: crl, values: {crl: "ssl_crl ${client_crl};"}}] # ${crl}; empty if it is off
 *   refuses_by: [http 400]        # beside the RFC's alert: http NNN, alert, close, a text
 *   identity: {subject: {header: X-S, form: rfc2253}}   # more: target_identity.h
 *   proxy_protocol: true          # its connections to the backend begin with a PROXY header
 *   expects_proxy_protocol: 2     # connections to it begin with one (1 or 2), ours too
 *   deviations: [{cells: [GLOB, ...], observed: reject, reason: ..., link: https://...}]
 *   directives: [{decides: verification, find: ssl_verify_client}]    # target_directive.h
 *   log_says: [{find: TEXT, decides: revocation}]      # target_log.h
 *   fix: ssl_verify_client        # what to look at where none of those is known to decide
 *   crash_marks: [exited on signal]      # log text that means: a worker died
 *   stop_signal: TERM
 *   reload: {signal: HUP, done: exited with code 0}    # target_reload.h
 *   rate: 5                             # connections per second
 *   start_timeout_ms: 5000
 *   stop_timeout_ms: 1000         # from stop_signal to SIGKILL
 *   connect: HOST:PORT            # instead of program: it is running already
 *   server_name: proxy.example.org       # of that: asked for by SNI, and verified
 *   host: proxy.example.org:8443  # and sent as Host; default: server_name
 *   listeners: [{name: plain, plain: true}, {name: tls, mode: NoClientCert}]  # more ports:
 *                                 # ${port.plain}; steps of scenarios go `to` them
 *   hosts: [{role: open, name: open.test, mode: NoClientCert}]  # see target_hosts.h
 *   paths: [{role: private, path: /private/, mode: RequireAndVerifyClientCert}]  # target_paths.h
 *   credentials: [server-deep]    # of pki.yaml: ${credential.server-deep.chain}, .key, .both,
 *                                 # .encrypted_key (under the text in ${passphrase_file})
 *   authorities: [client-root]    # ${authority.client-root.cert}, .crl
 *   bundles: [two-cas]            # ${bundle.two-cas.cert}, .crl: several in one file
 *   control: {client: NAME, server_root: NAME}  # who must get in, and what our clients trust
 *   serves_file: /index.html      # no backend behind it: that file, which holds ${mark}
 *   backend: none                 # no backend of ours behind it: it answers itself, and the good
 *                                 # client's answer is the measure
 *   path: /api/health             # then that is asked for
 *   headers: ["Authorization: Bearer x"]  # and sent with every request
 *   accepted: [http 404, hello]   # what who is let in gets, if not the good client's answer
 *   accepted_if: {path: /api, says: ok}   # path and text in one
 *   scenarios: [tutorials/mine]   # it is set up for these alone
 *   takes_defects: true           # ours: understands ${defects}
 *   client:                       # it plays the client side, and no other; instead of modes
 *     kind: program               # program: run once for each connection
 *                                 # proxy: launched, and asked on its front in plain HTTP
 *                                 # daemon: launched, and connects when it likes
 *     args: [-s, "${url}", {when: client-certificate, args: [-E, "${client_cert}"]}]
 *     stdin: "GET ${path} HTTP/1.1..."   # of a program
 *     success: [0]                # exit statuses that mean: it got its answer
 *     answer: git-info-refs       # what our server answers: target_reply.h
 *     cannot: [{what: client-certificate, reason: why}]    # see client_need_words
 *     files: [...]                # as above
 *
 * The ${names} of templates are listed in harness/targets/README.md.
 */
#include "target.h"

#include <signal.h>
#include <string.h>

#include "arena.h"
#include "file.h"
#include "home.h"
#include "node.h"
#include "rate.h"
#include "target_client.h"
#include "target_connect.h"
#include "target_hosts.h"
#include "target_paths.h"
#include "target_like.h"
#include "target_parts.h"

enum { TEMPLATE_FILE_MAX = 256 * 1024 };

/* As written; target_read_file makes a struct target of it. */
struct version_text {
	struct text_list args;
	const char *after;
	const char *pattern;
	struct place pattern_place;
};

struct file_text {
	const char *name;
	const char *from;
	struct place name_place;
	struct place from_place;
};

struct deviation_text {
	struct text_list cells;
	int observed;
	const char *reason;
	const char *link;
};

struct target_text {
	struct target target;
	const char *like;
	struct place like_place;
	struct text_list sides;
	struct version_text version;
	struct struct_list files;
	struct struct_list needs;
	struct struct_list features;
	struct struct_list deviations;
	struct struct_list directives;
	struct struct_list log_says;
	struct client_text client;
	struct place modes_place;
	struct place sides_place;
	int stop_word;
	struct connect_text connect;
	struct answers_text answers;
	struct installed_places places;
	struct place tls_place;
};

static const char *const observed_words[] = {"accept", "reject", NULL};
_Static_assert(OUTCOME_ACCEPT == 0 && OUTCOME_REJECT == 1, "observed_words follow enum outcome");

static const char *const stop_words[] = {"TERM", "INT", "QUIT", "HUP", "USR1", "USR2", NULL};
static const int stop_signals[] = {SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGUSR2};
_Static_assert(COUNT_OF(stop_words) == COUNT_OF(stop_signals) + 1, "a number for each word");

static const struct field version_fields[] = {
	{"args", FIELD_TEXTS, offsetof(struct version_text, args), .required = true,
		.doc = "arguments that make the program say its version"},
	{"after", FIELD_TEXT, offsetof(struct version_text, after),
		.doc = "the version is the word after this text"},
	{"pattern", FIELD_TEXT, offsetof(struct version_text, pattern),
		.place_offset = offsetof(struct version_text, pattern_place),
		.doc = "or what the group of this extended regular expression matches"},
};
static const struct schema version_schema = {
	"version", sizeof(struct version_text), version_fields, COUNT_OF(version_fields)};

static const struct field file_fields[] = {
	{"name", FIELD_TEXT, offsetof(struct file_text, name), .required = true,
		.doc = "file of the work folder", .place_offset = offsetof(struct file_text, name_place)},
	{"from", FIELD_TEXT, offsetof(struct file_text, from), .required = true,
		.doc = "template beside the target file",
		.place_offset = offsetof(struct file_text, from_place)},
};
const struct schema target_file_schema = {
	"file", sizeof(struct file_text), file_fields, COUNT_OF(file_fields)};

static const struct field mode_fields[] = {
	{"setting", FIELD_TEXT, offsetof(struct target_mode, setting),
		.doc = "the mode in the product's own words"},
	{"values", FIELD_MAP, offsetof(struct target_mode, values), .doc = "${mode.NAME} in templates"},
	{"approximates", FIELD_TEXT, offsetof(struct target_mode, approximates),
		.doc = "how the setting differs from the mode's meaning"},
	{"unsupported", FIELD_TEXT, offsetof(struct target_mode, unsupported),
		.doc = "why the product cannot express the mode"},
};
static const struct schema mode_schema = {
	"mode", sizeof(struct target_mode), mode_fields, COUNT_OF(mode_fields)};

struct modes_text {
	struct target_mode modes[AUTH_MODE_COUNT];
};
#define MODE_FIELD(word, mode)                                                                     \
	{                                                                                              \
		word, FIELD_STRUCT, offsetof(struct modes_text, modes[mode]),                              \
			.fields = &mode_schema, .doc = "how the product says " word,                           \
			.place_offset = offsetof(struct modes_text, modes[mode].place)                         \
	}
static const struct field modes_fields[] = {
	MODE_FIELD("NoClientCert", AUTH_NO_CLIENT_CERT),
	MODE_FIELD("RequestClientCert", AUTH_REQUEST_CLIENT_CERT),
	MODE_FIELD("RequireAnyClientCert", AUTH_REQUIRE_ANY_CLIENT_CERT),
	MODE_FIELD("VerifyClientCertIfGiven", AUTH_VERIFY_CLIENT_CERT_IF_GIVEN),
	MODE_FIELD("RequireAndVerifyClientCert", AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT),
};
static const struct schema modes_schema = {
	"modes", sizeof(struct modes_text), modes_fields, COUNT_OF(modes_fields)};

struct tls_text {
	const char *words[TLS_VERSION_COUNT];
};
static const struct field tls_fields[] = {
	{"tls1.2", FIELD_TEXT, offsetof(struct tls_text, words[TLS_1_2]), .doc = "word for TLS 1.2"},
	{"tls1.3", FIELD_TEXT, offsetof(struct tls_text, words[TLS_1_3]), .doc = "word for TLS 1.3"},
};
static const struct schema tls_schema = {
	"tls", sizeof(struct tls_text), tls_fields, COUNT_OF(tls_fields)};

static const struct field feature_fields[] = {
	{"name", FIELD_TEXT, offsetof(struct target_feature, name), .required = true,
		.doc = "as scenarios name it in `requires`",
		.place_offset = offsetof(struct target_feature, place)},
	{"values", FIELD_MAP, offsetof(struct target_feature, values),
		.doc = "${NAME} in templates; empty while the feature is off"},
};
static const struct schema feature_schema = {
	"feature", sizeof(struct target_feature), feature_fields, COUNT_OF(feature_fields)};

static const struct field deviation_fields[] = {
	{"cells", FIELD_TEXTS, offsetof(struct deviation_text, cells), .required = true,
		.doc = "globs over cell ids: scenario@target:Mode/tls1.3"},
	{"observed", FIELD_WORD, offsetof(struct deviation_text, observed), .required = true,
		.words = observed_words, .doc = "what happens instead of what the scenario expects"},
	{"reason", FIELD_TEXT, offsetof(struct deviation_text, reason), .required = true,
		.doc = "why, in one sentence"},
	{"link", FIELD_TEXT, offsetof(struct deviation_text, link), .doc = "public reference"},
};
static const struct schema deviation_schema = {
	"deviation", sizeof(struct deviation_text), deviation_fields, COUNT_OF(deviation_fields)};

static void read_rate(void *member, const struct node *node, struct arena *arena, struct diag *diag)
{
	(void)arena;
	if (node->kind != NODE_SCALAR || !rate_parse(member, node->text))
		diag_error(diag, node->place, "'rate' must be " RATE_FORM);
}

#define AT(member) offsetof(struct target_text, member)
static const struct field target_fields[] = {
	{"title", FIELD_TEXT, AT(target.title), .required = true, .doc = "the product, for people"},
	{"like", FIELD_TEXT, AT(like), .place_offset = AT(like_place),
		.doc = "a file beside it, whose keys count where this one does not say them"},
	{"sides", FIELD_TEXTS, AT(sides), .place_offset = AT(sides_place),
		.doc = "sides of TLS it can play; default server, or client where there is such a block"},
	{"program", FIELD_TEXT, AT(target.program), .doc = "on PATH or in an sbin folder, or a path",
		.place_offset = AT(places.program)},
	{"install", FIELD_TEXT, AT(target.install_hint), .place_offset = AT(places.install),
		.doc = "command that installs the program"},
	{"installed_by", FIELD_TEXT, AT(target.installed_by), .place_offset = AT(places.installed_by),
		.doc = "target folder whose `install` script puts versions of the program into the cache"},
	{"needs", FIELD_STRUCTS, AT(needs), .fields = &target_need_schema,
		.doc = "what must be there beside the program"},
	{"version", FIELD_STRUCT, AT(version), .fields = &version_schema, .doc = "asking its version"},
	{"args", FIELD_TEXTS, AT(target.args), .doc = "arguments; an empty expansion is dropped"},
	{"environment", FIELD_MAP, AT(target.environment), .doc = "environment variables to add"},
	{"files", FIELD_STRUCTS, AT(files), .fields = &target_file_schema, .doc = "files to render"},
	{"values", FIELD_MAP, AT(target.values), .doc = "constants for the templates"},
	{"tls", FIELD_STRUCT, AT(target.tls_words), .fields = &tls_schema,
		.doc = "the product's words for the TLS versions", .place_offset = AT(tls_place)},
	{"modes", FIELD_STRUCT, AT(target.modes), .fields = &modes_schema,
		.place_offset = AT(modes_place),
		.doc = "the five client-auth modes in the product's words"},
	{"features", FIELD_STRUCTS, AT(features), .fields = &feature_schema,
		.doc = "settings that scenarios may require"},
	{"refuses_by", FIELD_TEXTS, AT(target.refuses_by),
		.doc = "ways of refusing beside the RFC's alert: http NNN, alert, close"},
	{"identity", FIELD_STRUCT, AT(target.identity), .fields = &target_identity_schema,
		.doc = "how the backend is told who the client is"},
	{"proxy_protocol", FIELD_BOOL, AT(target.proxy_protocol),
		.doc = "its connections to the backend begin with a PROXY header"},
	{"expects_proxy_protocol", FIELD_NUMBER, AT(target.setup.expects_proxy_protocol), .min = 1,
		.max = 2, .place_offset = AT(target.setup.expects_proxy_protocol_place),
		.doc = "version of the PROXY header that each connection to it must begin with"},
	{"deviations", FIELD_STRUCTS, AT(deviations), .fields = &deviation_schema,
		.doc = "known deviations, re-tested in each run"},
	{"directives", FIELD_STRUCTS, AT(directives), .fields = &target_directive_schema,
		.doc = "which directive decides what"},
	{"log_says", FIELD_STRUCTS, AT(log_says), .fields = &target_log_schema,
		.doc = "texts of its log that tell which directive decided"},
	{"fix", FIELD_TEXT, AT(target.fix), .doc = "what to look at, in general"},
	{"crash_marks", FIELD_TEXTS, AT(target.crash_marks), .doc = "log text of a dead worker"},
	{"stop_signal", FIELD_WORD, AT(stop_word), .words = stop_words, .doc = "default TERM"},
	{"reload", FIELD_STRUCT, AT(target.reload), .fields = &target_reload_schema,
		.place_offset = AT(target.reload.place), .doc = "how it is made to read its files again"},
	{"rate", FIELD_CUSTOM, AT(target.rate), .read = read_rate, .takes = TAKES_TEXT,
		.doc = "connections per second that it takes; default: as they come"},
	{"start_timeout_ms", FIELD_NUMBER, AT(target.start_timeout_ms), .min = 100, .max = 600000,
		.doc = "until the first answer; default 5000"},
	{"stop_timeout_ms", FIELD_NUMBER, AT(target.stop_timeout_ms), .min = 100, .max = 60000,
		.doc = "from the stop signal until it is killed; default 1000"},
	{"connect", FIELD_TEXT, AT(connect.address),
		.doc = "HOST:PORT of something already running, instead of program",
		.place_offset = AT(connect.address_place)},
	{"server_name", FIELD_TEXT, AT(connect.server_name),
		.doc = "of that: the name to ask for (SNI) and to verify",
		.place_offset = AT(connect.server_name_place)},
	{"host", FIELD_TEXT, AT(connect.host), .doc = "and the Host header; default: server_name",
		.place_offset = AT(connect.host_place)},
	{.name = "", .kind = FIELD_PART, .offset = AT(answers), .fields = &target_answers_schema},
	{"listeners", FIELD_STRUCTS, AT(target.setup.listeners), .fields = &target_listener_schema,
		.place_offset = AT(target.setup.listeners_place), .doc = "ports beside the main one"},
	{"hosts", FIELD_STRUCTS, AT(target.setup.hosts), .fields = &target_host_schema,
		.doc = "virtual hosts, each with its policy: a client-auth mode and a CA"},
	{"paths", FIELD_STRUCTS, AT(target.setup.paths), .fields = &target_path_schema,
		.doc = "paths that demand more of clients than the rest, each with its policy"},
	{"credentials", FIELD_TEXTS, AT(target.setup.credentials),
		.doc = "credentials of pki.yaml that the templates use"},
	{"authorities", FIELD_TEXTS, AT(target.setup.authorities),
		.doc = "authorities of pki.yaml that the templates use"},
	{"bundles", FIELD_TEXTS, AT(target.setup.bundles),
		.doc = "bundles of pki.yaml that the templates use"},
	{"control", FIELD_STRUCT, AT(target.setup.control), .fields = &target_control_schema,
		.doc = "who must get in, and what our clients trust, if not the usual PKI"},
	{"serves_file", FIELD_TEXT, AT(target.setup.serves_file),
		.place_offset = AT(target.setup.serves_file_place),
		.doc = "path of a file that it serves and that holds ${mark}, in place of our backend"},
	{"scenarios", FIELD_TEXTS, AT(target.setup.scenarios),
		.doc = "it is set up for these scenarios alone: ids, folders or globs"},
	{"takes_defects", FIELD_BOOL, AT(target.takes_defects), .doc = "understands ${defects}"},
	{"client", FIELD_STRUCT, AT(client), .fields = &client_block_schema,
		.place_offset = AT(client.place), .doc = "how it plays the client side of TLS"},
};
#undef AT
const struct schema target_schema = {
	"target", sizeof(struct target_text), target_fields, COUNT_OF(target_fields)};

/* Which side a file is about, and that it says what that side needs. */
static void check_sides(struct target_text *text, struct place whole, struct diag *diag)
{
	bool client = text->client.place.line > 0;

	if (!client && text->target.sides[SIDE_CLIENT])
		diag_error(diag, text->sides_place, "to play the client side the file needs 'client'");
	if (client && text->target.sides[SIDE_SERVER])
		diag_error(diag, text->sides_place, "with 'client' it plays that side and no other");
	if (client && text->connect.address)
		diag_error(diag, text->connect.address_place, "'connect' is for servers that run already");
	if (!client && !text->modes_place.line) {
		diag_error(diag, whole, "missing key 'modes' in target");
		diag_hint(diag, "modes: the five client-auth modes in the product's words");
	}
}

static void take_sides(struct target_text *text, struct diag *diag)
{
	text->target.sides[text->client.place.line ? SIDE_CLIENT : SIDE_SERVER] =
		text->sides.count == 0;
	for (size_t i = 0; i < text->sides.count; i++) {
		const char *word = text->sides.items[i];
		int side = 0;

		while (side < SIDE_COUNT && strcmp(word, side_words[side]) != 0)
			side++;
		if (side < SIDE_COUNT)
			text->target.sides[side] = true;
		else
			diag_error_suggest(
				diag, text->sides.places[i], word, side_words, "unknown side '%s'", word);
	}
}

static void take_file(
	struct target *target, const struct file_text *text, struct arena *arena, struct diag *diag)
{
	struct target_file *file = ARENA_PUSH(arena, target->files, target->file_count);
	const char *why;
	char *content;
	size_t len;

	file->name = text->name;
	file->from = text->from;
	file->text = "";
	file->place = (struct place){arena_printf(arena, "%s/%s", target->folder, text->from), 1, 1};
	if (strchr(text->name, '/') || text->name[0] == '.')
		diag_error(diag, text->name_place, "'%s' is no plain file name", text->name);
	for (size_t i = 0; i + 1 < target->file_count; i++) {
		if (strcmp(target->files[i].name, text->name) == 0)
			diag_error(diag, text->name_place, "a second file '%s'", text->name);
	}
	if (!file_read(&content, &len, &why, arena, file->place.file, TEMPLATE_FILE_MAX)) {
		diag_error(diag, text->from_place, "cannot read the template: %s", why);
		return;
	}
	diag_add_source(diag, file->place.file, content, len);
	if (memchr(content, '\0', len))
		diag_error(diag, file->place, "the template holds a NUL byte");
	file->text = content;
}

static void take_deviation(
	struct target *target, const struct deviation_text *text, struct arena *arena)
{
	for (size_t i = 0; i < text->cells.count; i++) {
		struct target_deviation *deviation =
			ARENA_PUSH(arena, target->deviations, target->deviation_count);

		*deviation = (struct target_deviation){
			.cells = text->cells.items[i],
			.observed = text->observed == OUTCOME_ACCEPT ? OUTCOME_ACCEPT : OUTCOME_REJECT,
			.reason = text->reason,
			.link = text->link,
			.place = text->cells.places[i],
		};
	}
}

static void take_program(
	struct target_text *text, struct place whole, struct arena *arena, struct diag *diag)
{
	struct target *target = &text->target;

	if (!target->program && !text->connect.address)
		diag_error(diag, whole, "neither 'program' nor 'connect': nothing to test");
	else if (target->installed_by && !text->connect.address)
		target_installed_take(target, &text->places, arena, diag);
	else if (!text->connect.address)
		target->program_path = target_find_program(arena, target->program, target->folder);
	if (target->version_asked && !target->installed_by)
		diag_error(diag, whole, "no version of it can be chosen: the file has no 'installed_by'");
	target_connect_take(target, &text->connect, arena, diag);
}

static void take_lists(struct target_text *text, struct arena *arena, struct diag *diag)
{
	struct target *target = &text->target;
	const struct file_text *files = text->files.items;
	const struct file_text *client_files = text->client.files.items;
	const struct deviation_text *deviations = text->deviations.items;

	for (size_t i = 0; i < text->files.count; i++)
		take_file(target, &files[i], arena, diag);
	for (size_t i = 0; i < text->client.files.count; i++)
		take_file(target, &client_files[i], arena, diag);
	for (size_t i = 0; i < text->deviations.count; i++)
		take_deviation(target, &deviations[i], arena);
	target->directives = text->directives.items;
	target->directive_count = text->directives.count;
	target->log_rows = text->log_says.items;
	target->log_row_count = text->log_says.count;
	target->needs = text->needs.items;
	target->need_count = text->needs.count;
	target->features = text->features.items;
	target->feature_count = text->features.count;
	target->version_args = text->version.args;
	target->version_after = text->version.after;
	target->version_pattern = text->version.pattern;
	target->stop_signal = stop_signals[text->stop_word];
	target->tls_given = text->tls_place.line > 0;
	for (int i = 0; i < AUTH_MODE_COUNT; i++)
		target->modes[i].given = target->modes[i].place.line > 0;
}

struct target *target_read_file(
	struct arena *arena, struct diag *diag, const char *path, const char *name, const char *version)
{
	struct target_text *text = ARENA_NEW(arena, struct target_text);
	struct target *target = &text->target;
	size_t errors = diag->count + diag->dropped;
	struct node *node;

	target->name =
		version ? arena_printf(arena, "%s-%s", name, version) : arena_strdup(arena, name);
	target->version_asked = version;
	target->path = arena_strdup(arena, path);
	target->folder =
		strchr(path, '/') ? arena_strndup(arena, path, (size_t)(strrchr(path, '/') - path)) : ".";
	target->start_timeout_ms = TARGET_START_TIMEOUT_MS;
	if (!node_read(&node, arena, diag, target->path))
		return NULL;
	target_like_take(node, target->folder, arena, diag);
	if (!schema_read(text, &target_schema, node, arena, diag))
		return NULL;
	take_lists(text, arena, diag);
	target_client_take(target, &text->client, arena, diag);
	take_sides(text, diag);
	check_sides(text, node->place, diag);
	target_identity_take(&target->identity, target->proxy_protocol, arena, diag);
	take_program(text, node->place, arena, diag);
	target_answers_take(target, &text->answers, arena, diag);
	target_check_version(target, text->version.pattern_place, diag);
	target_check(target, arena, diag);
	return diag->count + diag->dropped == errors ? target : NULL;
}
