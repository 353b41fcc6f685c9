/* Tokens that stand for a connection, and for no other. */
#include <string.h>

#include "token_table.h"
#include "unit.h"

enum { MANY = 5000 };

START_TEST(token_table)
{
	static char tokens[MANY][TOKEN_SIZE];
	struct token_table table = {0};
	size_t number;

	ck_assert(!token_table_find(&number, &table, ""));
	for (size_t i = 0; i < MANY; i++) {
		token_make(tokens[i]);
		ck_assert_uint_eq(strlen(tokens[i]), TOKEN_SIZE - 1);
		ck_assert(!token_table_find(&number, &table, tokens[i]));
		token_table_add(&table, tokens[i], i);
	}
	for (size_t i = 0; i < MANY; i++) {
		ck_assert(token_table_find(&number, &table, tokens[i]));
		ck_assert_uint_eq(number, i);
	}
	/* each is some 32 bytes, twice the room at most after it has grown */
	ck_assert_uint_le(table.capacity, 4 * MANY);
	token_table_finish(&table);
	ck_assert(!token_table_find(&number, &table, tokens[0]));
}
END_TEST

/* What is nearly a token, or what a target may say in place of one. */
START_TEST(token_guesses)
{
	struct token_table table = {0};
	char token[TOKEN_SIZE];
	char guess[TOKEN_SIZE + 8];
	size_t number;

	token_make(token);
	token_table_add(&table, token, 7);
	for (size_t i = 0; i < TOKEN_SIZE - 1; i++) {
		memcpy(guess, token, TOKEN_SIZE);
		guess[i] = guess[i] == '0' ? '1' : '0';
		ck_assert(!token_table_find(&number, &table, guess));
		guess[i] = '-';
		ck_assert(!token_table_find(&number, &table, guess));
		guess[i] = '\0';
		ck_assert(!token_table_find(&number, &table, guess));
	}
	snprintf(guess, sizeof(guess), "%s0", token);
	ck_assert(!token_table_find(&number, &table, guess));
	ck_assert(token_table_find(&number, &table, token));
	token_table_finish(&table);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"token", {token_table, token_guesses}}};

	return unit_run("token", cases, COUNT_OF(cases));
}
