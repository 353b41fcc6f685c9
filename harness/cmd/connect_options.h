#ifndef CONNECT_OPTIONS_H
#define CONNECT_OPTIONS_H
/* Options about targets that run already: what they are called, and whose certificate they have. */
#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

#include "scoped.h"

struct target;

struct connect_arguments {
	const char *server_name;
	const char *host;
	const char *server_ca;
};

/* A child parser; its input is a struct connect_arguments. */
extern const struct argp connect_argp;

/* Names the targets that run already. False if there is none to be named. */
WARN_UNUSED bool connect_arguments_apply(
	const struct connect_arguments *arguments, struct target **targets, size_t count);
#endif
