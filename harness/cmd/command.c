#include "command.h"

#include <errno.h>
#include <stdio.h>

#include "diag.h"
#include "result.h"

const struct command commands[] = {
	{"run", command_run, command_run_argp, "run scenarios against targets and judge every cell",
		NULL},
	{"list", command_list, command_list_argp,
		"list scenarios, targets, credentials, modes, defects, rules; or the cells of a plan",
		"scenarios targets credentials modes defects rules cells"},
	{"check", command_check, command_check_argp,
		"check scenario, target and PKI files without running anything", NULL},
	{"pki", command_pki, command_pki_argp, "write every good and bad certificate to a folder",
		NULL},
	{"serve", command_serve, command_serve_argp,
		"run the reference server or the reference backend by hand", "server backend"},
	{"fetch", command_fetch, command_fetch_argp, "ask for a URL as the reference client, by hand",
		NULL},
	{"selftest", command_selftest, command_selftest_argp,
		"does the catalogue catch each defect of the references, and accuse nobody else?", NULL},
	{"report", command_report, command_report_argp,
		"render reports again from event files; merge shards and services", NULL},
	{"diff", command_diff, command_diff_argp, "compare two runs", NULL},
	{"baseline", command_baseline, command_baseline_argp,
		"keep a file of expected failures in order", "check update prune"},
	{"init", command_init, command_init_argp, "look at a server and write mtlspec.yaml for it",
		NULL},
	{"doctor", command_doctor, command_doctor_argp,
		"look whether a run can be done here, and what it would skip", NULL},
	{"explain", command_explain, command_explain_argp,
		"say what a scenario, cell, alert, rule, defect, verdict, exit code or mode means", NULL},
	{"schema", command_schema, command_schema_argp,
		"the JSON Schema of a kind of file, for editors", "scenario pki target expected rules"},
	{"completion", command_completion, command_completion_argp,
		"completions for bash, zsh and fish; the man page", "bash zsh fish man"},
	{"help", command_help, command_help_argp,
		"tell the commands, a command's options, or what a kind of file may say",
		"scenario target pki.yaml expected rules"},
	{"version", command_version, command_version_argp, "tell the version", NULL},
	{NULL, NULL, NULL, NULL, NULL},
};

int command_exit_code(int exit_code, bool told)
{
	return told || exit_code == EXIT_CONFORMANCE || exit_code == EXIT_USAGE ? exit_code
																			: EXIT_ENVIRONMENT;
}

int command_unwritten(int reason)
{
	return reason == ENOSPC || reason == EDQUOT || reason == EIO ? EXIT_ENVIRONMENT : EXIT_USAGE;
}

int command_report_errors(const struct diag *diag)
{
	if (!diag_failed(diag))
		return 0;
	diag_print(diag, stderr);
	return EXIT_USAGE;
}
