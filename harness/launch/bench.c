#include "bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "backend.h"
#include "fatal.h"
#include "file.h"
#include "guardian.h"
#include "pki.h"
#include "tls_server.h"
#include "tmpdir.h"

static void make_nonce(struct bench *bench)
{
	uint64_t random;

	if (getrandom(&random, sizeof(random), 0) != (ssize_t)sizeof(random))
		FATAL("no randomness");
	snprintf(bench->nonce, sizeof(bench->nonce), "%016" PRIx64, random);
}

static bool has_clients(const struct plan *plan)
{
	for (size_t i = 0; i < plan->instance_count; i++) {
		if (plan->instances[i].side == SIDE_CLIENT)
			return true;
	}
	return false;
}

static void add_once(struct arena *arena, const char ***names, size_t *count, const char *name)
{
	if (!name)
		return;
	for (size_t i = 0; i < *count; i++) {
		if (strcmp((*names)[i], name) == 0)
			return;
	}
	*ARENA_PUSH(arena, *names, *count) = name;
}

/* What targets that are clients are configured to present, each once; NULL-terminated. */
static const char *const *client_credentials(struct bench *bench)
{
	const struct plan *plan = bench->options->plan;
	const char **names = NULL;
	size_t count = 0;

	for (size_t i = 0; i < plan->instance_count; i++) {
		add_once(&bench->arena, &names, &count, plan->instances[i].client_credential);
		add_once(&bench->arena, &names, &count, plan->instances[i].first_credential);
	}
	*ARENA_PUSH(&bench->arena, names, count) = NULL;
	return names;
}

static void add_names(
	struct arena *arena, const char ***names, size_t *count, const struct text_list *more)
{
	for (size_t i = 0; i < more->count; i++)
		*ARENA_PUSH(arena, *names, *count) = more->items[i];
}

/* What the templates of targets with certificates of their own name. */
static bool write_named(struct bench *bench, const char *pki_dir, const char **why)
{
	const struct plan *plan = bench->options->plan;
	struct text_list credentials = {0};
	struct text_list authorities = {0};

	for (size_t i = 0; i < plan->instance_count; i++) {
		const struct target_setup *setup = &plan->instances[i].target->setup;

		add_names(&bench->arena, &credentials.items, &credentials.count, &setup->credentials);
		add_names(&bench->arena, &authorities.items, &authorities.count, &setup->authorities);
	}
	if (!credentials.count && !authorities.count)
		return true;
	*ARENA_PUSH(&bench->arena, credentials.items, credentials.count) = NULL;
	*ARENA_PUSH(&bench->arena, authorities.items, authorities.count) = NULL;
	return pki_write_named(
		bench->options->pki, pki_dir, credentials.items, authorities.items, &bench->arena, why);
}

static bool write_bundles(struct bench *bench, const char *pki_dir, const char **why)
{
	const struct plan *plan = bench->options->plan;
	const char **names = NULL;
	size_t count = 0;
	bool ok = true;

	for (size_t i = 0; i < plan->instance_count; i++) {
		const struct text_list *more = &plan->instances[i].target->setup.bundles;

		add_once(&bench->arena, &names, &count, plan->instances[i].bundle);
		for (size_t j = 0; j < more->count; j++)
			add_once(&bench->arena, &names, &count, more->items[j]);
	}
	for (size_t i = 0; ok && i < count; i++)
		ok = pki_write_bundle(bench->options->pki, pki_dir, names[i], &bench->arena, why);
	return ok;
}

enum drive client_drive(enum client_kind kind)
{
	static const enum drive drives[CLIENT_KIND_COUNT] = {
		[CLIENT_PROGRAM] = DRIVE_PROGRAM,
		[CLIENT_PROXY] = DRIVE_PROXY,
		[CLIENT_DAEMON] = DRIVE_DAEMON,
	};

	return drives[kind];
}

bool bench_write_pki(struct bench *bench, const char *dir, const char **why)
{
	struct pki *pki = bench->options->pki;

	return file_make_dirs(why, &bench->arena, dir) &&
		pki_write_runtime(pki, dir, &bench->arena, why) && write_named(bench, dir, why) &&
		write_bundles(bench, dir, why) &&
		(!has_clients(bench->options->plan) ||
			pki_write_credentials(pki, dir, client_credentials(bench), &bench->arena, why));
}

static bool set_up_servers(struct bench *bench, const char **why)
{
	struct x509_st *root;

	if (!has_clients(bench->options->plan))
		return true;
	root = pki_authority(bench->options->pki, PKI_CLIENT_ROOT, why);
	if (root)
		bench->servers = tls_server_set_create(root, NULL);
	return root != NULL;
}

static void set_up_clients(struct bench *bench, struct x509_st *root)
{
	bench->tls = tls_client_context_create(root);
	for (size_t i = 0; (root = pki_trusted_server_ca(bench->options->pki, i)); i++)
		tls_client_context_trust(bench->tls, root);
	attempt_context_init(&bench->attempts, bench->loop, bench->tls);
}

/* One for each host of the target that has most: all targets share them. */
static bool open_host_backends(
	struct bench *bench, const struct backend_options *main_one, const char **why)
{
	const struct plan *plan = bench->options->plan;
	size_t count = 0;

	for (size_t i = 0; i < plan->instance_count; i++) {
		if (target_host_count(plan->instances[i].target) > count)
			count = target_host_count(plan->instances[i].target);
	}
	for (size_t i = 0; i < count; i++) {
		struct backend_options options = *main_one;

		options.port = 0;
		options.number = (int)i;
		bench->host_backends[i] = backend_start(bench->loop, &options, &bench->arena, why);
		if (!bench->host_backends[i])
			return false;
	}
	return true;
}

bool bench_open(struct bench *bench, const struct bench_options *options, struct uv_loop_s *loop,
	const struct backend_options *listener, const char **why)
{
	const struct backend_options backend = {.host = options->backend_host,
		.port = options->backend_port,
		.number = MAIN_BACKEND,
		.request = listener->request,
		.fetched = listener->fetched,
		.asked = listener->asked,
		.owner = listener->owner};
	struct x509_st *root;
	const char *pki_dir;

	*bench = (struct bench){.options = options,
		.loop = loop,
		.drivers = {[DRIVE_TLS] = &driver_tls,
			[DRIVE_HTTP] = &driver_http,
			[DRIVE_PLAIN] = &driver_plain,
			[DRIVE_PROGRAM] = &driver_program,
			[DRIVE_PROXY] = &driver_proxy,
			[DRIVE_DAEMON] = &driver_daemon}};
	arena_init(&bench->arena);
	make_nonce(bench);
	root = pki_authority(options->pki, PKI_SERVER_ROOT, why);
	if (!root || !tmpdir_create(&bench->work_dir, why, &bench->arena))
		return false;
	pki_dir = arena_printf(&bench->arena, "%s/pki", bench->work_dir);
	if (!bench_write_pki(bench, pki_dir, why) || !set_up_servers(bench, why))
		return false;
	set_up_clients(bench, root);
	bench->backend = backend_start(loop, &backend, &bench->arena, why);
	return bench->backend && open_host_backends(bench, &backend, why);
}

void bench_close(struct bench *bench)
{
	backend_stop(bench->backend);
	for (size_t i = 0; i < COUNT_OF(bench->host_backends); i++)
		backend_stop(bench->host_backends[i]);
	attempt_context_finish(&bench->attempts);
}

void bench_finish(struct bench *bench)
{
	tls_client_context_destroy(bench->tls);
	tls_server_set_destroy(bench->servers);
	/* a daemon that a target left behind may still write there */
	guardian_dismiss();
	if (bench->work_dir)
		tmpdir_remove(bench->work_dir);
	arena_finish(&bench->arena);
}
