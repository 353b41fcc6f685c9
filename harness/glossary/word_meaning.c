#include "word_meaning.h"

#include "scoped.h"

static const char *const verdicts[] = {
	[VERDICT_PASS] = "The target did what the scenario expects, and the good peer got through "
					 "before and after, so that it means something.",
	[VERDICT_FAIL] = "The target did something else than the scenario expects: somebody got in who "
					 "must not, or the other way round. Exit code 1.",
	[VERDICT_ERROR] = "Nothing can be said of the target: something broke around it, or not even "
					  "the good peer got through. Exit code 3.",
	[VERDICT_SKIP] = "It was not tried, for the reason that stands beside it: the target can't "
					 "express it, or something is missing here. Says nothing of the target.",
	[VERDICT_XFAIL] = "It failed as declared: a known deviation of the target file, or an entry of "
					  "the file of expected failures.",
	[VERDICT_XPASS] = "It was declared to fail, and did not: the declaration is out of date. Exit "
					  "code 5, where nothing worse happened.",
	[VERDICT_NOT_RUN] = "The run ended before its turn came. Exit code 3 or that of the "
						"interruption.",
};
_Static_assert(COUNT_OF(verdicts) == VERDICT_COUNT, "a text for each verdict");

static const struct {
	const char *means;
	const char *elsewhere;
} modes[] = {
	[AUTH_NO_CLIENT_CERT] = {"The server asks nobody for a certificate.",
		"nginx `ssl_verify_client off;`, haproxy `verify none`, Apache `SSLVerifyClient none`"},
	[AUTH_REQUEST_CLIENT_CERT] = {"The server asks for a certificate, takes any, and none as well; "
								  "nothing is verified. Who relies on it must verify himself.",
		"nginx `ssl_verify_client optional_no_ca;`, Apache `SSLVerifyClient optional_no_ca`"},
	[AUTH_REQUIRE_ANY_CLIENT_CERT] = {"A certificate must be shown, with proof of its key, and any "
									  "will do: no chain is verified.",
		"haproxy `verify required ca-ignore-err all crt-ignore-err all`; Go and Traefik by this "
		"name"},
	[AUTH_VERIFY_CLIENT_CERT_IF_GIVEN] = {"No certificate need be shown; one that is shown must be "
										  "good. Who shows none comes in as nobody.",
		"nginx `ssl_verify_client optional;`, haproxy `verify optional`, Apache `SSLVerifyClient "
		"optional`"},
	[AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT] = {"A good certificate must be shown, or nobody comes "
											 "in: what is commonly meant by mutual TLS.",
		"nginx `ssl_verify_client on;`, haproxy `verify required`, Apache `SSLVerifyClient "
		"require`"},
};
_Static_assert(COUNT_OF(modes) == AUTH_MODE_COUNT, "a text for each mode");

const struct exit_meaning exit_meanings[] = {
	{EXIT_AS_EXPECTED, "Everything was as expected; what was skipped stands in the summary."},
	{EXIT_CONFORMANCE,
		"At least one cell failed; with --no-skip also: one could not be tested. Of "
		"`mtlspec diff`: something regressed."},
	{EXIT_USAGE, "The command line or a file is wrong; nothing was run."},
	{EXIT_ENVIRONMENT,
		"Something broke around the target, and the results are incomplete: no "
		"failure was seen, but not everything was judged. `mtlspec doctor` looks for "
		"the cause."},
	{EXIT_NOTHING_SELECTED,
		"No cell is left by what was chosen. `mtlspec list cells` with the same "
		"options shows what would be judged."},
	{EXIT_EXPECTATION_STALE,
		"Nothing failed, but something that was declared to fail did not. "
		"`mtlspec baseline prune` takes such entries out."},
	{EXIT_ALL_SKIPPED,
		"Every cell was skipped, each with its reason: a test runner takes it for "
		"a skipped test."},
	{EXIT_HUNG_UP, "Interrupted (SIGHUP); the reports are written, what was left is not-run."},
	{EXIT_INTERRUPTED, "Interrupted (Ctrl-C); the reports are written, what was left is not-run."},
	{EXIT_TERMINATED, "Interrupted (SIGTERM); the reports are written, what was left is not-run."},
	{0, NULL},
};

const char *verdict_meaning(enum verdict verdict)
{
	return verdicts[verdict];
}

const char *auth_mode_meaning(enum auth_mode mode)
{
	return modes[mode].means;
}

const char *auth_mode_elsewhere(enum auth_mode mode)
{
	return modes[mode].elsewhere;
}
