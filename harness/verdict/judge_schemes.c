#include "judge_schemes.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "scoped.h"
#include "signature_scheme.h"

enum { LIST_MAX = 4096 };

/* "0x3a3a" */
static bool is_grease(const char *name)
{
	return strlen(name) == strlen("0x0a0a") && strncmp(name, "0x", 2) == 0 && name[3] == 'a' &&
		name[5] == 'a' && name[2] == name[4];
}

static bool is_one_of(const char *name, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (signature_scheme_is(name, words[i]))
			return true;
	}
	return false;
}

bool schemes_allow(const struct scheme_rule *rule, const char *name)
{
	if (!rule->given || is_grease(name))
		return true;
	return rule->only_count ? is_one_of(name, rule->only, rule->only_count)
							: !is_one_of(name, rule->never, rule->never_count);
}

const char *schemes_text(const struct scheme_rule *rule, struct arena *arena)
{
	const char *const *words = rule->only_count ? rule->only : rule->never;
	size_t count = rule->only_count ? rule->only_count : rule->never_count;
	SCOPED_BUF text;

	buf_init(&text, LIST_MAX);
	if (!rule->only_count)
		buf_puts(&text, "nothing of ");
	else if (count > 1)
		buf_puts(&text, "one of ");
	buf_put_list(&text, words, count);
	return arena_strndup(arena, buf_text(&text), text.len);
}
