#include "protected_path.h"

#include <ctype.h>
#include <string.h>

#include "arena.h"
#include "http.h"
#include "request_path.h"
#include "tls_server.h"

static bool is_within(const struct protected_path *path, const char *read)
{
	return read && request_path_is_below(read, path->path);
}

/* In each way in which it may be read, but for mistakes. */
static bool asks_for_it(const struct protected_path *path, const char *target, struct arena *arena)
{
	if (path->defects[DEFECT_PATH_AS_WRITTEN])
		return request_path_is_below(target, path->path);
	return is_within(path, request_path_read(target, PATH_BY_RFC, arena)) ||
		(!path->defects[DEFECT_PATH_CLEANED_LATE] &&
			is_within(path, request_path_read(target, PATH_LOOSELY, arena)));
}

bool protected_path_refuses(const struct protected_path *path, const struct http_message *request,
	const struct tls_peer *peer, bool resumed, size_t number, struct arena *arena)
{
	const bool *defects = path->defects;

	if (!path->path || peer->verified || !asks_for_it(path, request->target, arena))
		return false;
	return !(defects[DEFECT_PATH_UNPROTECTED] ||
		(defects[DEFECT_FIRST_REQUEST_DECIDES] && number > 1) ||
		(defects[DEFECT_SESSION_IS_ENOUGH] && resumed) ||
		(defects[DEFECT_PATH_OF_FIRST_HOST_ALONE] && path->host > 0) ||
		(defects[DEFECT_GET_ALONE_IS_PROTECTED] && strcmp(request->method, "GET") != 0));
}

const char *protected_path_handed_on(
	const struct protected_path *path, const char *target, struct arena *arena)
{
	const char *read;
	char *folded;

	if (!path->path)
		return target;
	if (path->defects[DEFECT_PATH_CLEANED_LATE]) {
		read = request_path_read(target, PATH_LOOSELY, arena);
		return read ? read : target;
	}
	if (!path->defects[DEFECT_PATH_CASE_BLIND])
		return target;
	folded = arena_strdup(arena, target);
	for (char *at = folded; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	return folded;
}
