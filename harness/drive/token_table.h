#ifndef TOKEN_TABLE_H
#define TOKEN_TABLE_H
/*
 * Tokens: what a request carries so that the backend's news can be told apart. 128 random bits
 * each, so that no target can guess, and accuse by, the token of a connection that it has not seen.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scoped.h"

enum { TOKEN_SIZE = 33 }; /* hexadecimal digits and NUL */

void token_make(char out[TOKEN_SIZE]);

/* Which number a token stands for. Zeroed, it is empty; it grows with what is added. */
struct token_entry {
	uint64_t key[2];
	size_t number;
	bool used;
};
struct token_table {
	struct token_entry *entries;
	size_t capacity; /* a power of two, or 0 */
	size_t count;
};

/* One of token_make(), not added before. */
void token_table_add(struct token_table *table, const char *token, size_t number);
/* `token` may be any text. */
WARN_UNUSED bool token_table_find(size_t *out, const struct token_table *table, const char *token);
void token_table_finish(struct token_table *table);
#endif
