#ifndef OCSP_REQUEST_H
#define OCSP_REQUEST_H
/*
 * What comes to an OCSP responder over HTTP (RFC 6960 appendix A), from anybody: the DER of a
 * request in the body of a POST, or its base64, percent-encoded where need be, at the end of a
 * GET's path.
 */
#include <stddef.h>
#include <openssl/ocsp.h>

enum { OCSP_REQUEST_MAX = 16 * 1024 };

/* NULL: it is none. The caller frees. */
OCSP_REQUEST *ocsp_request_of_body(const char *body, size_t len);
/* `text`: what stands behind the responder's own path and its slash. */
OCSP_REQUEST *ocsp_request_of_path(const char *text);
#endif
