#ifndef COMPLETION_H
#define COMPLETION_H
/*
 * What the option tables say, in the languages of shells and of man(1). All of it comes from
 * commands[] and the argp tables that it leads to, so that a new option needs no second place.
 */
#include <argp.h>

struct buf;
struct command;

/* The fixed words that an option's value may be, with blanks between ("tls http both" of
 * "tls|http|both"), into `words`; "" if there are none. */
void completion_value_words(struct buf *words, const struct argp_option *option);

void completion_bash(struct buf *out);
void completion_zsh(struct buf *out);
void completion_fish(struct buf *out);
void completion_man(struct buf *out);
#endif
