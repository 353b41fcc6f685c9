#ifndef DOCTOR_CHECK_H
#define DOCTOR_CHECK_H
/* Is this machine fit for a run? The judgements are pure; doctor_checks() asks the machine. */
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "doctor_report.h"
#include "tls_version.h"

struct arena;
struct http_driver_library;
struct observation;
struct recipe;

/* Versions such as "OpenSSL 3.0.15 3 Sep 2024": the major version must be that of the headers. */
struct doctor_check doctor_judge_openssl(
	const char *library, const char *headers, struct arena *arena);
/* The http driver hooks into OpenSSL; without HTTP/2 only that is missing. */
struct doctor_check doctor_judge_libcurl(
	const struct http_driver_library *library, struct arena *arena);
/* Open files: the limit, and what a run of that many cells in flight needs. */
size_t doctor_files_needed(size_t jobs);
struct doctor_check doctor_judge_files(uint64_t limit, size_t needed, struct arena *arena);
/* Certificates are dated: a clock that stands before the program was built is wrong. */
struct doctor_check doctor_judge_clock(
	time_t now, time_t built, uint64_t earlier_us, uint64_t later_us, struct arena *arena);
struct doctor_check doctor_judge_space(
	const char *folder, uint64_t free_bytes, struct arena *arena);

/*
 * What the two ends recorded of a handshake with a client certificate, and four bytes of data from
 * the client: NULL if it is all of it and as meant, otherwise what is not.
 */
const char *doctor_handshake_gap(enum tls_version version, const struct observation *client,
	const struct observation *server, struct arena *arena);
/* Makes one of each version in memory. */
struct doctor_check doctor_check_handshakes(const struct recipe *recipe, struct arena *arena);
/* Makes a connection over it, within a second. */
struct doctor_check doctor_check_loopback(struct arena *arena);
/* All of them, in the order in which they are shown. */
void doctor_checks(struct doctor_report *out, const struct recipe *recipe, struct arena *arena);
#endif
