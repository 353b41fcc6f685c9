#ifndef HTTP_DRIVER_LIBRARY_H
#define HTTP_DRIVER_LIBRARY_H
/* The libcurl that is in use at run time. */
#include <stdbool.h>

struct http_driver_library {
	const char *version; /* "7.88.1" */
	const char *headers; /* of the headers that we were compiled with */
	const char *tls; /* "OpenSSL/3.0.15"; NULL: none */
	bool http2;
};

/* Its texts live as long as the program. */
void http_driver_library(struct http_driver_library *out);
#endif
