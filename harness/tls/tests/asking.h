#ifndef ASKING_H
#define ASKING_H
/* A plain libssl server that asks for the keys that a test names, and forgives any chain; ours asks
 * for all. */
#include <stdbool.h>

#include "observation.h"
#include "tls_client.h"

/* `schemes`: in libssl's words. With `foreign` the client is an SSL_CTX of somebody else's. */
void asking_shake(struct observation *facts, const struct tls_client_options *client,
	const char *schemes, bool foreign);
#endif
