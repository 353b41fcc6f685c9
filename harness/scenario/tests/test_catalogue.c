/* The scenarios that are shipped: the reports' text, so what they say is held to some rules too. */
#include <stdio.h>
#include <string.h>

#include "scenario_fixture.h"
#include "text.h"

enum { TITLE_MAX = 80, WHY_MIN = 80, WHY_MAX = 500 };

static const char *const catalogue_credentials[] = {"client", "client-p384", "client-rsa",
	"client-rsa-pss", "client-ed25519", "client-wrong-ca", "client-impostor-ca",
	"client-self-signed", "client-expired", "client-not-yet-valid", "client-server-eku",
	"client-no-eku", "client-no-digital-signature", "client-missing-intermediate",
	"client-intermediate-not-ca", "client-pathlen-exceeded", "client-wrong-key", "client-tampered",
	"client-revoked", "client-sha1", "client-rsa-1024", "client-unknown-critical",
	"client-name-constraint", "client-one-name", "client-one-name-impostor", "client-same-dn-as-ca",
	"client-wildcard-cn", "server", "server-wildcard", "server-deep", "server-ip", "server-idn",
	"server-wrong-ca", "server-impostor-ca", "server-self-signed", "server-missing-intermediate",
	"server-intermediate-not-ca", "server-name-constraint", "server-expired",
	"server-not-yet-valid", "server-client-eku", "server-wrong-key", "server-tampered",
	"server-revoked", "server-must-staple", "server-sha1", "server-rsa-1024", "server-bad-name",
	"server-name-at-end", "server-name-at-start", "server-parent-name", "server-bad-address",
	"server-cn-only", "server-cn-beside-san", "server-wildcard-bare", "server-wildcard-partial",
	"server-ip-as-dns", "server-idn-u-label", "server-nul-san", NULL};

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

/* What is told of the unverified is a question where they are let in; and who speaks no TLS is kept
 * out where a certificate is required. */
static bool belongs_to(const struct scenario *scenario, enum auth_mode mode)
{
	if (scenario->steps->plain)
		return auth_mode_requires(mode);
	return scenario->steps->identity != IDENTITY_UNVERIFIED ||
		(auth_mode_requests(mode) && !auth_mode_verifies(mode));
}

START_TEST(test_every_scenario_names_all_modes)
{
	struct fixture f;
	struct scenario_set set = read_catalogue(&f);

	ck_assert_uint_ge(set.count, 28);
	for (size_t i = 0; i < set.count; i++) {
		/* a tutorial is about one set-up, and */
		if (!set.items[i]->simple)
			continue;
		/* of a client's many scenarios most have nothing to do with the mode */
		for (int mode = 0; set.items[i]->side == SIDE_SERVER && mode < AUTH_MODE_COUNT; mode++)
			ck_assert_msg(
				set.items[i]->modes[mode] == belongs_to(set.items[i], (enum auth_mode)mode),
				"%s names %s, or does not", set.items[i]->id, auth_mode_words[mode]);
	}
	fixture_end(&f);
}
END_TEST

static bool is_name(const char *name, const char *wanted)
{
	return name && strcmp(name, wanted) == 0;
}

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
		for (size_t r = 0; r < scenario->rules.count; r++)
			ck_assert_msg(text_glob("RFC ???? *", scenario->rules.items[r]), "%s: rule %s",
				scenario->id, scenario->rules.items[r]);
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
				(set.items[i]->steps->plain && expected->given);

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
