/* A server that reads its files again: what it takes, and what it keeps. */
#include <check.h>
#include <string.h>

#include "peers.h"
#include "tls_server.h"
#include "unit.h"

static struct tls_server_context *again(
	struct tls_server_context *before, const struct tls_server_config *config, const char **why)
{
	return tls_server_context_reload(before, config, &peers_get()->arena, why);
}

static struct tls_server_context *start(const struct tls_server_config *config)
{
	const char *why = NULL;
	struct tls_server_context *context =
		tls_server_context_create(config, &peers_get()->arena, &why);

	ck_assert_msg(context != NULL, "%s", why);
	return context;
}

/* Bad files change nothing, unless a defect makes do without them. */
START_TEST(bad_files)
{
	static const struct {
		enum tls_defect defect;
		bool crl;
	} rows[] = {{DEFECT_BAD_CA_OPENS, false}, {DEFECT_BAD_CRL_OPENS, true}};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tls_server_config config =
			peers_config(AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NO_DEFECT);
		struct tls_server_context *before = start(&config);
		struct tls_server_context *after;
		const char *why = NULL;

		if (rows[i].crl)
			config.client_crl_file = peers_file("server.key");
		else
			config.client_ca_file = peers_file("server.key");
		ck_assert_ptr_null(again(before, &config, &why));
		ck_assert_ptr_nonnull(strstr(why, "server.key: no C"));
		config.defects[rows[i].defect] = true;
		after = again(before, &config, &why);
		ck_assert_ptr_nonnull(after);
		ck_assert_ptr_ne(after, before);
		tls_server_context_destroy(after);
		tls_server_context_destroy(before);
	}
}
END_TEST

START_TEST(says_that_it_has)
{
	struct tls_server_config config = peers_config(AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NO_DEFECT);
	struct tls_server_context *before = start(&config);
	struct tls_server_context *after;
	const char *why = NULL;

	after = again(before, &config, &why);
	ck_assert(after && after != before);
	tls_server_context_destroy(after);
	config.defects[DEFECT_RELOAD_IS_NONE] = true;
	ck_assert_ptr_eq(again(before, &config, &why), before);
	tls_server_context_destroy(before);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"reload", {bad_files, says_that_it_has}}};
	int status = unit_run("tls_reload", cases, COUNT_OF(cases));

	peers_destroy();
	return status;
}
