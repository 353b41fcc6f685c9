#include "named_answer.h"

#include <string.h>

#include "scoped.h"
#include "text.h"

/* git's gitprotocol-http: an empty repository. Each pkt-line begins with its length in hex, the
 * four digits counted; 0000 ends a list. */
#define GIT_INFO_REFS                                                                              \
	"001e# service=git-upload-pack\n"                                                              \
	"0000"                                                                                         \
	"0000"
/* Prometheus' text format 0.0.4 */
#define EXPOSITION                                                                                 \
	"# HELP mtlspec_answers Answers of this server.\n"                                             \
	"# TYPE mtlspec_answers counter\n"                                                             \
	"mtlspec_answers 1\n"

#define BODY(text) .body = (text), .body_len = sizeof(text) - 1

static const char *const git_asked[] = {"/info/refs?service=git-upload-pack", NULL};
static const char *const registry_asked[] = {"/v2/", NULL};
static const char *const otlp_asked[] = {"/v1/traces", "/v1/metrics", "/v1/logs", NULL};

static const struct named_answer answers[] = {
	{"git-info-refs", "git's info/refs of an empty repository", 200,
		.type = "application/x-git-upload-pack-advertisement", .header = "Cache-Control",
		.header_value = "no-cache", BODY(GIT_INFO_REFS), .asked = git_asked},
	{"prometheus", "an exposition of one metric", 200,
		.type = "text/plain; version=0.0.4; charset=utf-8", BODY(EXPOSITION)},
	{"registry", "/v2/ of a container registry", 200, .type = "application/json",
		.header = "Docker-Distribution-Api-Version", .header_value = "registry/2.0", BODY("{}"),
		.asked = registry_asked},
	/* ExportTraceServiceResponse and its like have no field that must be set: no bytes at all */
	{"otlp", "an OTLP collector that took all", 200, .type = "application/x-protobuf", BODY(""),
		.asked = otlp_asked},
	{"json", "an empty JSON object", 200, .type = "application/json", BODY("{}")},
	{"empty", "204 No Content", 204, BODY("")},
};

const char *const named_answer_words[] = {
	"git-info-refs", "prometheus", "registry", "otlp", "json", "empty", NULL};
_Static_assert(COUNT_OF(named_answer_words) == COUNT_OF(answers) + 1, "a word for each answer");

const struct named_answer *named_answer_find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(answers); i++) {
		if (strcmp(answers[i].name, name) == 0)
			return &answers[i];
	}
	return NULL;
}

static bool is_asked(const struct named_answer *answer, const char *target)
{
	for (const char *const *end = answer->asked; end && *end; end++) {
		if (text_ends_with(target, *end))
			return true;
	}
	return false;
}

const struct named_answer *named_answer_for(const char *target)
{
	for (size_t i = 0; i < COUNT_OF(answers); i++) {
		if (is_asked(&answers[i], target))
			return &answers[i];
	}
	return NULL;
}
