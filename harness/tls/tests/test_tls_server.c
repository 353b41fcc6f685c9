/* The reference server against the reference client: five modes, right alerts, each defect. */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "peers.h"
#include "unit.h"

static const enum tls_version versions[] = {TLS_1_2, TLS_1_3};

/* What an exact server says to each credential; TLS_ALERT_NONE: it is good. */
static const struct judged {
	const char *credential;
	int alert;
} judged[] = {
	{"client", TLS_ALERT_NONE},
	{"client-p384", TLS_ALERT_NONE},
	{"client-rsa", TLS_ALERT_NONE},
	{"client-rsa-pss", TLS_ALERT_NONE},
	{"client-ed25519", TLS_ALERT_NONE},
	{"client-two-intermediates", TLS_ALERT_NONE},
	{"client-no-eku", TLS_ALERT_NONE},
	{"client-sha1", TLS_ALERT_NONE},
	{"client-rsa-1024", TLS_ALERT_NONE},
	{"client-wildcard-cn", TLS_ALERT_NONE},
	{"client-wrong-ca", TLS_ALERT_UNKNOWN_CA},
	{"client-impostor-ca", TLS_ALERT_UNKNOWN_CA},
	{"client-self-signed", TLS_ALERT_UNKNOWN_CA},
	{"client-missing-intermediate", TLS_ALERT_UNKNOWN_CA},
	{"client-intermediate-not-ca", TLS_ALERT_UNKNOWN_CA},
	{"client-pathlen-exceeded", TLS_ALERT_UNKNOWN_CA},
	{"client-expired", TLS_ALERT_CERTIFICATE_EXPIRED},
	{"client-not-yet-valid", TLS_ALERT_CERTIFICATE_EXPIRED},
	{"client-server-eku", 43},
	{"client-name-constraint", 46},
	{"client-unknown-critical", 46},
	{"client-tampered", TLS_ALERT_BAD_CERTIFICATE},
	{"client-revoked", 44},
	{"client-wrong-key", TLS_ALERT_DECRYPT_ERROR},
};

static void expect(const struct exchange_options *options, int alert)
{
	struct exchange exchange;

	exchange_run(&exchange, options);
	ck_assert_msg(!exchange.client.trouble, "%s", exchange.client.trouble);
	ck_assert_msg(exchange.client.alert == alert && exchange.server.alert == alert,
		"%s in %s, %s, defect %s: client saw %s, server said %s, expected %s",
		options->credential ? options->credential : "none", auth_mode_name(options->mode),
		tls_version_name(options->version),
		options->defect == NO_DEFECT ? "none" : tls_defect_words[options->defect],
		tls_alert_name(exchange.client.alert), tls_alert_name(exchange.server.alert),
		tls_alert_name(alert));
	ck_assert_int_eq(exchange_accepted(&exchange), alert == TLS_ALERT_NONE);
	ck_assert_int_eq(exchange.forwarded, alert == TLS_ALERT_NONE);
	ck_assert_int_eq(exchange.client.negotiated, options->version);
	if (alert != TLS_ALERT_NONE)
		ck_assert_int_eq(exchange.client.alert_from, PARTY_SERVER);
	if (!auth_mode_requests(options->mode))
		ck_assert_int_eq(exchange.client.sent, SENT_NOT_ASKED);
	else
		ck_assert_int_eq(exchange.client.sent, options->credential ? SENT_AS_MEANT : SENT_EMPTY);
	exchange_finish(&exchange);
}

static void expect_all(enum auth_mode mode, bool verifies, bool proves)
{
	for (size_t i = 0; i < COUNT_OF(judged); i++) {
		bool bad_proof = judged[i].alert == TLS_ALERT_DECRYPT_ERROR;
		bool refused = bad_proof ? proves : verifies;

		for (size_t j = 0; j < COUNT_OF(versions); j++)
			expect(&(struct exchange_options){.mode = mode,
					   .defect = NO_DEFECT,
					   .credential = judged[i].credential,
					   .version = versions[j]},
				refused ? judged[i].alert : TLS_ALERT_NONE);
	}
}

START_TEST(test_no_client_cert_asks_nobody)
{
	expect_all(AUTH_NO_CLIENT_CERT, false, false);
}
END_TEST

START_TEST(test_request_takes_any_certificate)
{
	expect_all(AUTH_REQUEST_CLIENT_CERT, false, true);
}
END_TEST

START_TEST(test_require_any_takes_any_certificate)
{
	expect_all(AUTH_REQUIRE_ANY_CLIENT_CERT, false, true);
}
END_TEST

START_TEST(test_if_given_verifies)
{
	expect_all(AUTH_VERIFY_CLIENT_CERT_IF_GIVEN, true, true);
}
END_TEST

START_TEST(test_require_and_verify_verifies)
{
	expect_all(AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, true, true);
}
END_TEST

START_TEST(test_no_certificate)
{
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		for (size_t i = 0; i < COUNT_OF(versions); i++) {
			int alert = versions[i] == TLS_1_3 ? TLS_ALERT_CERTIFICATE_REQUIRED : 40;

			expect(
				&(struct exchange_options){
					.mode = (enum auth_mode)mode, .defect = NO_DEFECT, .version = versions[i]},
				auth_mode_requires((enum auth_mode)mode) ? alert : TLS_ALERT_NONE);
		}
	}
}
END_TEST

START_TEST(test_tells_who_the_client_is)
{
	struct exchange exchange;
	const struct credential *client = peers_credential("client");

	exchange_run(&exchange,
		&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
			.defect = NO_DEFECT,
			.credential = "client",
			.version = TLS_1_3});
	ck_assert(exchange.peer.presented && exchange.peer.verified);
	ck_assert_str_eq(exchange.peer.subject, client->subject);
	ck_assert_str_eq(exchange.peer.fingerprint, client->fingerprint_sha1);
	ck_assert_ptr_nonnull(strstr(exchange.peer.certificate, "-----BEGIN%20CERTIFICATE-----%0A"));
	ck_assert_ptr_null(strpbrk(exchange.peer.certificate, " \n/+="));
	exchange_finish(&exchange);
	exchange_run(&exchange,
		&(struct exchange_options){.mode = AUTH_REQUEST_CLIENT_CERT,
			.defect = NO_DEFECT,
			.credential = "client-expired",
			.version = TLS_1_3});
	ck_assert(exchange.peer.presented && !exchange.peer.verified);
	exchange_finish(&exchange);
	exchange_run(&exchange,
		&(struct exchange_options){
			.mode = AUTH_REQUEST_CLIENT_CERT, .defect = NO_DEFECT, .version = TLS_1_2});
	ck_assert(!exchange.peer.presented && !exchange.peer.subject);
	exchange_finish(&exchange);
}
END_TEST

START_TEST(test_names_its_cas)
{
	struct exchange exchange;

	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		exchange_run(&exchange,
			&(struct exchange_options){
				.mode = AUTH_REQUEST_CLIENT_CERT, .defect = NO_DEFECT, .version = versions[i]});
		ck_assert(exchange.client.certificate_requested);
		ck_assert_uint_eq(exchange.client.ca_names, 1);
		exchange_finish(&exchange);
	}
}
END_TEST

START_TEST(test_bad_files)
{
	struct tls_server_config config = peers_config(AUTH_REQUEST_CLIENT_CERT, NO_DEFECT);
	struct arena *arena = &peers_get()->arena;
	const char *why = NULL;

	config.key_file = config.client_ca_file;
	ck_assert_ptr_null(tls_server_context_create(&config, arena, &why));
	ck_assert_ptr_nonnull(strstr(why, ": no private key"));
	config = peers_config(AUTH_REQUEST_CLIENT_CERT, NO_DEFECT);
	config.certificate_file = peers_file("missing.pem");
	ck_assert_ptr_null(tls_server_context_create(&config, arena, &why));
	ck_assert_ptr_nonnull(strstr(why, "missing.pem: No such file"));
	config = peers_config(AUTH_REQUEST_CLIENT_CERT, NO_DEFECT);
	config.client_ca_file = config.key_file;
	ck_assert_ptr_null(tls_server_context_create(&config, arena, &why));
	ck_assert_ptr_nonnull(strstr(why, ": no CA certificates"));
	config.client_ca_file = "/dev/null";
	ck_assert_ptr_null(tls_server_context_create(&config, arena, &why));
	ck_assert_ptr_nonnull(strstr(why, "/dev/null: is a device"));
	config.client_ca_file = NULL;
	config.mode = AUTH_VERIFY_CLIENT_CERT_IF_GIVEN;
	ck_assert_ptr_null(tls_server_context_create(&config, arena, &why));
	ck_assert_ptr_nonnull(strstr(why, "VerifyClientCertIfGiven needs a file"));
	config = peers_config(AUTH_VERIFY_CLIENT_CERT_IF_GIVEN, NO_DEFECT);
	config.client_crl_file = peers_file("server.pem");
	ck_assert_ptr_null(tls_server_context_create(&config, arena, &why));
	ck_assert_ptr_nonnull(strstr(why, "server.pem: no CRLs"));
}
END_TEST

/* What each defect wrongly accepts in RequireAndVerifyClientCert. */
static const struct {
	enum tls_defect defect;
	const char *accepts[8];
} overlooked[] = {
	{DEFECT_ACCEPT_ANY_CA,
		{"client-wrong-ca", "client-impostor-ca", "client-self-signed",
			"client-missing-intermediate"}},
	{DEFECT_TRUST_BY_NAME, {"client-impostor-ca"}},
	{DEFECT_ACCEPT_SELF_SIGNED, {"client-self-signed"}},
	{DEFECT_IGNORE_NOT_BEFORE, {"client-not-yet-valid"}},
	{DEFECT_IGNORE_NOT_AFTER, {"client-expired"}},
	{DEFECT_IGNORE_PATHLEN, {"client-pathlen-exceeded"}},
	{DEFECT_IGNORE_NAME_CONSTRAINTS, {"client-name-constraint"}},
	{DEFECT_IGNORE_CRITICAL_EXTENSION, {"client-unknown-critical"}},
	{DEFECT_IGNORE_SIGNATURE, {"client-tampered"}},
	{DEFECT_REQUIRE_MEANS_OPTIONAL, {NULL}},
	{DEFECT_ANY_MEANS_REQUEST, {NULL}},
	{DEFECT_IGNORE_EXPIRY, {"client-expired", "client-not-yet-valid"}},
	{DEFECT_IGNORE_EKU, {"client-server-eku"}},
	{DEFECT_SKIP_POSSESSION_PROOF, {"client-wrong-key"}},
	{DEFECT_IGNORE_REVOCATION, {"client-revoked"}},
	{DEFECT_IGNORE_CA_FLAG, {"client-intermediate-not-ca", "client-pathlen-exceeded"}},
	{DEFECT_OPTIONAL_MEANS_OFF, {NULL}},
};

static bool is_among(const char *name, const char *const names[8])
{
	for (size_t i = 0; i < 8 && names[i]; i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

START_TEST(test_defect_accepts_its_own_and_nothing_else)
{
	for (size_t i = 0; i < COUNT_OF(overlooked); i++) {
		for (size_t j = 0; j < COUNT_OF(judged) * COUNT_OF(versions); j++) {
			const struct judged *row = &judged[j / COUNT_OF(versions)];
			bool accepted = is_among(row->credential, overlooked[i].accepts);

			expect(&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
					   .defect = (int)overlooked[i].defect,
					   .credential = row->credential,
					   .version = versions[j % COUNT_OF(versions)]},
				accepted ? TLS_ALERT_NONE : row->alert);
		}
	}
}
END_TEST

START_TEST(test_optional_means_off)
{
	for (size_t j = 0; j < COUNT_OF(judged) * COUNT_OF(versions); j++) {
		const struct judged *row = &judged[j / COUNT_OF(versions)];
		bool bad_proof = row->alert == TLS_ALERT_DECRYPT_ERROR;

		expect(&(struct exchange_options){.mode = AUTH_VERIFY_CLIENT_CERT_IF_GIVEN,
				   .defect = DEFECT_OPTIONAL_MEANS_OFF,
				   .credential = row->credential,
				   .version = versions[j % COUNT_OF(versions)]},
			bad_proof ? row->alert : TLS_ALERT_NONE);
	}
}
END_TEST

START_TEST(test_second_time_lucky)
{
	struct exchange_options options = {.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
		.defect = DEFECT_SECOND_TIME_LUCKY,
		.credential = "client-expired",
		.version = TLS_1_3};

	expect(&options, TLS_ALERT_CERTIFICATE_EXPIRED);
	expect(&options, TLS_ALERT_NONE);
	options.credential = "client-wrong-ca";
	expect(&options, TLS_ALERT_UNKNOWN_CA);
	options.credential = "client";
	expect(&options, TLS_ALERT_NONE);
}
END_TEST

START_TEST(test_forward_before_verify)
{
	static const char *const late[] = {"client-expired", "client-wrong-ca", NULL};
	struct exchange exchange;

	for (size_t i = 0; i < COUNT_OF(late) * COUNT_OF(versions); i++) {
		exchange_run(&exchange,
			&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
				.defect = DEFECT_FORWARD_BEFORE_VERIFY,
				.credential = late[i / COUNT_OF(versions)],
				.version = versions[i % COUNT_OF(versions)]});
		ck_assert(exchange.forwarded && exchange.peer.refuse_after_forward);
		ck_assert(!exchange.peer.verified);
		ck_assert_str_eq(exchange.answer, "late");
		ck_assert_int_eq(exchange.client.alert, TLS_ALERT_NONE);
		exchange_finish(&exchange);
	}
	expect(&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
			   .defect = DEFECT_FORWARD_BEFORE_VERIFY,
			   .credential = "client",
			   .version = TLS_1_3},
		TLS_ALERT_NONE);
}
END_TEST

START_TEST(test_crash_on_expired)
{
	pid_t child;
	int status = 0;

	expect(&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
			   .defect = DEFECT_CRASH_ON_EXPIRED,
			   .credential = "client-wrong-ca",
			   .version = TLS_1_3},
		TLS_ALERT_UNKNOWN_CA);
	child = fork();
	if (child == 0) {
		struct exchange exchange;

		exchange_run(&exchange,
			&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
				.defect = DEFECT_CRASH_ON_EXPIRED,
				.credential = "client-expired",
				.version = TLS_1_3});
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}
END_TEST

START_TEST(test_every_defect_has_a_word)
{
	const char letters[] = {
		'N', 'R', 'A', 'G', 'V', DEFECT_OF_DEEDS, DEFECT_OF_OCSP, DEFECT_OF_OLDER_TLS, '\0'};

	ck_assert_uint_eq(strspn(auth_mode_letters, letters), strlen(auth_mode_letters));
	for (int i = 0; i < DEFECT_COUNT; i++) {
		ck_assert_ptr_nonnull(tls_defect_words[i]);
		ck_assert_int_eq(tls_defect_find(tls_defect_words[i]), i);
		/* its modes, by their letters */
		ck_assert_uint_gt(strlen(tls_defect_modes[i]), 0);
		ck_assert_uint_eq(strspn(tls_defect_modes[i], letters), strlen(tls_defect_modes[i]));
		for (int j = 0; j < i; j++)
			ck_assert_str_ne(tls_defect_words[i], tls_defect_words[j]);
	}
	ck_assert_ptr_null(tls_defect_words[DEFECT_COUNT]);
	ck_assert_int_eq(tls_defect_find("no-such-defect"), DEFECT_COUNT);
}
END_TEST

START_TEST(test_a_mode_that_is_another_one)
{
	static const struct {
		enum tls_defect defect;
		enum auth_mode mode;
		const char *credential; /* NULL: none */
		int alert; /* in TLS 1.3 */
	} rows[] = {
		{DEFECT_REQUEST_MEANS_IF_GIVEN, AUTH_REQUEST_CLIENT_CERT, "client-expired",
			TLS_ALERT_CERTIFICATE_EXPIRED},
		{DEFECT_ANY_MEANS_REQUEST, AUTH_REQUIRE_ANY_CLIENT_CERT, NULL, TLS_ALERT_NONE},
		{DEFECT_ANY_MEANS_VERIFY, AUTH_REQUIRE_ANY_CLIENT_CERT, "client-wrong-ca",
			TLS_ALERT_UNKNOWN_CA},
		{DEFECT_OPTIONAL_MEANS_REQUIRED, AUTH_VERIFY_CLIENT_CERT_IF_GIVEN, NULL,
			TLS_ALERT_CERTIFICATE_REQUIRED},
		{DEFECT_REQUIRE_MEANS_OPTIONAL, AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NULL, TLS_ALERT_NONE},
		{DEFECT_REQUIRE_MEANS_ANY, AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "client-wrong-ca",
			TLS_ALERT_NONE},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect(&(struct exchange_options){.mode = rows[i].mode,
				   .defect = (int)rows[i].defect,
				   .credential = rows[i].credential,
				   .version = TLS_1_3},
			rows[i].alert);
}
END_TEST

START_TEST(test_one_byte_at_a_time)
{
	for (size_t j = 0; j < COUNT_OF(judged) * COUNT_OF(versions); j++) {
		const struct judged *row = &judged[j / COUNT_OF(versions)];

		expect(&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
				   .defect = NO_DEFECT,
				   .credential = row->credential,
				   .chunk = 1,
				   .version = versions[j % COUNT_OF(versions)]},
			row->alert);
	}
}
END_TEST

START_TEST(test_the_same_a_hundred_times)
{
	for (int i = 0; i < 100; i++)
		expect(&(struct exchange_options){.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
				   .defect = NO_DEFECT,
				   .credential = "client-expired",
				   .version = TLS_1_3},
			TLS_ALERT_CERTIFICATE_EXPIRED);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"modes",
			{test_no_client_cert_asks_nobody, test_request_takes_any_certificate,
				test_require_any_takes_any_certificate, test_if_given_verifies,
				test_require_and_verify_verifies, test_no_certificate}},
		{"peer", {test_tells_who_the_client_is, test_names_its_cas}},
		{"files", {test_bad_files}},
		{"defects",
			{test_every_defect_has_a_word, test_defect_accepts_its_own_and_nothing_else,
				test_optional_means_off, test_a_mode_that_is_another_one, test_second_time_lucky,
				test_forward_before_verify, test_crash_on_expired}},
		{"repeats", {test_one_byte_at_a_time, test_the_same_a_hundred_times}},
	};
	int status = unit_run("tls_server", cases, COUNT_OF(cases));

	peers_destroy();
	return status;
}
