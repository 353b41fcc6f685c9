#include "kept.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "file.h"
#include "good_peer.h"
#include "result.h"
#include "scenario_step.h"
#include "text.h"

bool kept_write(struct kept *kept, const char *name, const struct buf *text, int mode)
{
	const char *path = arena_printf(kept->arena, "%s/%s", kept->dir, name);

	return file_write(&kept->why, kept->arena, path, buf_text(text), text->len, (mode_t)mode);
}

void kept_assign(struct buf *out, struct kept *kept, const char *name, const char *value)
{
	buf_printf(out, "%s=%s ", name, text_shell_quote(kept->arena, value ? value : ""));
}

const char *kept_role(const struct kept *kept, const struct attempt_result *attempt)
{
	return attempt->step ? arena_printf(kept->arena, "%s: %s", attempt->step, attempt->role)
						 : attempt->role;
}

const char *kept_credential(const struct kept *kept)
{
	const struct attempt_result *subject = result_subject(kept->result);
	const char *name = subject ? attempt_shown(subject) : kept->result->credential;

	return name && strcmp(name, SCENARIO_WHO_IS_GOOD) == 0 ? good_client(kept->instance) : name;
}

const char *const kept_version_flags[TLS_VERSION_COUNT] = {
	[TLS_1_0] = "-tls1", [TLS_1_1] = "-tls1_1", [TLS_1_2] = "-tls1_2", [TLS_1_3] = "-tls1_3"};
