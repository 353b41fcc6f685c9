#ifndef HOST_ADDRESS_H
#define HOST_ADDRESS_H
#include <stdbool.h>

/* True if `host` is an IPv4 or IPv6 address, which is no SNI (RFC 6066 section 3). */
bool host_is_address(const char *host);
#endif
