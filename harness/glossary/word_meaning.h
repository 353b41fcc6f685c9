#ifndef WORD_MEANING_H
#define WORD_MEANING_H
/* What the words of a report mean: verdicts, client-auth modes, exit codes (and, in model, the
 * classes of failures). By their enums, and never NULL. */
#include "auth_mode.h"
#include "failure_class.h"
#include "result.h"

const char *verdict_meaning(enum verdict verdict);
const char *auth_mode_meaning(enum auth_mode mode);
/* Who says it so: "nginx ssl_verify_client optional". */
const char *auth_mode_elsewhere(enum auth_mode mode);

struct exit_meaning {
	enum exit_code code;
	const char *means;
};
/* In their order; the last one has no text. */
extern const struct exit_meaning exit_meanings[];
#endif
