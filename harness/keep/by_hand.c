#include "by_hand.h"

#include <errno.h>
#include <string.h>

#include "arena.h"
#include "bench.h"
#include "connection.h"
#include "file.h"
#include "forged_identity.h"
#include "host_address.h"
#include "pki.h"
#include "plan.h"
#include "result.h"
#include "server_ca_form.h"
#include "target.h"
#include "text.h"

static const char *program(struct arena *arena)
{
	return text_shell_quote(arena, program_invocation_name);
}

/* The folder of the certificates: the user's, or the one that the command makes first. */
static const char *pki_folder(const struct bench_options *options, struct arena *arena)
{
	return options->pki_dir ? text_shell_quote(arena, options->pki_dir) : "pki";
}

static const char *pki_command(const struct bench_options *options, struct arena *arena)
{
	return options->pki_dir
		? ""
		: arena_printf(arena, "%s pki%s pki; ", program(arena), options->certificates_again);
}

static const char *option(struct arena *arena, const char *name, const char *value)
{
	return value ? arena_printf(arena, " %s %s", name, text_shell_quote(arena, value)) : "";
}

/* Of a target that runs already. */
static const char *connect_options(
	const struct bench_options *options, const struct target *target, struct arena *arena)
{
	const char *all = arena_printf(arena, "%s%s%s",
		option(arena, "--server-ca", options->server_ca),
		option(arena, "--server-name", target->server_name), option(arena, "--host", target->host));

	for (size_t i = 0; i < target->feature_count; i++)
		all =
			arena_printf(arena, "%s%s", all, option(arena, "--feature", target->features[i].name));
	return all;
}

/* Words that are answers; alert and close go without saying. */
static const char *repeat(
	struct arena *arena, const char *before, const char *name, const struct text_list *values)
{
	for (size_t i = 0; i < values->count; i++) {
		if (!target_answer_word_fault(values->items[i], arena))
			before = arena_printf(arena, "%s%s", before, option(arena, name, values->items[i]));
	}
	return before;
}

/* Of one that answers itself. */
static const char *answer_options(const struct target *target, struct arena *arena)
{
	const struct target_answers *answers = &target->answers;
	const char *all = option(arena, "--path", answers->path);

	for (size_t i = 0; i < answers->headers.count; i++)
		all =
			arena_printf(arena, "%s%s", all, option(arena, "--header", answers->headers.items[i]));
	all = repeat(arena, all, "--accepted", &answers->accepted);
	return target->connect_host ? repeat(arena, all, "--refused", &target->refuses_by) : all;
}

static const char *mtlspec_command(
	const struct bench_options *options, const struct plan_cell *plan, struct arena *arena)
{
	const struct target *target = plan->target;
	const char *mode = "";
	const char *pki = "";
	const char *defects = "";
	const char *names = "";
	const char *scenario = "";

	if (target->connect_host)
		mode = arena_printf(arena, " --mode %s", auth_mode_name(plan->mode));
	if (options->pki_dir)
		pki = arena_printf(arena, " --pki %s", pki_folder(options, arena));
	if (target->takes_defects && options->defects)
		defects = arena_printf(arena, " --defect %s", options->defects);
	if (target->connect_host)
		names = connect_options(options, target, arena);
	if (target_is_measured(target, false))
		names = arena_printf(arena, "%s%s", names, answer_options(target, arena));
	if (plan->scenario->asked_as)
		scenario = arena_printf(arena, " %s", text_shell_quote(arena, plan->scenario->asked_as));
	return arena_printf(arena, "%s run %s %s%s%s%s%s%s%s%s --cell '%s'%s", program(arena),
		target->command ? "--client" : "--target",
		text_shell_quote(arena, target->command ? target->command : target->asked_as),
		target->command_options ? target->command_options : "", mode, pki,
		options->certificates_again, defects, names, options->again, plan->id, scenario);
}

/* What the client showed or is to show, by the name of its files; NULL: nothing. */
static const char *client_shows(const struct cell_result *result, const struct plan_cell *plan)
{
	const struct attempt_result *subject = result_subject(result);

	return subject ? attempt_shown(subject) : plan->scenario->steps->client.present;
}

/* Not every twin is in the folder of certificates. */
static bool has_files(const struct cell_result *result, const struct bench_options *options,
	const struct plan_cell *plan, struct arena *arena)
{
	const struct attempt_result *subject = result_subject(result);
	const char *name = client_shows(result, plan);
	const struct credential *usual;

	if (!subject || !subject->facts.twin)
		return true;
	if (options->pki_dir)
		return file_exists(arena_printf(arena, "%s/credentials/%s.pem", options->pki_dir, name));
	usual = pki_twin_usual(options->pki, plan->scenario->steps->client.present);
	return usual && strcmp(usual->name, name) == 0;
}

/* Of one version each. */
static const char *const version_options[TLS_VERSION_COUNT] = {
	[TLS_1_0] = "-tls1 -cipher DEFAULT@SECLEVEL=0",
	[TLS_1_1] = "-tls1_1 -cipher DEFAULT@SECLEVEL=0",
	[TLS_1_2] = "-tls1_2",
	[TLS_1_3] = "-tls1_3",
};

/* Our client, who can't offer TLS 1.1 alone. */
static const char *client_version_options(enum tls_version version)
{
	return version == TLS_1_1
		? "-min_protocol TLSv1 -max_protocol TLSv1.1 -cipher DEFAULT@SECLEVEL=0"
		: version_options[version];
}

static bool speaks_http2(const struct cell_result *result)
{
	const struct attempt_result *subject = result_subject(result);

	return subject && subject->facts.http2;
}

/* Our server by hand, for a client that is then pointed at it. Of HTTP/2 it shows the preface of
 * whoever trusts it. */
static const char *openssl_server_command(const struct cell_result *result,
	const struct bench_options *options, const struct plan_cell *plan, struct arena *arena)
{
	static const char *const verify[AUTH_MODE_COUNT] = {
		[AUTH_NO_CLIENT_CERT] = "",
		[AUTH_REQUEST_CLIENT_CERT] = " -verify 5",
		[AUTH_REQUIRE_ANY_CLIENT_CERT] = " -Verify 5",
		[AUTH_VERIFY_CLIENT_CERT_IF_GIVEN] = " -verify 5 -verify_return_error",
		[AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT] = " -Verify 5 -verify_return_error",
	};
	const char *name = plan->scenario->steps->server.present;
	const char *dir = pki_folder(options, arena);

	return arena_printf(arena,
		"%sopenssl s_server -accept 127.0.0.1:8443 %s %s -cert %s/credentials/%s.pem "
		"-chainCAfile "
		"%s/credentials/%s.pem -key %s/credentials/%s.key%s%s  # then the client to %s:8443",
		pki_command(options, arena), speaks_http2(result) ? "-alpn h2" : "-www",
		version_options[plan->tls], dir, name, dir, name, dir, name, verify[plan->mode],
		auth_mode_requests(plan->mode) ? arena_printf(arena, " -CAfile %s/client-ca.pem", dir) : "",
		plan->scenario->steps->server.name);
}

static const char *address(const struct target *target, struct arena *arena)
{
	if (!target->connect_host)
		return "HOST:PORT";
	return arena_printf(
		arena, "%s:%d", host_before_port(target->connect_host, arena), target->connect_port);
}

static const char *server_ca_file(
	const struct bench_options *options, const struct plan_cell *plan, struct arena *arena)
{
	const char *own = plan->target->connect_host ? options->server_ca : NULL;

	if (own && options->server_ca_conversion)
		return SERVER_CA_CONVERTED;
	return own ? text_shell_quote(arena, own)
			   : arena_printf(arena, "%s/server-ca.pem", pki_folder(options, arena));
}

/* What comes before a client's command: its certificates are made, its CA is put into PEM. */
static const char *client_preparation(
	const struct bench_options *options, const struct plan_cell *plan, struct arena *arena)
{
	const char *pki = pki_command(options, arena);

	return plan->target->connect_host && options->server_ca_conversion
		? arena_printf(arena, "%s%s; ", pki, options->server_ca_conversion)
		: pki;
}

static const char *openssl_command(const struct cell_result *result,
	const struct bench_options *options, const struct plan_cell *plan, struct arena *arena)
{
	const char *dir = pki_folder(options, arena);
	const char *name = client_shows(result, plan);
	const char *present = "";

	if (name)
		present = arena_printf(arena,
			" -cert %s/credentials/%s.pem -chainCAfile %s/credentials/%s.pem -key "
			"%s/credentials/%s.key",
			dir, name, dir, name, dir, name);
	return arena_printf(arena, "%sopenssl s_client -connect %s -servername %s %s%s -CAfile %s%s",
		client_preparation(options, plan, arena), address(plan->target, arena),
		connection_server_name(plan->target), client_version_options(plan->tls),
		plan->tls == TLS_1_3 ? " -enable_pha" : "", server_ca_file(options, plan, arena), present);
}

static const char *forged_options(const struct plan_cell *plan, struct arena *arena)
{
	const char *const *line = forged_identity_lines(
		arena, &plan->target->identity, (enum forge)plan->scenario->steps->client.forge);
	const char *all = "";

	for (; *line; line++)
		all = arena_printf(arena, "%s -H %s", all, text_shell_quote(arena, *line));
	return all;
}

static const char *header_options(const struct target *target, struct arena *arena)
{
	const char *all = "";

	for (size_t i = 0; i < target->answers.headers.count; i++)
		all = arena_printf(
			arena, "%s -H %s", all, text_shell_quote(arena, target->answers.headers.items[i]));
	return all;
}

static const char *curl_command(const struct cell_result *result,
	const struct bench_options *options, const struct plan_cell *plan, struct arena *arena)
{
	static const char *const versions[TLS_VERSION_COUNT] = {
		[TLS_1_0] = "--tlsv1.0 --tls-max 1.0 --ciphers DEFAULT@SECLEVEL=0",
		[TLS_1_1] = "--tlsv1.0 --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0",
		[TLS_1_2] = "--tlsv1.2 --tls-max 1.2",
		[TLS_1_3] = "--tlsv1.3",
	};
	const char *dir = pki_folder(options, arena);
	const char *name = client_shows(result, plan);
	const char *server_name = connection_server_name(plan->target);
	const char *path = plan->target->answers.path;
	const char *present = "";

	if (name)
		present = arena_printf(arena, " --cert %s/credentials/%s.pem --key %s/credentials/%s.key",
			dir, name, dir, name);
	return arena_printf(arena, "%scurl -v %s --cacert %s%s%s%s --connect-to %s:443:%s %s",
		client_preparation(options, plan, arena), versions[plan->tls],
		server_ca_file(options, plan, arena), present, forged_options(plan, arena),
		header_options(plan->target, arena), server_name, address(plan->target, arena),
		text_shell_quote(
			arena, arena_printf(arena, "https://%s%s", server_name, path ? path : "/")));
}

/* Of the words of a connection these are said by a command line of another client, too, or change
 * nothing in what it does. */
static bool is_usual_word(const char *name)
{
	static const char *const usual[] = {"client", "identity", "expect"};

	for (size_t i = 0; i < COUNT_OF(usual); i++) {
		if (strcmp(usual[i], name) == 0)
			return true;
	}
	return false;
}

static bool is_usual(const struct scenario_step *step)
{
	for (size_t i = 0; i < scenario_word_schema.count; i++) {
		const struct field *word = &scenario_word_schema.fields[i];
		const struct place *said = (const struct place *)((const char *)step + word->place_offset);

		if (said->line && !is_usual_word(word->name))
			return false;
	}
	return !step->client.unsolicited_certificate && !step->client.renegotiate_place.line &&
		!step->client.trust && !step->client.verify_name;
}

static void tell_server(struct cell_result *out, const struct bench_options *options,
	const struct plan_cell *plan, struct arena *arena)
{
	/* neither has a word for that */
	if (!plan->scenario->simple || !is_usual(plan->scenario->steps) ||
		plan->target->setup.expects_proxy_protocol || !has_files(out, options, plan, arena))
		return;
	if (!plan->scenario->steps->client.forge)
		out->reproduce_openssl = openssl_command(out, options, plan, arena);
	out->reproduce_curl = curl_command(out, options, plan, arena);
}

static void tell_client(struct cell_result *out, const struct bench_options *options,
	const struct plan_cell *plan, struct arena *arena)
{
	const struct scenario_server *server = &plan->scenario->steps->server;
	bool is_more = server->by_redirect || plan->scenario->steps->first.given;

	/* s_server has no word for the rest */
	if (plan->scenario->simple && !is_more && server->staple == STAPLE_NONE && !server->ca_names &&
		!server->no_ca_names && !server->schemes.count)
		out->reproduce_openssl = openssl_server_command(out, options, plan, arena);
}

void by_hand_tell(struct cell_result *out, const struct bench_options *options,
	const struct plan_cell *plan, struct arena *arena)
{
	out->reproduce = mtlspec_command(options, plan, arena);
	if (plan->scenario->side == SIDE_CLIENT)
		tell_client(out, options, plan, arena);
	else
		tell_server(out, options, plan, arena);
}
