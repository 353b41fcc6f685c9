#include "kept_sessions.h"

#include <string.h>

#include <openssl/ssl.h>

void kept_sessions_finish(struct kept_sessions *kept)
{
	for (size_t i = 0; i < kept->count; i++)
		SSL_SESSION_free(kept->items[i]);
	memset(kept, 0, sizeof(*kept));
}

void kept_sessions_add(struct kept_sessions *kept, SSL_SESSION *session)
{
	if (kept->count == KEPT_SESSIONS_MAX) {
		SSL_SESSION_free(session);
		return;
	}
	kept->items[kept->count++] = session;
	kept->ended = false;
}

static bool is_for_one_use(const SSL_SESSION *session)
{
	return SSL_SESSION_get_protocol_version(session) == TLS1_3_VERSION;
}

bool kept_sessions_left(const struct kept_sessions *kept)
{
	if (!kept->count)
		return false;
	return kept->offered < kept->count ||
		(!is_for_one_use(kept->items[kept->count - 1]) && !kept->ended);
}

SSL_SESSION *kept_sessions_offer(struct kept_sessions *kept)
{
	if (!kept_sessions_left(kept))
		return NULL;
	if (kept->offered < kept->count)
		kept->offered++;
	return kept->items[kept->offered - 1];
}

SSL_SESSION *kept_sessions_same(const struct kept_sessions *kept)
{
	return kept->offered ? kept->items[kept->offered - 1] : NULL;
}

void kept_sessions_end(struct kept_sessions *kept)
{
	kept->ended = true;
}

bool kept_sessions_has(const struct kept_sessions *kept, const SSL_SESSION *session)
{
	for (size_t i = 0; i < kept->count; i++) {
		if (kept->items[i] == session)
			return true;
	}
	return false;
}
