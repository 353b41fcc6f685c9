#include "doctor_check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "arena.h"
#include "clock.h"
#include "home.h"
#include "http_driver_library.h"
#include "run_limits.h"
#include "target.h"
#include "text.h"
#include "tls_library.h"
#include "tmpdir.h"

enum {
	FILES_FIXED = 64, /* the loop, the reports, the backend's and our servers' listeners */
	FILES_PER_CELL =
		5, /* both ends of a connection through the target that are ours, and a program's two */
	FILES_PER_INSTANCE = 8, /* pipes to the process, the held port */
};
static const uint64_t space_needed = 64 * 1024 * 1024;

static struct doctor_check check(
	const char *name, enum check_state state, const char *found, const char *advice)
{
	return (struct doctor_check){name, state, found, state == CHECK_OK ? NULL : advice};
}

/* "3" of "OpenSSL 3.0.15 ..." */
static long major_version(const char *text)
{
	const char *digits = strpbrk(text, "0123456789");

	return digits ? strtol(digits, NULL, 10) : -1;
}

struct doctor_check doctor_judge_openssl(
	const char *library, const char *headers, struct arena *arena)
{
	bool same = major_version(library) == major_version(headers);

	return check("openssl", same ? CHECK_OK : CHECK_BAD,
		arena_printf(arena, "%s, headers %s", library, headers),
		"library and headers differ: build mtlspec again on this machine");
}

struct doctor_check doctor_judge_libcurl(
	const struct http_driver_library *library, struct arena *arena)
{
	bool openssl = library->tls && text_starts_with(library->tls, "OpenSSL/");
	const char *found = arena_printf(arena, "libcurl %s, headers %s, TLS by %s, %s",
		library->version, library->headers, library->tls ? library->tls : "nobody",
		library->http2 ? "HTTP/2" : "no HTTP/2");

	if (!openssl)
		return check("libcurl", CHECK_BAD, found,
			"the http driver needs a libcurl with OpenSSL (apt-get install libcurl4-openssl-dev)");
	return check("libcurl", library->http2 ? CHECK_OK : CHECK_WARNING, found,
		"this libcurl speaks HTTP/1.1 only");
}

size_t doctor_files_needed(size_t jobs)
{
	return FILES_FIXED + FILES_PER_CELL * jobs + (size_t)FILES_PER_INSTANCE * RUN_INSTANCES_MAX;
}

struct doctor_check doctor_judge_files(uint64_t limit, size_t needed, struct arena *arena)
{
	return check("open-files", limit >= needed ? CHECK_OK : CHECK_BAD,
		arena_printf(arena, "limit %" PRIu64 ", a run needs %zu", limit, needed),
		arena_printf(arena, "raise it: ulimit -n %zu", needed));
}

struct doctor_check doctor_judge_clock(
	time_t now, time_t built, uint64_t earlier_us, uint64_t later_us, struct arena *arena)
{
	char text[32];

	clock_format_utc(text, now);
	if (later_us < earlier_us)
		return check("clock", CHECK_BAD, arena_strdup(arena, text),
			"the monotonic clock goes backwards: no duration or deadline would be right");
	return check("clock", now >= built ? CHECK_OK : CHECK_BAD, arena_strdup(arena, text),
		"it stands before mtlspec was built: set it, since certificates are judged by it");
}

struct doctor_check doctor_judge_space(const char *folder, uint64_t free_bytes, struct arena *arena)
{
	return check("work-folder", free_bytes >= space_needed ? CHECK_OK : CHECK_BAD,
		arena_printf(arena, "%s, %" PRIu64 " MB free", folder, free_bytes / (1024 * 1024)),
		"a run needs 64 MB: make room, or name another folder by TMPDIR");
}

static struct doctor_check check_files(struct arena *arena)
{
	struct rlimit limit = {0};

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		limit.rlim_cur = 0;
	return doctor_judge_files(limit.rlim_cur, doctor_files_needed(RUN_JOBS_DEFAULT), arena);
}

static struct doctor_check check_clock(struct arena *arena)
{
	struct stat program = {0};
	uint64_t earlier = clock_now_us();

	if (stat(home_program(arena), &program) != 0)
		program.st_mtime = 0;
	return doctor_judge_clock(time(NULL), program.st_mtime, earlier, clock_now_us(), arena);
}

static struct doctor_check check_folder(struct arena *arena)
{
	struct statvfs space;
	const char *why;
	char *folder;
	bool known;

	if (!tmpdir_create(&folder, &why, arena))
		return check("work-folder", CHECK_BAD, why, "name one that can be written to by TMPDIR");
	known = statvfs(folder, &space) == 0;
	tmpdir_remove(folder);
	*strrchr(folder, '/') = '\0';
	why = tmpdir_passed_over(arena);
	if (why)
		folder = arena_printf(arena, "%s (%s)", folder, why);
	return doctor_judge_space(folder, known ? (uint64_t)space.f_bavail * space.f_frsize : 0, arena);
}

void doctor_checks(struct doctor_report *out, const struct recipe *recipe, struct arena *arena)
{
	struct http_driver_library curl;

	http_driver_library(&curl);
	*ARENA_PUSH(arena, out->checks, out->check_count) =
		doctor_judge_openssl(tls_library_version(), tls_library_headers(), arena);
	*ARENA_PUSH(arena, out->checks, out->check_count) = doctor_check_handshakes(recipe, arena);
	*ARENA_PUSH(arena, out->checks, out->check_count) = doctor_judge_libcurl(&curl, arena);
	*ARENA_PUSH(arena, out->checks, out->check_count) = doctor_check_loopback(arena);
	*ARENA_PUSH(arena, out->checks, out->check_count) = check_files(arena);
	*ARENA_PUSH(arena, out->checks, out->check_count) = check_clock(arena);
	*ARENA_PUSH(arena, out->checks, out->check_count) = check_folder(arena);
}
