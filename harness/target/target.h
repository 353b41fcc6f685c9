#ifndef TARGET_H
#define TARGET_H
/*
 * Target files: everything that mtlspec knows about a product, as data. The format is described at
 * the top of target.c and in harness/targets/README.md; adding a product touches no C.
 */
#include <stdbool.h>
#include <stddef.h>

#include "auth_mode.h"
#include "diag.h"
#include "schema.h"
#include "scenario.h"
#include "target_answers.h"
#include "target_directive.h"
#include "target_identity.h"
#include "target_log.h"
#include "target_need.h"
#include "target_reload.h"
#include "target_reply.h"
#include "target_setup.h"
#include "template.h"
#include "tls_version.h"

/* How the product says one client-auth mode. */
struct target_mode {
	bool given; /* the file says something about this mode */
	const char *unsupported; /* reason why it can't be expressed; NULL if it can */
	const char *approximates; /* how it differs from the mode's meaning; NULL if exact */
	const char *setting; /* in the product's own words, for explanations */
	struct pair_list values; /* ${mode.NAME} in the templates */
	struct place place;
};

/* A setting that scenarios may ask for by `requires` (crl, ...). */
struct target_feature {
	const char *name;
	struct pair_list values; /* ${NAME} in the templates; empty text while the feature is off */
	struct place place;
};

/* A file of the work folder, rendered from a template beside target.yaml. */
struct target_file {
	const char *name;
	const char *from;
	const char *text; /* the template, read when the target is read */
	struct place place; /* where that text begins: the template file's first byte */
};

struct target_deviation {
	const char *cells; /* glob over cell ids */
	enum outcome observed; /* what happens instead */
	const char *reason;
	const char *link; /* public reference */
	struct place place;
};

/* How a target plays the client side. */
enum client_kind {
	CLIENT_PROGRAM, /* a command that is run once for each connection */
	CLIENT_PROXY, /* a proxy that is launched once for each configuration and asked on its front */
	CLIENT_DAEMON, /* launched once for each configuration, and connects when it likes */
	CLIENT_KIND_COUNT,
};
extern const char *const client_kind_words[]; /* program proxy daemon; the drivers' names, too */

/* What a scenario may ask of a client, and a target file may say that it cannot do. */
enum client_need {
	NEED_CLIENT_CERTIFICATE, /* present a certificate */
	NEED_NO_CLIENT_CERTIFICATE, /* have none */
	NEED_SNI, /* be told a DNS name apart from the address to connect to */
	NEED_IP_NAME, /* be told an IP address as the server's name */
	NEED_TRAILING_DOT, /* be told a name that ends with a dot */
	NEED_IDN, /* be told a name with an A-label (xn--) */
	NEED_TLS12, /* speak TLS 1.2 with a server that speaks nothing else */
	NEED_TLS13, /* TLS 1.3 */
	CLIENT_NEED_COUNT,
};
/* client-certificate no-client-certificate sni ip-name trailing-dot idn tls1.2-only tls1.3-only */
extern const char *const client_need_words[];

/* Arguments that stand together, always or only `when` a feature is on. */
struct target_arguments {
	const char *when; /* "client-certificate", or a feature of the file; NULL: always */
	struct text_list args;
};

struct target_client {
	bool given; /* the target plays the client side */
	enum client_kind kind;
	struct target_arguments *args;
	size_t args_count;
	const char *input; /* template of what is written to a program's standard input, or NULL */
	struct place input_place;
	bool success[256]; /* exit statuses of a program that mean: it got its answer */
	struct text_list success_texts; /* and what it must have written then: one of these; or none */
	bool asks_for_one_name; /* whatever it is told */
	bool wire_decides; /* it tells nothing: it got its answer if that was taken */
	struct target_reply answer; /* of our server */
	const char *cannot[CLIENT_NEED_COUNT]; /* the reason; NULL: it can */
};

/* The feature that is on where the client has a certificate, without being asked for by
 * scenarios. */
#define TARGET_FEATURE_CLIENT_CERTIFICATE "client-certificate"
/* With which ${client_key} is under the passphrase in ${passphrase_file}. */
#define TARGET_FEATURE_ENCRYPTED_KEY "encrypted-key"

struct target {
	const char *name; /* folder name, HOST:PORT, or what it was called by NAME= */
	const char *file_name; /* without OWN=, for scenarios that are about it; NULL: the same */
	const char *asked_as; /* what --target was given, for commands to reproduce */
	const char *title;
	bool sides[SIDE_COUNT]; /* which it can play; server unless the file says otherwise */
	const char *folder;
	const char *path; /* of target.yaml, or NULL for HOST:PORT */
	const char *program; /* as written */
	const char *program_path; /* as found on PATH and in usual sbin folders, or NULL */
	const char *install_hint; /* "apt-get install nginx-light", or NULL */
	/* product whose `install` script puts the program into the cache, or NULL: no versions to
	 * choose */
	const char *installed_by;
	struct target_need *needs; /* beside the program */
	size_t need_count;
	/* the one of them that is not there, once needs_look has looked; NULL: none */
	const char *lacks;
	const char *version_asked; /* --target NAME@VERSION, or NULL */
	struct text_list version_args;
	const char *version_after; /* the version is the word after this text in the output */
	const char *version_pattern; /* or what the group of this regular expression matches */
	struct text_list args;
	struct pair_list environment;
	struct target_file *files;
	size_t file_count;
	struct pair_list values; /* constants: ${NAME} in the templates */
	struct target_mode modes[AUTH_MODE_COUNT];
	bool tls_given; /* the file has `tls`: what it does not name of 1.2 and 1.3 is not spoken */
	const char *tls_words[TLS_VERSION_COUNT]; /* ${tls} = words of tls1.2 and tls1.3 with a space */
	struct target_feature *features;
	size_t feature_count;
	/* "http 401", "alert", "close": normal ways beside the RFC's alert; such a status is a
	 * refusal */
	struct text_list refuses_by;
	struct target_identity identity;
	bool proxy_protocol; /* its connections to the backend begin with a PROXY header */
	struct target_deviation *deviations;
	size_t deviation_count;
	const char *fix; /* which directives decide over certificates, for explanations */
	struct target_directive *directives;
	size_t directive_count;
	struct target_log_row *log_rows;
	size_t log_row_count;
	struct text_list crash_marks; /* log texts that mean: a worker died */
	int stop_signal;
	struct target_reload reload;
	double rate; /* connections per second; 0: as they come */
	long start_timeout_ms; /* default 5000 */
	long stop_timeout_ms; /* from the signal until it is killed; 0: PROCESS_STOP_TIMEOUT_MS */
	/* connect: already running somewhere; no launch */
	const char *connect_host; /* or NULL */
	int connect_port;
	const char *server_name; /* of that: SNI, and the name to verify; NULL: the run's own */
	const char *host; /* and the Host header; NULL: the server name */
	struct target_answers answers; /* what is asked for, and what the answers mean */
	struct target_setup setup; /* more ports, names and certificates */
	bool takes_defects; /* the built-in references: ${defects} */
	bool modes_left_out[AUTH_MODE_COUNT]; /* nothing is planned in them */
	bool deeds_left_out; /* nor of scenarios that do something to it */
	/* nor in another TLS version than the newest that a scenario is for */
	bool older_tls_left_out;
	const char *only_scenarios; /* a glob: nothing else is planned; NULL: all are */
	/* of scenarios that require this feature nothing, or nothing else; NULL: no matter */
	const char *feature_left_out;
	const char *only_feature;
	const char *defects; /* --target NAME+DEFECT: "DEFECT,..." of its own; or NULL */
	struct target_client client; /* with it: a target that plays the client side, and no other */
	/* made from a command line (--client): the command itself, for commands to reproduce, or
	 * NULL */
	const char *command;
	const char *command_options; /* and what was said beside it, " --answer ..."; "" or NULL */
};

extern const struct schema target_schema;

/*
 * Finds and reads a target by `name`: a folder name below harness/targets, a path to a folder or to
 * a target file, or HOST:PORT / [IPV6]:PORT. Each but an address may end with @VERSION: that
 * version of a program that is in the cache by version; the target is then called NAME-VERSION.
 * NAME+DEFECT+... is a target that takes defects, with these: a target of its own, of that name.
 * OWN=... is any of these, called OWN.
 * Adds diagnostics and returns NULL on failure; an unknown name is answered with the known ones.
 */
struct target *target_read(struct arena *arena, struct diag *diag, const char *name);
/* The same, and where it was given. */
struct target *target_read_asked(
	struct arena *arena, struct diag *diag, const char *asked, struct place place);
/* What was given in `folder`, said from here: a path is relative to it. */
const char *target_asked_from(struct arena *arena, const char *asked, const char *folder);
/* With which defects it is run where all are to have those `asked` for (or NULL); "" for none. */
const char *target_defects(const struct target *target, const char *asked, struct arena *arena);
/* Names of the built-in target folders, NULL-terminated, sorted. */
const char *const *target_names(struct arena *arena);

/* The program's path: as it is if it holds a '/' (relative to `folder`), else found on PATH or in
 * the sbin folders; NULL: it is not there. */
const char *target_find_program(struct arena *arena, const char *program, const char *folder);
/* Versions that its install script has put into the cache, oldest first, NULL-terminated; NULL:
 * none. */
const char *const *target_cached_versions(const struct target *target, struct arena *arena);

const struct target_feature *target_find_feature(const struct target *target, const char *name);
/* False for TLS 1.2 or 1.3 where the file's `tls` leaves it out. Older versions are the scenario's
 * business: the target is not meant to speak them. */
bool target_speaks(const struct target *target, enum tls_version version);
/* What the program says that it is, by `version` of the file; NULL if that is not in its output. */
const char *target_version(struct arena *arena, const struct target *target, const char *output);
/* HOST:PORT or [IPV6]:PORT; the host comes without brackets. On failure false and `why`. */
WARN_UNUSED bool target_parse_address(
	const char **host, int *port, const char **why, struct arena *arena, const char *text);

/* What somebody may have meant who wrote a URL, or an address with too much or too little:
 * HOST:PORT, or NULL. */
const char *target_address_meant(struct arena *arena, const char *text);

/* May these be asked for by SNI and verified; sent as Host? */
bool target_is_server_name(const char *text);
bool target_is_host(const char *text);
/* What is sent as Host to a target that is called `server_name`. */
const char *target_host(const struct target *target, const char *server_name);

/*
 * `mtlspec run --client 'mycli --ca ${server_ca} ${url}'`: a client program as a target, without a
 * file. The command is split into words as a shell does it (blanks, quotes, backslash), but no
 * shell is started: nothing is expanded but ${names}. Called after the program's base name. A
 * program that uses neither ${connect_proxy} nor ${tls_proxy} nor ${host} is led to our server by
 * the variable https_proxy. NULL with diagnostics.
 */
struct target *target_from_command(struct arena *arena, struct diag *diag, const char *command);

/* A launchable configuration: every template expanded. */
struct rendered_file {
	const char *name;
	const char *from; /* its template */
	const char *text;
	struct template_lines lines; /* of the template, for each line of the text */
};
struct rendered {
	struct rendered_file *files;
	size_t file_count;
	const char **args; /* NULL-terminated, without argv[0] */
	struct place *arg_places; /* where each stands in the target file */
	size_t arg_count;
	const char **environment; /* NULL-terminated "NAME=value", beside the inherited ones */
	const char *input; /* of a client program, or NULL */
	const char **reload; /* NULL-terminated words of the command that makes it reload */
};

/*
 * Names that every template may use (see harness/targets/README.md):
 *   dir port host backend_host backend_port server_name server_cert server_key server_both
 *   client_ca client_crl mark passphrase_file defects tls mode, those of target_setup_names, the
 *   file's own `values`, mode.* and the features' values
 * The caller gives the names up to `defects`, and those of target_setup_names, as `environment`
 * (defects may be left out: empty); the rest is filled in here. `features` are names that
 * target_find_feature knows. An argument that expands to empty text is dropped. On failure false,
 * with diagnostics at the place in the template.
 */
extern const char *const target_value_names[];
WARN_UNUSED bool target_render(struct rendered *out, struct arena *arena, struct diag *diag,
	const struct target *target, enum auth_mode mode, const char *const *features,
	size_t feature_count, const struct template_values *environment);

/*
 * Names that the templates of a client may use (meanings: harness/targets/README.md). The caller
 * gives them all but `tls`, which is the word for `version` where that is one version (a program),
 * and the words of all versions for TLS_VERSION_NONE (a proxy). `features` may hold
 * TARGET_FEATURE_CLIENT_CERTIFICATE, also where the file declares no such feature.
 */
extern const char *const target_client_value_names[];
/* Those of them that are files of a credential; the last has no name. */
struct target_client_file {
	const char *name;
	const char *suffix; /* of the file */
	bool is_first; /* of the one that a program's earlier request is made with */
	const char *encrypted; /* suffix with TARGET_FEATURE_ENCRYPTED_KEY; NULL: the same */
};
extern const struct target_client_file target_client_files[];
/* Of that file where these features are on. */
const char *target_client_file_suffix(
	const struct target_client_file *file, const char *const *features, size_t count);
WARN_UNUSED bool target_render_client(struct rendered *out, struct arena *arena, struct diag *diag,
	const struct target *target, enum tls_version version, const char *const *features,
	size_t feature_count, const struct template_values *environment);
/* Does `text`, such as "${tls_proxy}", stand in any of its templates? */
bool target_client_uses(const struct target *target, const char *text);
/* What a target that is a client is told to connect to, where a scenario says nothing else. */
const char *target_client_name(const struct target *target);
#endif
