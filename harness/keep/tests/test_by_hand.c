/* The commands that show a cell again. */
#include <errno.h>
#include <string.h>

#include "arena.h"
#include "bench.h"
#include "by_hand.h"
#include "file.h"
#include "result.h"
#include "target.h"
#include "tmpdir.h"
#include "unit.h"

struct world {
	struct arena arena;
	struct bench_options options;
	struct target target;
	struct scenario scenario;
	struct scenario_step steps[2];
	struct plan_cell plan;
	struct cell_result result;
};

static void open_world(struct world *world)
{
	static char name[] = "mtlspec";

	memset(world, 0, sizeof(*world));
	arena_init(&world->arena);
	program_invocation_name = name;
	world->options = (struct bench_options){.certificates_again = "", .again = ""};
	world->target = (struct target){.asked_as = "box"};
	world->scenario = (struct scenario){.steps = world->steps, .step_count = 1, .simple = true};
	world->steps[0].client.present = "bad";
	world->steps[0].server = (struct scenario_server){.present = "own", .name = "a.test"};
	world->plan = (struct plan_cell){.id = "s@box:NoClientCert/tls1.3",
		.scenario = &world->scenario,
		.target = &world->target,
		.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
		.tls = TLS_1_3};
}

static void tell(struct world *world)
{
	memset(&world->result, 0, sizeof(world->result));
	by_hand_tell(&world->result, &world->options, &world->plan, &world->arena);
}

static void expect(struct world *world, const char *own, const char *openssl, const char *curl)
{
	tell(world);
	ck_assert_str_eq(world->result.reproduce, own);
	ck_assert_pstr_eq(world->result.reproduce_openssl, openssl);
	ck_assert_pstr_eq(world->result.reproduce_curl, curl);
}

START_TEST(test_launched)
{
	struct world world;

	open_world(&world);
	expect(&world, "mtlspec run --target box --cell 's@box:NoClientCert/tls1.3'",
		"mtlspec pki pki; openssl s_client -connect HOST:PORT -servername server.mtlspec.test "
		"-tls1_3 -enable_pha -CAfile pki/server-ca.pem -cert pki/credentials/bad.pem -chainCAfile "
		"pki/credentials/bad.pem -key pki/credentials/bad.key",
		"mtlspec pki pki; curl -v --tlsv1.3 --cacert pki/server-ca.pem --cert "
		"pki/credentials/bad.pem --key pki/credentials/bad.key --connect-to "
		"server.mtlspec.test:443:HOST:PORT https://server.mtlspec.test/");
	world.steps[0].client.present = NULL;
	world.plan.tls = TLS_1_1;
	world.options.certificates_again = " --pki-file x";
	expect(&world, "mtlspec run --target box --pki-file x --cell 's@box:NoClientCert/tls1.3'",
		"mtlspec pki --pki-file x pki; openssl s_client -connect HOST:PORT -servername "
		"server.mtlspec.test -min_protocol TLSv1 -max_protocol TLSv1.1 -cipher DEFAULT@SECLEVEL=0 "
		"-CAfile pki/server-ca.pem",
		"mtlspec pki --pki-file x pki; curl -v --tlsv1.0 --tls-max 1.1 --ciphers "
		"DEFAULT@SECLEVEL=0 --cacert pki/server-ca.pem --connect-to "
		"server.mtlspec.test:443:HOST:PORT https://server.mtlspec.test/");
	arena_finish(&world.arena);
}
END_TEST

START_TEST(test_running)
{
	struct world world;

	open_world(&world);
	world.target.connect_host = "::1";
	world.target.connect_port = 443;
	world.target.server_name = "b.test";
	world.target.asked_as = "[::1]:443";
	world.options.pki_dir = "my pki";
	world.options.server_ca = "ca.pem";
	world.options.again = " --strict";
	world.scenario.asked_as = "s.yaml";
	expect(&world,
		"mtlspec run --target '[::1]:443' --mode RequireAndVerifyClientCert --pki 'my pki' "
		"--server-ca ca.pem --server-name b.test --strict --cell 's@box:NoClientCert/tls1.3' "
		"s.yaml",
		"openssl s_client -connect [::1]:443 -servername b.test -tls1_3 -enable_pha -CAfile ca.pem "
		"-cert "
		"'my pki'/credentials/bad.pem -chainCAfile 'my pki'/credentials/bad.pem -key "
		"'my pki'/credentials/bad.key",
		"curl -v --tlsv1.3 --cacert ca.pem --cert 'my pki'/credentials/bad.pem --key "
		"'my pki'/credentials/bad.key --connect-to b.test:443:[::1]:443 https://b.test/");
	arena_finish(&world.arena);
}
END_TEST

START_TEST(test_client)
{
	struct world world;

	open_world(&world);
	world.scenario.side = SIDE_CLIENT;
	world.options.pki_dir = "p";
	world.target.command = "curl x";
	expect(&world, "mtlspec run --client 'curl x' --pki p --cell 's@box:NoClientCert/tls1.3'",
		"openssl s_server -accept 127.0.0.1:8443 -www -tls1_3 -cert p/credentials/own.pem "
		"-chainCAfile p/credentials/own.pem -key p/credentials/own.key -Verify 5 "
		"-verify_return_error -CAfile p/client-ca.pem  # then the client to a.test:8443",
		NULL);
	world.steps[0].server.staple = STAPLE_GOOD;
	tell(&world);
	ck_assert_ptr_null(world.result.reproduce_openssl);
	arena_finish(&world.arena);
}
END_TEST

/* Every word of a connection that others have no word for, but those of `usual`. */
START_TEST(test_words_that_others_lack)
{
	static const char *const usual[] = {"client", "identity", "expect"};

	for (size_t i = 0; i < scenario_word_schema.count; i++) {
		const struct field *word = &scenario_word_schema.fields[i];
		bool said = false;
		struct world world;

		for (size_t j = 0; j < COUNT_OF(usual); j++)
			said = said || strcmp(usual[j], word->name) == 0;
		open_world(&world);
		((struct place *)((char *)&world.steps[0] + word->place_offset))->line = 1;
		tell(&world);
		ck_assert_msg((world.result.reproduce_curl != NULL) == said, "%s", word->name);
		ck_assert_ptr_nonnull(world.result.reproduce);
		arena_finish(&world.arena);
	}
}
END_TEST

START_TEST(test_steps_and_forged)
{
	struct world world;

	open_world(&world);
	world.scenario.step_count = 2;
	world.scenario.simple = false;
	tell(&world);
	ck_assert(!world.result.reproduce_openssl && !world.result.reproduce_curl);
	arena_finish(&world.arena);
	open_world(&world);
	world.steps[0].client.forge = FORGE_SAME_NAME;
	world.target.identity.facts[FACT_SUBJECT].header = "X-Client";
	world.target.identity.facts[FACT_SUBJECT].lower_header = "x-client";
	tell(&world);
	ck_assert_ptr_null(world.result.reproduce_openssl);
	ck_assert_ptr_nonnull(strstr(world.result.reproduce_curl, " -H 'X-Client: "));
	arena_finish(&world.arena);
}
END_TEST

static void put_file(struct world *world, const char *path)
{
	const char *why = "";
	char *folder = arena_strdup(&world->arena, path);

	*strrchr(folder, '/') = '\0';
	ck_assert_msg(file_make_dirs(&why, &world->arena, folder) &&
			file_write(&why, &world->arena, path, "", 0, 0600),
		"%s", why);
}

/* What went out by another key is shown by its files, and only where they are there. */
START_TEST(test_twin)
{
	struct attempt_result subject = {.credential = "bad", .facts.twin = "bad+rsa2048"};
	struct world world;
	const char *why = "";
	char *dir;

	open_world(&world);
	ck_assert_msg(tmpdir_create(&dir, &why, &world.arena), "%s", why);
	world.options.pki_dir = dir;
	for (int there = 0; there <= 1; there++) {
		memset(&world.result, 0, sizeof(world.result));
		world.result.credential = "bad";
		world.result.attempts = &subject;
		world.result.attempt_count = 1;
		if (there)
			put_file(&world, arena_printf(&world.arena, "%s/credentials/bad+rsa2048.pem", dir));
		by_hand_tell(&world.result, &world.options, &world.plan, &world.arena);
		ck_assert_ptr_nonnull(world.result.reproduce);
		ck_assert_int_eq(world.result.reproduce_openssl != NULL, there);
		ck_assert_int_eq(world.result.reproduce_curl != NULL, there);
	}
	ck_assert_ptr_nonnull(
		strstr(world.result.reproduce_openssl, "/credentials/bad+rsa2048.pem -chainCAfile "));
	ck_assert_ptr_nonnull(strstr(world.result.reproduce_curl, "/credentials/bad+rsa2048.key "));
	tmpdir_remove(dir);
	arena_finish(&world.arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"by-hand",
			{test_launched, test_running, test_client, test_words_that_others_lack,
				test_steps_and_forged, test_twin}},
	};

	return unit_run("keep", cases, COUNT_OF(cases));
}
