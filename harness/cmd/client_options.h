#ifndef CLIENT_OPTIONS_H
#define CLIENT_OPTIONS_H
/* Options about a client program that is given by its command line. */
#include <argp.h>

struct arena;
struct selection_client;

struct client_arguments {
	struct arena *arena; /* both are set by the parent parser */
	struct selection_client *client;
};

/* A child parser; its input is a struct client_arguments. */
extern const struct argp client_argp;
#endif
