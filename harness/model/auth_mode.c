#include "auth_mode.h"

#include <stddef.h>
#include <string.h>

#include "arena.h"

const char auth_mode_letters[] = "NRAGV";

struct mode_row {
	bool requests;
	bool requires;
	bool verifies;
};

const char *const auth_mode_words[] = {"NoClientCert", "RequestClientCert", "RequireAnyClientCert",
	"VerifyClientCertIfGiven", "RequireAndVerifyClientCert", NULL};

static const struct mode_row rows[AUTH_MODE_COUNT] = {
	[AUTH_NO_CLIENT_CERT] = {false, false, false},
	[AUTH_REQUEST_CLIENT_CERT] = {true, false, false},
	[AUTH_REQUIRE_ANY_CLIENT_CERT] = {true, true, false},
	[AUTH_VERIFY_CLIENT_CERT_IF_GIVEN] = {true, false, true},
	[AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT] = {true, true, true},
};

const char *auth_mode_name(enum auth_mode mode)
{
	return auth_mode_words[mode];
}

bool auth_mode_parse(enum auth_mode *out, const char *name)
{
	for (int i = 0; i < AUTH_MODE_COUNT; i++) {
		if (strcmp(auth_mode_words[i], name) == 0) {
			*out = (enum auth_mode)i;
			return true;
		}
	}
	return false;
}

bool auth_mode_requests(enum auth_mode mode)
{
	return rows[mode].requests;
}

bool auth_mode_requires(enum auth_mode mode)
{
	return rows[mode].requires;
}

bool auth_mode_verifies(enum auth_mode mode)
{
	return rows[mode].verifies;
}

const char *auth_mode_list(struct arena *arena, unsigned modes)
{
	const char *text = "";

	for (unsigned i = 0; i < AUTH_MODE_COUNT; i++) {
		if (modes & 1u << i)
			text = arena_printf(arena, "%s%s%s", text, *text ? ", " : "", auth_mode_words[i]);
	}
	return text;
}
