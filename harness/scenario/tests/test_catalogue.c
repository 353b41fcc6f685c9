/* The scenarios that are shipped: the reports' text, so what they say is held to some rules too. */
#include <stdio.h>
#include <string.h>

#include "scenario_fixture.h"
#include "text.h"

enum { TITLE_MAX = 80, WHY_MIN = 80, WHY_MAX = 500 };

static const char *const catalogue_credentials[] = {"server", "client", "partner", "client-p384",
	"client-rsa", "client-rsa-pss", "client-ed25519", "client-p521", "client-ed448",
	"client-sha384", "client-sha512", "client-rsa-ca", "client-ed25519-ca",
	"client-two-intermediates", "client-three-intermediates", "client-permitted-name",
	"client-wrong-ca", "client-impostor-ca", "client-self-signed", "client-expired",
	"client-not-yet-valid", "client-server-eku", "client-no-eku", "client-no-digital-signature",
	"client-code-signing", "client-any-eku", "client-both-eku", "client-no-key-usage",
	"client-no-basic-constraints", "client-is-ca", "client-empty-subject", "client-just-expired",
	"client-far-future", "client-unknown-harmless", "client-version-1", "client-serial-longest",
	"client-serial-too-long", "client-serial-negative", "client-serial-zero",
	"client-missing-intermediate", "client-intermediate-not-ca", "client-pathlen-exceeded",
	"client-name-constraint", "client-intermediate-expired", "client-intermediate-not-yet-valid",
	"client-intermediate-server-eku", "client-intermediate-sha1",
	"client-intermediate-no-cert-sign", "client-intermediate-no-constraints",
	"client-intermediate-unknown-critical", "client-intermediate-tampered",
	"client-issued-by-client", "client-excluded-name", "client-uri-constraint", "client-unordered",
	"client-superfluous", "client-superfluous-first", "client-duplicate-intermediate",
	"client-root-included", "client-stranger-root-included", "client-impostor-root-included",
	"client-stranger-genuine-chain", "client-self-signed-genuine-chain",
	"client-no-authority-key-id", "client-impostor-genuine-chain", "client-same-name-first",
	"client-impostor-first", "client-cross-signed", "client-cross-signed-elsewhere",
	"client-renewed-intermediate", "client-self-issued", "client-ca-no-key-id", "client-wrong-key",
	"client-tampered", "client-revoked", "client-of-revoked-ca", "client-revoked-list-expired",
	"client-revoked-list-early", "client-revoked-list-forged", "client-revoked-list-odd",
	"client-revoked-list-missing", "partner-revoked", "client-ocsp", "client-ocsp-in-question",
	"client-sha1", "client-rsa-1024", "client-unknown-critical", "client-same-dn-as-ca",
	"client-wildcard-cn", "client-comma-name", "client-quote-name", "client-slash-name",
	"client-short-lived", "client-hash-name", "client-blank-name", "client-utf8-name",
	"client-long-name", "client-many-names", "client-one-name", "client-one-name-impostor",
	"server-wildcard", "server-deep", "server-ip", "server-idn", "server-wrong-ca",
	"server-impostor-ca", "server-self-signed", "server-missing-intermediate",
	"server-intermediate-not-ca", "server-name-constraint", "server-expired",
	"server-not-yet-valid", "server-client-eku", "server-wrong-key", "server-tampered",
	"server-revoked", "server-of-revoked-ca", "server-revoked-list-expired",
	"server-revoked-list-early", "server-revoked-list-forged", "server-revoked-list-odd",
	"server-revoked-list-missing", "server-second", "server-second-revoked", "server-must-staple",
	"server-sha1", "server-rsa-1024", "server-bad-name", "server-name-at-end",
	"server-name-at-start", "server-parent-name", "server-bad-address", "server-cn-only",
	"server-cn-beside-san", "server-wildcard-bare", "server-wildcard-partial", "server-ip-as-dns",
	"server-idn-u-label", "server-nul-san", "client-addresses", "server-addresses", NULL};

static struct scenario_set read_catalogue(struct fixture *fixture)
{
	struct scenario_set set;
	bool ok;

	fixture_begin(fixture);
	ok = scenario_read_tree(
		&set, &fixture->arena, &fixture->diag, TEST_SOURCE_DIR "/scenarios", catalogue_credentials);
	diag_print(&fixture->diag, stderr);
	ck_assert(ok && !diag_failed(&fixture->diag));
	return set;
}

static bool is_name(const char *name, const char *wanted)
{
	return name && strcmp(name, wanted) == 0;
}

/* A second handshake may be refused in every mode; who is another in it must be asked, and nobody
 * must have been let in before. */
static bool belongs_again(const struct scenario_client *client, enum auth_mode mode)
{
	if (!client->present)
		return auth_mode_requests(mode) && !auth_mode_requires(mode);
	return is_name(client->renegotiate, client->present) || auth_mode_requests(mode);
}

/* What is told of the unverified is a question where they are let in; who speaks no TLS, or begins
 * in an odd way, is kept out where a certificate is required, a bad one where it is verified; and
 * where that is all that differs, it is told of those alone who verify. */
static bool belongs_to(const struct scenario *scenario, enum auth_mode mode)
{
	const struct scenario_step *step = scenario->steps;

	if (step->client.renegotiate_place.line)
		return belongs_again(&step->client, mode);
	if (step->plain || (opening_is_unusual(&step->opening) && !step->client.present))
		return auth_mode_requires(mode);
	if (!scenario->modes[AUTH_REQUEST_CLIENT_CERT] ||
		(opening_is_unusual(&step->opening) &&
			!is_name(step->client.present, SCENARIO_GOOD_CLIENT)))
		return auth_mode_verifies(mode);
	return scenario->steps->identity != IDENTITY_UNVERIFIED ||
		(auth_mode_requests(mode) && !auth_mode_verifies(mode));
}

START_TEST(test_every_scenario_names_all_modes)
{
	struct fixture f;
	struct scenario_set set = read_catalogue(&f);

	ck_assert_uint_ge(set.count, 28);
	for (size_t i = 0; i < set.count; i++) {
		/* a tutorial is about one set-up, hosts and paths have modes of their own, */
		if (!set.items[i]->simple || scenario_is_of_hosts(set.items[i]) ||
			scenario_is_of_paths(set.items[i]))
			continue;
		/* and of a client's many scenarios most have nothing to do with the mode */
		for (int mode = 0; set.items[i]->side == SIDE_SERVER && mode < AUTH_MODE_COUNT; mode++)
			ck_assert_msg(
				set.items[i]->modes[mode] == belongs_to(set.items[i], (enum auth_mode)mode),
				"%s names %s, or does not", set.items[i]->id, auth_mode_words[mode]);
	}
	fixture_end(&f);
}
END_TEST

static bool presents(const struct scenario *scenario, const char *credential)
{
	for (size_t i = 0; i < scenario->step_count; i++) {
		if (is_name(scenario->steps[i].client.present, credential))
			return true;
	}
	return is_name(scenario->steps->client.present, credential) ||
		is_name(scenario->steps->server.present, credential) ||
		is_name(scenario->steps->server.control, credential);
}

START_TEST(test_every_credential_has_a_scenario)
{
	struct fixture f;
	struct scenario_set set = read_catalogue(&f);

	for (const char *const *name = catalogue_credentials; *name; name++) {
		bool used = false;

		for (size_t i = 0; i < set.count; i++)
			used = used || presents(set.items[i], *name);
		ck_assert_msg(used, "%s is presented by no scenario", *name);
	}
	fixture_end(&f);
}
END_TEST

START_TEST(test_texts_can_stand_in_a_report)
{
	struct fixture f;
	struct scenario_set set = read_catalogue(&f);

	for (size_t i = 0; i < set.count; i++) {
		const struct scenario *scenario = set.items[i];

		ck_assert_msg(strlen(scenario->title) <= TITLE_MAX, "%s: long title", scenario->id);
		ck_assert_msg(strlen(scenario->why) >= WHY_MIN && strlen(scenario->why) <= WHY_MAX &&
				text_ends_with(scenario->why, "."),
			"%s: 'why' is %zu bytes, or ends without a full stop", scenario->id,
			strlen(scenario->why));
		for (size_t j = 0; j < i; j++)
			ck_assert_msg(strcmp(set.items[j]->title, scenario->title) != 0, "%s and %s: one title",
				set.items[j]->id, scenario->id);
	}
	fixture_end(&f);
}
END_TEST

/* What refuses in a mode that only asks must also be refused in every stricter mode. */
START_TEST(test_stricter_modes_are_no_laxer)
{
	static const enum auth_mode stricter[][2] = {
		{AUTH_REQUEST_CLIENT_CERT, AUTH_REQUIRE_ANY_CLIENT_CERT},
		{AUTH_REQUEST_CLIENT_CERT, AUTH_VERIFY_CLIENT_CERT_IF_GIVEN},
		{AUTH_REQUIRE_ANY_CLIENT_CERT, AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT},
		{AUTH_VERIFY_CLIENT_CERT_IF_GIVEN, AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT},
	};
	struct fixture f;
	struct scenario_set set = read_catalogue(&f);

	for (size_t i = 0; i < set.count; i++) {
		const struct step_expectation *expect = set.items[i]->steps->expect;

		for (size_t j = 0; set.items[i]->side == SIDE_SERVER && j < COUNT_OF(stricter); j++)
			ck_assert_msg(expect[stricter[j][0]].connection.outcome != OUTCOME_REJECT ||
					expect[stricter[j][1]].connection.outcome == OUTCOME_REJECT,
				"%s: %s is laxer than %s", set.items[i]->id, auth_mode_words[stricter[j][1]],
				auth_mode_words[stricter[j][0]]);
	}
	fixture_end(&f);
}
END_TEST

/*
 * A rejection names its alert: the catalogue is where the RFC's word is written down. What is
 * refused by HTTP comes after the handshake, or without one.
 */
START_TEST(test_rejections_name_an_alert)
{
	struct fixture f;
	struct scenario_set set = read_catalogue(&f);

	for (size_t i = 0; i < set.count; i++) {
		for (int mode = 0; set.items[i]->simple && mode < AUTH_MODE_COUNT; mode++) {
			const struct expectation *expected = &set.items[i]->steps->expect[mode].connection;
			bool by_http = set.items[i]->steps->client.forge == FORGE_SPACE ||
				(set.items[i]->steps->plain && expected->given) ||
				/* no RFC has a word for a list or an answer that can't be used */
				((set.items[i]->bundle || set.items[i]->steps->ocsp_place.line) &&
					expected->outcome == OUTCOME_REJECT) ||
				/* who begins a second handshake may be refused for that alone */
				(set.items[i]->steps->client.renegotiate_place.line &&
					expected->outcome == OUTCOME_REJECT) ||
				/* who can't be asked any more has got his answer over HTTP, or none */
				(set.items[i]->steps->client.post_handshake_place.line &&
					expected->outcome == OUTCOME_REJECT);

			ck_assert_msg(
				(expected->outcome == OUTCOME_REJECT) == (expected->alert >= 0 || by_http),
				"%s in %s", set.items[i]->id, auth_mode_words[mode]);
		}
	}
	fixture_end(&f);
}
END_TEST

struct unit_case catalogue_case(void)
{
	return (struct unit_case){"catalogue",
		{test_every_scenario_names_all_modes, test_every_credential_has_a_scenario,
			test_texts_can_stand_in_a_report, test_stricter_modes_are_no_laxer,
			test_rejections_name_an_alert}};
}
