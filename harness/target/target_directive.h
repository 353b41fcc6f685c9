#ifndef TARGET_DIRECTIVE_H
#define TARGET_DIRECTIVE_H
/*
 * The `directives` of a target file: what the product's directives are called, by what they decide.
 *
 *   directives:
 *     - {decides: verification, find: ssl_verify_client}    # directive_words
 *     - {decides: trust, find: ssl_client_certificate, file: nginx.conf}  # of `files`; default all
 *     - {decides: name, find: proxy_ssl_name, should: "proxy_ssl_name ${name};"}
 *     - {decides: verification, find: --insecure, never: true}
 *     - {decides: verification, find: ca-ignore-err, never: true, forgives: [trust, depth]}
 *     - {decides: verification, find: options, needed: true}
 *     - {decides: depth, find: ssl_verify_depth, least: 1}
 *
 * `find` is looked for as a whole word (letters, digits, '_' and '-' make words) outside of comment
 * lines, in the rendered files and then in the arguments. It may be absent there: then that is
 * said. `should` is a plain text for people, no template. Of several that decide the same, and
 * those that forgive it, one with `never` that stands there is blamed first where somebody got in;
 * then one that is `needed` and missing; then the first that stands there and is not as it should
 * be; then the first that stands there, then the first.
 * Where one stands several times, the lines of the block that serves the place are told, else all
 * (config_block.h). `least` is the number behind a depth with
 * which a chain of one intermediate is taken: products count in different ways.
 */
#include <stddef.h>

#include "auth_mode.h"
#include "config_block.h"
#include "directive.h"
#include "schema.h"

struct rendered;
struct target;

struct target_directive {
	int decides; /* index into the words without "none" */
	const char *find;
	const char *file; /* the name of one of the target's files; NULL: all, and the arguments */
	struct place file_place;
	const char *should; /* NULL: for verification by a server its mode's `setting` */
	bool never; /* it must not stand there */
	/* with `never`: what else it lets pass, in directive_words */
	struct text_list forgives;
	bool needed; /* without it, where the place is served, the others of its kind are for nothing */
	long least; /* of a depth: what one intermediate needs; 0: not known */
	struct place least_place;
	struct place place;
};

extern const struct schema target_directive_schema;
/* Files that are not there, words that no line can hold. */
void target_directive_check(const struct target *target, struct arena *arena, struct diag *diag);

struct directive_question {
	enum directive_kind kind;
	const char *find; /* NULL: those of the file; else this one, whatever the file declares */
	enum auth_mode mode;
	bool let_in; /* somebody got in: a line that is not as it should be comes first */
	bool nobody; /* without a certificate: what `forgives` faults of one is not it */
	const struct rendered *rendered; /* or NULL: it runs elsewhere */
	struct config_place place; /* that the connection was made to */
};

/*
 * Which directive of this kind stands where in a configuration as rendered; where there is none,
 * it only says what to write. The texts are the target's or in the arena. False if the file
 * declares none that could be blamed.
 */
WARN_UNUSED bool target_directive_find(struct directive_fix *out, const struct target *target,
	const struct directive_question *asked, struct arena *arena);
/* Is the depth that stands there enough for so many intermediates? Of `asked`, which has a
 * configuration, only that and its place matter. */
enum depth_fit target_directive_depth(const struct target *target,
	const struct directive_question *asked, size_t intermediates, struct arena *arena);
#endif
