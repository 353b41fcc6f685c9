#include "reference_client.h"

#include <signal.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "arena.h"
#include "client_link.h"
#include "fatal.h"
#include "https_url.h"

enum { REDIRECTS_MAX = 10, MS = 1000000, PAUSE_MS = 1, PAUSE_MAX_MS = 32 };

/* Whoever it may ask as. */
enum who { WHO_CONFIGURED, WHO_FIRST, WHO_NOBODY, WHO_COUNT };

struct program {
	const struct reference_client_options *options;
	struct verifying_client *who[WHO_COUNT];
	struct client_link kept;
};

static void tell(const struct program *program, bool trouble, const char *what)
{
	program->options->tell(trouble, what);
}

static const bool *defects_of(const struct program *program)
{
	return program->options->tls.defects;
}

static bool open_identity(struct program *program, enum who who, struct arena *arena)
{
	struct verifying_config config = program->options->tls;
	const struct reference_request *request =
		who == WHO_CONFIGURED ? &program->options->request : &program->options->first;
	const char *why = NULL;

	if (who != WHO_NOBODY) {
		config.certificate_file = request->certificate_file;
		config.key_file = request->key_file;
		config.passphrase_file = request->passphrase_file;
	}
	program->who[who] = verifying_client_create(&config, arena, &why);
	if (!program->who[who])
		tell(program, true, why);
	return program->who[who] != NULL;
}

static bool has_certificate(const struct program *program, enum who who)
{
	if (who == WHO_NOBODY)
		return false;
	return who == WHO_CONFIGURED ? program->options->request.certificate_file != NULL
								 : program->options->first.certificate_file != NULL;
}

static struct client_link_wish wish_of(
	const struct program *program, enum who who, const struct https_url *url)
{
	const struct reference_client_options *options = program->options;

	return (struct client_link_wish){.identity = program->who[who],
		.has_certificate = has_certificate(program, who),
		.insecure = who == WHO_FIRST ? options->first.insecure : options->request.insecure,
		.verify = url->host,
		.connect_to = options->connect_to,
		.defects = options->tls.defects};
}

static bool fail(
	const struct program *program, struct arena *arena, const char *url, const char *why)
{
	tell(program, true, arena_printf(arena, "%s: %s", url, why));
	return false;
}

/* A defect: what went out has arrived, it thinks. */
static bool reports_anyway(const struct program *program, const struct client_answer *answer)
{
	return answer->sent && defects_of(program)[CLIENT_DEFECT_IGNORE_REFUSAL];
}

static bool is_redirect(const struct client_answer *answer)
{
	return answer->location &&
		(answer->status == 301 || answer->status == 302 || answer->status == 303 ||
			answer->status == 307 || answer->status == 308);
}

static bool is_success(const struct client_answer *answer)
{
	return answer->status >= 200 && answer->status < 300;
}

/* Where it was led to, by whom the user has named. */
static void be_led(struct client_link_wish *wish, const struct program *program,
	const struct https_url *from, const struct https_url *to)
{
	const bool *defects = defects_of(program);
	bool stranger = strcasecmp(from->host, to->host) != 0;

	if (defects[CLIENT_DEFECT_WITHHOLD_AFTER_REDIRECT] ||
		(stranger && !defects[CLIENT_DEFECT_PRESENT_TO_STRANGERS])) {
		wish->identity = program->who[WHO_NOBODY];
		wish->has_certificate = false;
	}
	wish->verify = defects[CLIENT_DEFECT_VERIFY_FIRST_NAME] ? from->host : to->host;
	wish->insecure |= defects[CLIENT_DEFECT_TRUST_REDIRECTED];
}

static bool goes_on(const struct program *program, const struct client_answer *answer)
{
	return program->options->follows && is_redirect(answer);
}

static bool take(
	const struct program *program, struct arena *arena, const struct client_answer *answer)
{
	if (!program->options->again)
		tell(program, false,
			arena_printf(arena, "HTTP %d, %zu bytes", answer->status, answer->body_len));
	return is_success(answer);
}

/* The request that counts. */
static bool ask(struct program *program, struct arena *arena)
{
	const char *text = program->options->request.url;
	struct https_url start;
	struct https_url url;
	struct client_link_wish wish;
	struct client_answer answer;
	const char *why = NULL;

	if (!https_url_read(&start, arena, text, &why))
		return fail(program, arena, text, why);
	url = start;
	wish = wish_of(program, WHO_CONFIGURED, &start);
	for (int i = 0; i <= REDIRECTS_MAX; i++) {
		if (!url.secure)
			return fail(program, arena, text, "it leads away from TLS");
		if (!client_link_ask(&answer, &program->kept, &url, &wish, arena, &why))
			return reports_anyway(program, &answer) || fail(program, arena, text, why);
		if (!goes_on(program, &answer))
			return take(program, arena, &answer);
		text = answer.location;
		if (!https_url_follow(&url, arena, &url, text, &why))
			return fail(program, arena, text, why);
		be_led(&wish, program, &start, &url);
	}
	return fail(program, arena, program->options->request.url, "too many redirects");
}

static void ask_first(struct program *program, struct arena *arena)
{
	const char *text = program->options->first.url;
	struct https_url url;
	struct client_link_wish wish;
	struct client_answer answer;
	const char *why = NULL;

	if (!https_url_read(&url, arena, text, &why)) {
		(void)fail(program, arena, text, why);
		return;
	}
	wish = wish_of(program, WHO_FIRST, &url);
	if (!client_link_ask(&answer, &program->kept, &url, &wish, arena, &why))
		(void)fail(program, arena, text, why);
	else
		tell(program, false,
			arena_printf(arena, "first: HTTP %d, %zu bytes", answer.status, answer.body_len));
}

static void read_again(struct program *program, struct arena *arena)
{
	const char *why = NULL;

	for (int i = 0; i < WHO_COUNT; i++) {
		struct verifying_client *client =
			program->who[i] ? verifying_client_again(program->who[i], arena, &why) : NULL;

		if (client)
			program->who[i] = client;
		else if (program->who[i])
			tell(program, true, arena_printf(arena, "the old files stay: %s", why));
	}
	if (!why)
		tell(program, false, "the files are read again");
}

/* They are waited for; but for that nothing is disturbed by them. */
static void hold_signals(sigset_t *out)
{
	static const int numbers[] = {SIGHUP, SIGINT, SIGTERM};

	sigemptyset(out);
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		sigaddset(out, numbers[i]);
	sigprocmask(SIG_BLOCK, out, NULL);
}

/* Whoever is not there, or not yet, is asked less and less often. */
static void ask_again_and_again(struct program *program, const sigset_t *signals)
{
	long pause_ms = PAUSE_MS;
	int asked = 0;

	tell(program, false, "asking again and again");
	while (asked != SIGINT && asked != SIGTERM) {
		struct timespec pause = {0};
		struct arena arena;

		arena_init(&arena);
		if (asked == SIGHUP)
			read_again(program, &arena);
		pause_ms = ask(program, &arena) ? PAUSE_MS : pause_ms * 2;
		pause_ms = pause_ms > PAUSE_MAX_MS ? PAUSE_MAX_MS : pause_ms;
		client_link_close(&program->kept);
		arena_finish(&arena);
		pause.tv_nsec = pause_ms * MS;
		asked = sigtimedwait(signals, NULL, &pause);
	}
}

static bool run(struct program *program, const sigset_t *signals, struct arena *arena)
{
	const struct reference_client_options *options = program->options;

	if (!open_identity(program, WHO_CONFIGURED, arena) ||
		(options->first.url && !open_identity(program, WHO_FIRST, arena)) ||
		(options->follows && !open_identity(program, WHO_NOBODY, arena)))
		return false;
	if (options->again) {
		ask_again_and_again(program, signals);
		return true;
	}
	if (options->first.url)
		ask_first(program, arena);
	return ask(program, arena);
}

bool reference_client_run(const struct reference_client_options *options, struct arena *arena)
{
	struct program program = {.options = options};
	sigset_t signals;
	bool ok;

	signal(SIGPIPE, SIG_IGN);
	if (options->again)
		hold_signals(&signals);
	ok = run(&program, &signals, arena);
	client_link_close(&program.kept);
	for (int i = 0; i < WHO_COUNT; i++)
		verifying_client_destroy(program.who[i]);
	return ok;
}
