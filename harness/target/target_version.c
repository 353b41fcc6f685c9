/* How a program says its version, and reading it. */
#include <ctype.h>
#include <regex.h>
#include <string.h>

#include "arena.h"
#include "target_parts.h"
#include "text.h"

enum { REASON_MAX = 128 };

void target_check_version(const struct target *target, struct place place, struct diag *diag)
{
	char reason[REASON_MAX];
	regex_t compiled;
	int error;

	if (!target->version_pattern)
		return;
	if (target->version_after)
		diag_error(diag, place, "'pattern' and 'after' in version: which?");
	error = regcomp(&compiled, target->version_pattern, REG_EXTENDED);
	if (error) {
		regerror(error, &compiled, reason, sizeof(reason));
		diag_error(diag, place, "'%s': %s", target->version_pattern, reason);
		return;
	}
	if (compiled.re_nsub != 1)
		diag_error(diag, place, "the version is what the one group ( ) of the pattern matches");
	regfree(&compiled);
}

static const char *by_pattern(struct arena *arena, const char *pattern, const char *output)
{
	regmatch_t found[2];
	regex_t compiled;
	const char *version = NULL;

	if (regcomp(&compiled, pattern, REG_EXTENDED | REG_NEWLINE) != 0)
		return NULL;
	if (regexec(&compiled, output, COUNT_OF(found), found, 0) == 0 && found[1].rm_so >= 0)
		version = text_clean_dup(
			arena, output + found[1].rm_so, (size_t)(found[1].rm_eo - found[1].rm_so));
	regfree(&compiled);
	return version && *version ? version : NULL;
}

const char *target_version(struct arena *arena, const struct target *target, const char *output)
{
	const char *after = target->version_after;
	const char *start = after ? strstr(output, after) : output;
	size_t word = 0;

	if (target->version_pattern)
		return by_pattern(arena, target->version_pattern, output);
	if (!start)
		return NULL;
	start += after ? strlen(after) : 0;
	while (isspace((unsigned char)*start))
		start++;
	while (start[word] && !isspace((unsigned char)start[word]))
		word++;
	return word ? text_clean_dup(arena, start, word) : NULL;
}
