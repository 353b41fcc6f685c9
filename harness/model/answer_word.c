#include "answer_word.h"

#include <string.h>

int answer_word_status(const char *word)
{
	if (strncmp(word, "http ", 5) == 0)
		word += 5;
	if (strlen(word) != 3 || strspn(word, "0123456789") != 3 || *word < '1' || *word > '5')
		return 0;
	return (word[0] - '0') * 100 + (word[1] - '0') * 10 + (word[2] - '0');
}

bool answer_word_is_text(const char *word)
{
	return !answer_word_status(word) && strcmp(word, "alert") != 0 && strcmp(word, "close") != 0;
}
