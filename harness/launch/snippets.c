#include "snippets.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>

#include "arena.h"
#include "buf.h"
#include "config_files.h"
#include "file.h"
#include "server_values.h"
#include "target.h"
#include "text.h"

enum { README_MAX = 256 * 1024 };

static const char head[] =
	"# Ready configurations\n"
	"\n"
	"Made by `mtlspec pki`: what mtlspec itself gives each of these products when it launches it, "
	"with\n"
	"the files of this folder. They say client-auth mode **%s**, listen on **%s:%d** and forward "
	"to a\n"
	"plain-HTTP backend on **%s:%d** (other values: `mtlspec pki --mode --listen --backend`). "
	"Revocation\n"
	"is off in them. Start one by its command, then, with PKI the folder above this one:\n"
	"\n"
	"    mtlspec run --target %s:%d --mode %s --pki PKI --backend %s:%d\n"
	"\n"
	"Some products look for their backend when they start: let `mtlspec serve backend` listen "
	"there "
	"meanwhile,\n"
	"and run without `--backend`.\n"
	"What matters in them are the lines about certificates; all else serves the test and may be as "
	"you "
	"like.\n";

static void put_head(struct buf *out, const struct snippets_options *options)
{
	const char *mode = auth_mode_name(options->mode);

	buf_printf(out, head, mode, options->host, options->port, options->backend_host,
		options->backend_port, options->host, options->port, mode, options->backend_host,
		options->backend_port);
}

/* The reference is no product, a set-up for certain scenarios is none either, and what runs already
 * has no configuration of ours. */
static bool is_product(const struct target *target)
{
	return target->sides[SIDE_SERVER] && !target->connect_host && !target->takes_defects &&
		!target->setup.scenarios.count;
}

static void put_command(struct buf *out, const struct target *target,
	const struct rendered *rendered, const char *dir, struct arena *arena)
{
	const char *program = target->program_path ? target->program_path : target->program;

	buf_printf(out, "\n    cd %s && exec", text_shell_quote(arena, dir));
	if (rendered->environment && *rendered->environment)
		buf_puts(out, " env");
	for (const char **word = rendered->environment; word && *word; word++)
		buf_printf(out, " %s", text_shell_quote(arena, *word));
	buf_printf(out, " %s", text_shell_quote(arena, program));
	for (const char **word = rendered->args; *word; word++)
		buf_printf(out, " %s", text_shell_quote(arena, *word));
	buf_putc(out, '\n');
}

static void put_snippet(struct buf *out, const struct target *target,
	const struct snippets_options *options, const struct rendered *rendered, const char *dir,
	struct arena *arena)
{
	const struct target_mode *mode = &target->modes[options->mode];

	buf_printf(out, "\n## %s: %s\n\nClient certificates: `%s`.", target->name, target->title,
		mode->setting);
	if (mode->approximates)
		buf_printf(out, " It only approximates the mode: %s.", mode->approximates);
	if (rendered->file_count)
		buf_puts(out, " Files:");
	for (size_t i = 0; i < rendered->file_count; i++)
		buf_printf(out, " `%s/%s`", target->name, rendered->files[i].name);
	if (!target->program_path)
		buf_printf(out, " (not installed here%s%s)", target->install_hint ? ": " : "",
			target->install_hint ? target->install_hint : "");
	buf_putc(out, '\n');
	put_command(out, target, rendered, dir, arena);
}

static bool add_snippet(struct buf *readme, const struct target *target, const char *pki_dir,
	const struct snippets_options *options, struct arena *arena, const char **why)
{
	const char *dir = arena_printf(arena, "%s/" SNIPPETS_FOLDER "/%s", pki_dir, target->name);
	const struct server_place place = {
		.dir = dir,
		.host = options->host,
		.port = options->port,
		.backend_host = options->backend_host,
		.backend_port = options->backend_port,
		.pki_dir = pki_dir,
	};
	struct template_values values;
	struct rendered rendered;
	struct diag diag;
	bool ok;

	diag_init(&diag);
	server_values_fill(&values, &place, arena);
	ok = target_render(&rendered, arena, &diag, target, options->mode, NULL, 0, &values);
	if (!ok)
		*why = arena_printf(arena, "%s: %s", target->name, config_files_trouble(&diag, arena));
	diag_finish(&diag);
	if (!ok || !config_files_write(&rendered, dir, arena, why))
		return false;
	put_snippet(readme, target, options, &rendered, dir, arena);
	return true;
}

static bool add_all(struct buf *readme, const char *pki_dir, const struct snippets_options *options,
	struct arena *arena, const char **why)
{
	for (const char *const *name = target_names(arena); *name; name++) {
		const struct target *target;
		const struct target_mode *mode;
		struct diag diag;

		diag_init(&diag);
		target = target_read(arena, &diag, *name);
		diag_finish(&diag);
		if (!target) {
			*why =
				arena_printf(arena, "the target file of %s is wrong: `mtlspec check` tells", *name);
			return false;
		}
		if (!is_product(target))
			continue;
		mode = &target->modes[options->mode];
		if (!mode->given || mode->unsupported)
			buf_printf(readme, "\n## %s: %s\n\nIt can't express this mode: %s.\n", *name,
				target->title,
				mode->unsupported ? mode->unsupported : "its target file says nothing");
		else if (!add_snippet(readme, target, pki_dir, options, arena, why))
			return false;
	}
	return true;
}

bool snippets_write(
	const char *dir, const struct snippets_options *options, struct arena *arena, const char **why)
{
	char absolute[PATH_MAX];
	const char *path;
	SCOPED_BUF readme;

	buf_init(&readme, README_MAX);
	if (!realpath(dir, absolute)) {
		*why = arena_printf(arena, "%s: %s", dir, strerror(errno));
		return false;
	}
	put_head(&readme, options);
	path = arena_printf(arena, "%s/" SNIPPETS_FOLDER, absolute);
	if (!file_make_dirs(why, arena, path) || !add_all(&readme, absolute, options, arena, why))
		return false;
	path = arena_printf(arena, "%s/README.md", path);
	return file_write(why, arena, path, readme.data, readme.len, 0644);
}
