#ifndef TLS_LIBRARY_H
#define TLS_LIBRARY_H
/* "OpenSSL 3.0.15 3 Sep 2024": the library that is in use at run time. */
const char *tls_library_version(void);
/* The same of the headers that we were compiled with. */
const char *tls_library_headers(void);
#endif
