#ifndef HOST_ADDRESS_H
#define HOST_ADDRESS_H
#include <stdbool.h>

struct arena;

/* True if `host` is an IPv4 or IPv6 address, which is no SNI (RFC 6066 section 3). */
bool host_is_address(const char *host);
/* As it stands before a port: an IPv6 address is in brackets (RFC 3986 section 3.2.2). In the
 * arena, or `host` itself. */
const char *host_before_port(const char *host, struct arena *arena);
#endif
