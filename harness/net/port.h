#ifndef PORT_H
#define PORT_H
/*
 * A loopback port for a child without a race: bound, not listening, SO_REUSEADDR, and held while
 * the child binds the same one (which Linux allows as long as nobody listens yet).
 */
#include <stdbool.h>

#include "scoped.h"

struct arena;

struct held_port {
	int fd; /* -1: not held */
	int port;
};

WARN_UNUSED bool port_hold(struct held_port *out, struct arena *arena, const char **why);
void port_release(struct held_port *held);
#endif
