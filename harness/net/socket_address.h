#ifndef SOCKET_ADDRESS_H
#define SOCKET_ADDRESS_H
/* Numeric addresses, IPv4 and IPv6 alike. */
struct sockaddr_storage;

/* 0, or a libuv error code. */
int socket_address_parse(struct sockaddr_storage *out, const char *host, int port);
int socket_address_port(const struct sockaddr_storage *address);
#endif
