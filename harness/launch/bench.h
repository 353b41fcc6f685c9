#ifndef BENCH_H
#define BENCH_H
/*
 * What everything in a run works with: the loop, both sides' TLS, the backend, the work folder with
 * the certificates that targets are configured with, and what the user asked for. Read by all,
 * changed by nobody but who opens and closes it; only `connections` is counted by all.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "attempt.h"
#include "plan.h"
#include "scoped.h"
#include "target_hosts.h"

struct backend;
struct backend_options;
struct pki;
struct recipe;
struct tls_server_set;
struct uv_loop_s;

struct bench_options {
	const struct plan *plan;
	struct pki *pki;
	const struct recipe *recipe;
	enum driver_choice driver;
	const bool *versions_asked; /* TLS_VERSION_COUNT, by the user, each by itself */
	uint64_t deadline_ms; /* for one connection */
	bool strict;
	bool demands_of_clients; /* what they SHOULD do, they must */
	const char *defects; /* for targets that take them, or NULL */
	const char *backend_host; /* where the backend listens */
	int backend_port; /* 0: any */
	bool backend_behind_external; /* targets that we did not launch reach our backend */
	const char *pki_dir; /* for the commands by hand, or NULL */
	/* options to reproduce, each with a blank before it, quoted: those that decide over the
	 * certificates, which `mtlspec pki` takes too, and the others */
	const char *certificates_again;
	const char *again;
	/* file of CAs that our clients trust beside the server root, or NULL */
	const char *server_ca;
	const char *server_ca_conversion; /* for the commands by hand (server_ca_form.h), or NULL */
	double rate; /* connections per second and target; 0: as its file says */
	bool keeps_wire; /* each connection's bytes and key log are wanted */
};

/* The drivers by what they are for (attempt.h). */
enum drive {
	DRIVE_TLS,
	DRIVE_HTTP,
	DRIVE_PLAIN,
	DRIVE_PROGRAM,
	DRIVE_PROXY,
	DRIVE_DAEMON,
	DRIVE_COUNT
};
/* By which a target that is the client is run. */
enum drive client_drive(enum client_kind kind);

struct bench {
	const struct bench_options *options;
	struct uv_loop_s *loop;
	const struct driver *drivers[DRIVE_COUNT];
	struct attempt_context attempts;
	struct tls_client_context *tls;
	struct tls_server_set *servers; /* made where there are targets that are clients */
	struct backend *backend;
	struct backend *host_backends[TARGET_HOSTS_MAX]; /* of the hosts of that number; or NULL */
	char *work_dir;
	char nonce[20];
	size_t connections; /* made so far */
	struct arena arena; /* as long as the run */
};

/*
 * Makes all that a run needs. `listener` says who is told what the backend is asked for, not where
 * it listens. False and `why`: no work folder, no port, no certificate; what was made is taken down
 * by bench_finish.
 */
WARN_UNUSED bool bench_open(struct bench *bench, const struct bench_options *options,
	struct uv_loop_s *loop, const struct backend_options *listener, const char **why);
/* Nothing more is asked or answered; the loop comes to its end. */
void bench_close(struct bench *bench);
/* After the loop: frees all, and takes the work folder away. */
void bench_finish(struct bench *bench);

/* What the targets' configurations name, into a folder laid out by store.h. */
WARN_UNUSED bool bench_write_pki(struct bench *bench, const char *dir, const char **why);
#endif
