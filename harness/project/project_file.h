#ifndef PROJECT_FILE_H
#define PROJECT_FILE_H
/*
 * A project's file, mtlspec.yaml. Its keys are the long options of a command, without dashes:
 *
 *   target: [billing=services/billing/mtls, api.example.test:8443]   # several: a list, or one
 *   client-ca: ca/root.pem,ca/root.key
 *   strict: true                    # without a value: true or false
 *   scenario: [client-certificate/] # what the command takes as arguments
 *   profiles:
 *     ci: {report-dir: out, strict: false, target: []}    # false and []: not what the top says
 *
 * A path in a value is relative to the file's folder (option_path.h).
 */
#include "project.h"

/*
 * Reads the top and, if `profile` is not NULL, the profile of that name into `layers`. All profiles
 * are checked. What is wrong stands in `diag`, also a profile that is not there.
 */
void project_file_read(struct project_layer layers[PROJECT_LAYER_COUNT], struct arena *arena,
	struct diag *diag, const char *path, const char *profile, const struct project_parser *parser);
/* The same from memory, for tests and the fuzzer. */
void project_file_parse(struct project_layer layers[PROJECT_LAYER_COUNT], struct arena *arena,
	struct diag *diag, const char *path, const char *text, size_t len, const char *profile,
	const struct project_parser *parser);
#endif
