#ifndef CERTIFICATE_CACHE_H
#define CERTIFICATE_CACHE_H
/*
 * Certificates that a peer sends are parsed once for the process, not once for each connection:
 * most of the work of a handshake is OpenSSL's look-up of a decoder for the public key in them. A
 * server shows the same chain each time. This stands in for d2i_X509 (stand_in.h), and only for the
 * calls that libssl makes: nobody may change what a peer sent.
 */
#include <stddef.h>

/* Bytes that are longer are parsed each time, and so many certificates are kept at most. */
enum { CERTIFICATE_CACHE_BYTES_MAX = 16384, CERTIFICATE_CACHE_SLOTS = 256 };

/* From now on; again and again does no harm. */
void certificate_cache_begin(void);
/* How often a certificate was there already. */
size_t certificate_cache_hits(void);
#endif
