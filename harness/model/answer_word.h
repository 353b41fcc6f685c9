#ifndef ANSWER_WORD_H
#define ANSWER_WORD_H
/*
 * How people say what an answer means: "404" and "http 404" are a status, "alert" and "close" are
 * no answer but another way of refusing, and everything else is a text that stands in the answer.
 */
#include <stdbool.h>

/* 100 to 599; 0: the word is no status. */
int answer_word_status(const char *word);
bool answer_word_is_text(const char *word);
#endif
