#ifndef SNIPPETS_H
#define SNIPPETS_H
/*
 * Ready configurations of the known products for somebody who sets one up by hand: the very
 * templates that mtlspec launches, rendered with the files of a folder that `mtlspec pki` wrote.
 *   snippets/README.md      where each listens and forwards, how each is started
 *   snippets/NAME/...       what NAME's templates came to; also its work folder
 */
#include "auth_mode.h"
#include "scoped.h"

struct arena;

#define SNIPPETS_FOLDER "snippets"

struct snippets_options {
	enum auth_mode mode;
	const char *host;
	int port;
	const char *backend_host;
	int backend_port;
};

/* Below `dir`, which is there. False and `why` on failure; a product that can't say the mode is
 * none. */
WARN_UNUSED bool snippets_write(
	const char *dir, const struct snippets_options *options, struct arena *arena, const char **why);
#endif
