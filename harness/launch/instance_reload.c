#include "instance_reload.h"

#include <signal.h>
#include <string.h>

#include "arena.h"
#include "bench.h"
#include "clock.h"
#include "file.h"
#include "instance.h"
#include "instance_config.h"
#include "process.h"
#include "target.h"

/* A start is measured by what it gets of the processors; this is not, and has the longest that may
 * come of it. */
enum { US_PER_MS = 1000, TIMES_A_START = 6, AGAIN_MS = 1000 };

static const struct target_reload *how(const struct instance_reload *reload)
{
	return &reload->instance->plan->target->reload;
}

static long longest_ms(const struct instance_reload *reload)
{
	return TIMES_A_START * reload->instance->plan->target->start_timeout_ms;
}

void instance_reload_note(struct instance_reload *reload, struct instance *instance)
{
	*reload = (struct instance_reload){.instance = instance,
		.ends_before = instance->ends,
		.log_start = process_log_total(instance->process)};
}

static void on_command_ended(void *owner)
{
	struct instance_reload *reload = owner;
	int status = 0;

	reload->command_ended = true;
	reload->command_failed = !process_exit_status(reload->command, &status) || status != 0;
}

static bool run_command(struct instance_reload *reload, const struct rendered *rendered,
	struct arena *arena, const char **why)
{
	const struct target *target = reload->instance->plan->target;
	const struct process_options options = {
		.program = target->program_path,
		.args = rendered->reload,
		.environment = rendered->environment,
		.folder = reload->instance->dir,
		.stop_signal = SIGTERM,
		.expected_ms = (uint64_t)target->start_timeout_ms,
		.exited = on_command_ended,
		.owner = reload,
	};

	reload->command = process_start(reload->instance->bench->loop, &options, arena, why);
	return reload->command != NULL;
}

static bool write_again(const struct instance_reload *reload, const struct rendered *rendered,
	struct arena *arena, const char **why)
{
	for (size_t i = 0; i < rendered->file_count; i++) {
		const struct rendered_file *file = &rendered->files[i];

		if (strcmp(file->name, how(reload)->rewrite) == 0)
			return file_write(why, arena,
				arena_printf(arena, "%s/%s", reload->instance->dir, file->name), file->text,
				strlen(file->text), 0600);
	}
	*why = "it has no such file";
	return false;
}

/* A watcher may compare what it reads: the text is another each time. */
static const char *with_number(const char *text, unsigned number, struct arena *arena)
{
	return arena_printf(arena, "%s\n# reload %u\n", text, number);
}

static bool tell(struct instance_reload *reload, struct arena *arena, const char **why)
{
	struct instance *instance = reload->instance;
	int signal_number = target_reload_signal(how(reload));
	struct rendered rendered;

	if (how(reload)->watches)
		return true;
	if (signal_number) {
		*why = "the target is not there to take the signal";
		return process_signal(instance->process, signal_number);
	}
	if (!instance_config_render(&rendered, instance, TLS_VERSION_NONE, arena, why))
		return false;
	if (!how(reload)->rewrite)
		return run_command(reload, &rendered, arena, why);
	instance->reloads++;
	for (size_t i = 0; i < rendered.file_count; i++)
		rendered.files[i].text = with_number(rendered.files[i].text, instance->reloads, arena);
	return write_again(reload, &rendered, arena, why);
}

void instance_reload_begin(struct instance_reload *reload, bool may_end)
{
	reload->deadline_us = clock_now_us() + (uint64_t)longest_ms(reload) * US_PER_MS;
	reload->may_end = may_end;
	reload->instance->may_end = may_end;
	reload->instance->reloading = true;
}

/* How often it has said so since. */
static size_t count_said(const struct instance_reload *reload, const char *text)
{
	const struct process *process = reload->instance->process;
	size_t len;
	const char *log;
	size_t news;
	size_t count = 0;

	if (!text || !process)
		return 0;
	log = process_log(process, &len);
	news = process_log_total(process) - reload->log_start;
	if (news < len) {
		log += len - news;
		len = news;
	}
	for (const char *at = log; (at = memmem(at, len - (size_t)(at - log), text, strlen(text)));
		 at += strlen(text))
		count++;
	return count;
}

static size_t count_done(const struct instance_reload *reload)
{
	const struct text_list *done = &how(reload)->done;
	size_t least = done->count ? count_said(reload, done->items[0]) : 0;

	for (size_t i = 1; i < done->count; i++) {
		size_t count = count_said(reload, done->items[i]);

		least = count < least ? count : least;
	}
	return least;
}

static enum reload_state look_at_command(
	const struct instance_reload *reload, const char **news, struct arena *arena)
{
	size_t len;
	const char *said;

	if (!reload->command_failed)
		return how(reload)->done.count && !count_done(reload) ? RELOAD_AWAITED : RELOAD_DONE;
	said = process_log(reload->command, &len);
	*news = arena_printf(arena, "its command %s: %s", process_describe_exit(reload->command, arena),
		arena_strndup(arena, said, len));
	return RELOAD_REFUSED;
}

/* Told twice, it may do it twice: both must be over, or the second would be taken for the next. */
static enum reload_state read_log(
	const struct instance_reload *reload, const char **news, struct arena *arena)
{
	size_t begun = how(reload)->heard ? count_said(reload, how(reload)->heard) : 1;
	size_t refused = count_said(reload, how(reload)->refused);

	if (!begun || refused + count_done(reload) < begun)
		return RELOAD_AWAITED;
	if (!refused)
		return RELOAD_DONE;
	*news = arena_printf(arena, "its log says \"%s\"", how(reload)->refused);
	return RELOAD_REFUSED;
}

static enum reload_state look(
	const struct instance_reload *reload, const char **news, struct arena *arena)
{
	if (reload->may_end && reload->instance->ends != reload->ends_before) {
		*news = reload->instance->how_ended;
		return RELOAD_ENDED;
	}
	if (reload->command)
		return reload->command_ended ? look_at_command(reload, news, arena) : RELOAD_AWAITED;
	return read_log(reload, news, arena);
}

static const char *missed(const struct instance_reload *reload, struct arena *arena)
{
	const char *all = "";

	for (size_t i = 0; i < how(reload)->done.count; i++)
		all = arena_printf(arena, "%s%s\"%s\"", all, i ? " and " : "", how(reload)->done.items[i]);
	return arena_printf(arena, "its log did not say %s within %ld ms", all, longest_ms(reload));
}

/* Once; a signal that may be lost again, as long as nothing was heard of it. */
static bool is_to_be_told(const struct instance_reload *reload)
{
	if (!reload->told_us)
		return true;
	return how(reload)->heard && !count_said(reload, how(reload)->heard) &&
		clock_now_us() - reload->told_us > AGAIN_MS * US_PER_MS;
}

enum reload_state instance_reload_look(
	struct instance_reload *reload, const char **news, struct arena *arena)
{
	enum reload_state state;

	if (is_to_be_told(reload)) {
		reload->told_us = clock_now_us();
		if (!tell(reload, arena, news))
			return RELOAD_LATE;
	}
	state = look(reload, news, arena);
	if (state != RELOAD_AWAITED || clock_now_us() < reload->deadline_us)
		return state;
	*news = missed(reload, arena);
	return RELOAD_LATE;
}

void instance_reload_end(struct instance_reload *reload)
{
	process_destroy(reload->command);
	reload->command = NULL;
	if (reload->instance)
		reload->instance->may_end = reload->instance->reloading = false;
}
