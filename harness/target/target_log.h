#ifndef TARGET_LOG_H
#define TARGET_LOG_H
/*
 * The `log_says` of a target file: what the product's log tells of a refusal.
 *
 *   log_says:
 *     - {find: unable to get certificate CRL, decides: revocation}        # directive_words
 *     - {find: CRL has expired, decides: revocation, directive: SSLCARevocationFile}
 *     - {find: AH10158, decides: verification, means: it stands in a <Location>}
 *
 * It holds the texts that tell of a fault in the configuration, and none that every bad certificate
 * brings about: many connections write into one log.
 */
#include <stdbool.h>
#include <stddef.h>

#include "diag.h"

struct schema;
struct target;

struct target_log_row {
	const char *find; /* a line of the log that holds this text */
	struct place place;
	int decides; /* index into the words without "none" */
	const char *directive; /* name of the one that is meant; NULL: that of `directives` */
	struct place directive_place;
	const char *means; /* for people, or NULL */
};

extern const struct schema target_log_schema;
/* Texts that no line can hold. */
void target_log_check(const struct target *target, struct diag *diag);

/* What one connection can be known by. */
struct log_trace {
	const char *token; /* that the line of its request holds */
	const char *host; /* our end's address, or NULL: not known */
	int port; /* and its port, or 0 */
	bool own_only; /* a line that says not whose it is, is not taken for its own */
};

/*
 * What the lines say of one connection. Its own are known by its token or port. Where there are
 * none, all that may be its own must say the same: a line with another token or port is none.
 * NULL: nothing, or not one thing.
 */
const struct target_log_row *target_log_find(
	const struct target *target, const char *text, size_t len, const struct log_trace *trace);
/* True if a line that is, or may be, that connection's holds `find`. */
bool target_log_holds(
	const char *text, size_t len, const char *find, const struct log_trace *trace);
#endif
