#ifndef TARGET_REPLY_H
#define TARGET_REPLY_H
/*
 * What our server answers a client under test: `answer` of a target file's `client`, and the option
 * of that name. Either a name of the table of named answers, a status alone, or in full:
 *
 *   answer: git-info-refs
 *   answer: 204
 *   answer:
 *     status: 201                # default 200
 *     type: application/json     # Content-Type; default by the suffix of `file`, else text/plain
 *     headers: ["X-Version: 2"]
 *     body: '{"id": "${token}"}' # ${token}: this connection's own
 *     file: answer.json          # or a file beside the target file, sent byte for byte
 */
#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "scoped.h"
#include "schema.h"

struct named_answer;

enum { TARGET_REPLY_BODY_MAX = 64 * 1024 };

struct target_reply {
	int status; /* 0: our server answers as it always does */
	const struct named_answer *named; /* all of it; or NULL */
	struct pair *headers; /* by names, Content-Type among them */
	size_t header_count;
	const char *template; /* of the body; or NULL */
	struct place template_place;
	const char *body; /* or as it is; NULL: none */
	size_t body_len;
};

/* As written. */
struct reply_text {
	const char *word; /* a name or a status alone; or NULL */
	long status;
	const char *type;
	struct text_list headers;
	const char *body;
	const char *file;
	struct place place; /* line 0: not given */
	struct place type_place;
	struct place body_place;
	struct place file_place;
};

extern const struct schema target_reply_schema; /* of its long form */
/* Reads `answer` of a target file into a struct reply_text: a field_reader. */
void target_reply_read(
	void *member, const struct node *node, struct arena *arena, struct diag *diag);
/* `folder`: where `file` is found. */
void target_reply_take(struct target_reply *out, const struct reply_text *text, const char *folder,
	struct arena *arena, struct diag *diag);
/* As an option says it: NAME, STATUS or @FILE. */
void target_reply_option(
	struct target_reply *out, const char *text, struct arena *arena, struct diag *diag);
#endif
