#include "keep_target.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "backend.h"
#include "bench.h"
#include "buf.h"
#include "client_config.h"
#include "config_files.h"
#include "file.h"
#include "home.h"
#include "host_address.h"
#include "instance.h"
#include "instance_config.h"
#include "instance_files.h"
#include "kept.h"
#include "pki.h"
#include "server_leg.h"
#include "store.h"
#include "target.h"
#include "target_hosts.h"
#include "text.h"

/* For a program, which gets another port for each connection. */
enum { STAND_IN_PORT = 61617, SCRIPT_MAX = 1024 * 1024 };
enum { STAND_IN_PROXY_PORT = 61618 };
#define STAND_IN_PROXY "http://127.0.0.1:61617"
#define STAND_IN_TLS_PROXY "https://127.0.0.1:61618"

static void assign(struct buf *out, const char *name, const char *value, struct arena *arena)
{
	buf_printf(out, "%s=%s\n", name, text_shell_quote(arena, value));
}

static bool render(struct rendered *out, struct kept *kept, const char *dir, const char *name)
{
	const struct client_config config = {.name = name,
		.server_port = STAND_IN_PORT,
		.proxy_port = STAND_IN_PROXY_PORT,
		.token = "reproduce",
		.version = (int)kept->plan->tls};

	if (instance_is_program(kept->instance))
		return client_config_render(out, dir, kept->instance, &config, kept->arena, &kept->why);
	return instance_config_render(out, kept->instance, TLS_VERSION_NONE, kept->arena, &kept->why);
}

static void put_ports(struct buf *out, const struct kept *kept)
{
	const struct instance *instance = kept->instance;
	const struct target *target = instance->plan->target;

	buf_puts(out, "ports_were='");
	if (instance->port.port)
		buf_printf(out, "main:%d ", instance->port.port);
	for (size_t i = 0; i < target->setup.listeners.count; i++)
		buf_printf(out, "listener%zu:%d ", i, instance->listeners[i].port.port);
	if (instance_is_program(instance))
		buf_printf(out, "upstream:%d", STAND_IN_PORT);
	else if (instance->upstream)
		buf_printf(out, "upstream:%d", server_leg_port(instance->upstream));
	else
		buf_printf(out, "backend:%d", backend_port(kept->bench->backend));
	for (size_t i = 0; i < target_host_count(target); i++)
		if (kept->bench->host_backends[i])
			buf_printf(out, " host%zu:%d", i, backend_port(kept->bench->host_backends[i]));
	buf_puts(out, "'\n");
}

/* How a program is led to our server where it can't be told: by our proxy, which openssl is not. */
static bool is_led(const char *word)
{
	return strstr(word, STAND_IN_PROXY) || strstr(word, STAND_IN_TLS_PROXY);
}

static bool any_is_led(const char *const *words)
{
	for (size_t i = 0; words && words[i]; i++) {
		if (is_led(words[i]))
			return true;
	}
	return false;
}

/* Every word goes through `was`, which translates it. */
static void put_launch(struct buf *out, const struct rendered *rendered, const struct kept *kept)
{
	const struct target *target = kept->plan->target;
	struct arena *arena = kept->arena;

	buf_puts(out, "launch() {\n\tset --\n");
	for (size_t i = 0; rendered->environment && rendered->environment[i]; i++) {
		if (!is_led(rendered->environment[i]))
			buf_printf(out, "\tset -- \"$@\" \"$(was %s)\"\n",
				text_shell_quote(arena, rendered->environment[i]));
	}
	buf_printf(out, "\tset -- \"$@\" %s\n",
		text_shell_quote(arena, target->program_path ? target->program_path : target->program));
	for (size_t i = 0; i < rendered->arg_count; i++)
		buf_printf(
			out, "\tset -- \"$@\" \"$(was %s)\"\n", text_shell_quote(arena, rendered->args[i]));
	buf_puts(out, "\texec setsid ${under:+unshare -rm sh \"$under\"} env \"$@\"\n}\n");
}

static const char *kind_of(const struct instance *instance)
{
	if (instance_is_program(instance))
		return "program";
	if (instance->plan->side == SIDE_CLIENT)
		return "proxy";
	return instance->plan->target->connect_host ? "running" : "launched";
}

/* CAs that our clients trust: file below pki/. */
static const char *trusted(const struct kept *kept)
{
	const char *own = kept->plan->target->setup.control.server_root;

	return own ? arena_printf(kept->arena, "ca/%s.pem", own) : "server-ca.pem";
}

/* CAs of the user's, which stand there beside it. */
static void put_more_trust(struct buf *out, const struct kept *kept)
{
	buf_puts(out, "more_trust='");
	for (size_t i = 0; pki_trusted_server_ca(kept->bench->options->pki, i); i++)
		buf_printf(out, STORE_MORE_SERVER_CA " ", i);
	buf_puts(out, "'\n");
}

static void put_running(struct buf *out, const struct kept *kept)
{
	const struct target *target = kept->plan->target;
	const struct bench_options *options = kept->bench->options;

	assign(out, "address",
		arena_printf(kept->arena, "%s:%d", host_before_port(target->connect_host, kept->arena),
			target->connect_port),
		kept->arena);
	put_more_trust(out, kept);
	if (options->backend_behind_external)
		buf_printf(
			out, "backend=%s:%d\n", options->backend_host, backend_port(kept->bench->backend));
}

/* One a line; each tells of success. */
static const char *success_texts(const struct kept *kept)
{
	const struct text_list *texts = &kept->plan->target->client.success_texts;
	const char *all = "";

	for (size_t i = 0; i < texts->count; i++)
		all = arena_printf(kept->arena, "%s%s%s", all, i ? "\n" : "", texts->items[i]);
	return all;
}

static void put_program(struct buf *out, const struct rendered *rendered, struct kept *kept)
{
	const struct target *target = kept->plan->target;
	char here[PATH_MAX];

	buf_puts(out, "success='");
	for (size_t i = 0; i < COUNT_OF(target->client.success); i++) {
		if (target->client.success[i])
			buf_printf(out, "%zu ", i);
	}
	buf_puts(out, "'\n");
	assign(out, "success_says", success_texts(kept), kept->arena);
	if (target->client.wire_decides)
		buf_puts(out, "success=wire\n");
	if (any_is_led(rendered->args))
		buf_puts(out, "led_by=arguments\n");
	else if (any_is_led(rendered->environment))
		buf_puts(out, "led_by=environment\n");
	if (target->command && getcwd(here, sizeof(here)))
		assign(out, "run_in", here, kept->arena);
}

static void put_files(struct buf *out, const struct rendered *rendered, struct arena *arena)
{
	buf_puts(out, "files() {\n\tset --");
	for (size_t i = 0; i < rendered->file_count; i++)
		buf_printf(out, " %s", text_shell_quote(arena, rendered->files[i].name));
	buf_puts(out, "\n\tfor file; do place \"$file\" || return 1; done\n}\n");
}

static bool write_script(
	struct kept *kept, const char *folder, const char *dir, const struct rendered *rendered)
{
	struct arena *arena = kept->arena;
	const struct target *target = kept->plan->target;
	const char *path = arena_printf(arena, "%s/target.sh", folder);
	SCOPED_BUF out;

	buf_init(&out, SCRIPT_MAX);
	buf_puts(&out, "# How it ran; read by lib.sh.\n");
	assign(&out, "kind", kind_of(kept->instance), arena);
	assign(&out, "mtlspec", home_program(arena), arena);
	assign(&out, "work_was", kept->bench->work_dir, arena);
	assign(&out, "folder", strrchr(dir, '/') + 1, arena);
	assign(&out, "pki_folder", strrchr(instance_files_dir(kept->instance, arena), '/') + 1, arena);
	assign(&out, "trust", trusted(kept), arena);
	if (target->connect_host)
		put_running(&out, kept);
	else
		put_ports(&out, kept);
	if (instance_is_program(kept->instance))
		put_program(&out, rendered, kept);
	if (!target->connect_host) {
		buf_printf(&out, "stop_signal=%d\n", target->stop_signal);
		put_files(&out, rendered, arena);
		put_launch(&out, rendered, kept);
	}
	return file_write(&kept->why, arena, path, buf_text(&out), out.len, 0644);
}

bool kept_target(struct kept *kept, const char **folder, const char *name)
{
	const struct instance *instance = kept->instance;
	struct arena *arena = kept->arena;
	const char *place = arena_printf(arena, "%s-%zu", kept->plan->target->name, instance->index);
	const char *dir;
	const char *path;
	struct rendered rendered = {0};

	for (char *at = (char *)place; *at; at++) {
		if (strchr("/:[]", *at))
			*at = '_';
	}
	dir =
		instance->dir ? instance->dir : arena_printf(arena, "%s/%s", kept->bench->work_dir, place);
	*folder = place;
	if (instance_is_program(instance))
		*folder =
			arena_printf(arena, "%s_%s_tls%s", place, name, tls_version_words[kept->plan->tls]);
	path = arena_printf(arena, "%s/targets/%s", kept->root, *folder);
	if (file_is_dir(path))
		return true;
	if (!kept->plan->target->connect_host &&
		(!render(&rendered, kept, dir, name) ||
			!config_files_write(&rendered, path, arena, &kept->why)))
		return false;
	if (rendered.input &&
		!file_write(&kept->why, arena, arena_printf(arena, "%s/target.stdin", path), rendered.input,
			strlen(rendered.input), 0600))
		return false;
	return file_make_dirs(&kept->why, arena, path) && write_script(kept, path, dir, &rendered);
}
