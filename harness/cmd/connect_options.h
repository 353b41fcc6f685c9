#ifndef CONNECT_OPTIONS_H
#define CONNECT_OPTIONS_H
/* Options about targets that run already: what they are called, and whose certificate they have. */
#include <argp.h>

/* A child parser; its input is a struct selection_connect. */
extern const struct argp connect_argp;
#endif
