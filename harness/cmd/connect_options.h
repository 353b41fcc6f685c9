#ifndef CONNECT_OPTIONS_H
#define CONNECT_OPTIONS_H
/* Options about targets that run already: what they are called, whose certificate they have, and
 * what they can. */
#include <argp.h>

struct arena;
struct selection_connect;

struct connect_arguments {
	struct arena *arena; /* both are set by the parent parser */
	struct selection_connect *connect;
};

/* A child parser; its input is a struct connect_arguments. */
extern const struct argp connect_argp;
#endif
