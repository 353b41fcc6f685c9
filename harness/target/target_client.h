#ifndef TARGET_CLIENT_H
#define TARGET_CLIENT_H
/* The `client:` block of a target file: how the target plays the client side of TLS. */
#include "scoped.h"
#include "target.h"
#include "target_reply.h"

/* As written; target_client_take makes a struct target_client of it. */
struct client_text {
	struct place place;
	int kind;
	struct target_client client; /* args, input */
	struct struct_list files; /* of struct file_text, as at the top level */
	struct text_list success;
	struct reply_text answer;
	struct struct_list cannot;
	struct place args_place;
};
extern const struct schema client_block_schema;
extern const struct schema target_file_schema; /* target.c: an entry of `files` */

/* Reads the words of `success`; false and diagnostics. What the list names lives as long. */
WARN_UNUSED bool target_client_success(struct target_client *client, const struct text_list *list,
	struct arena *arena, struct diag *diag);
void target_client_take(
	struct target *target, const struct client_text *text, struct arena *arena, struct diag *diag);
/* What contradicts itself, or belongs to a target that is a server. */
void target_client_check(const struct target *target, struct diag *diag);
/* The names that templates of this kind of client may use; NULL-terminated. */
const char *const *target_client_names(enum client_kind kind);
#endif
