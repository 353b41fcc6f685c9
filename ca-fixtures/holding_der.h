#ifndef HOLDING_DER_H
#define HOLDING_DER_H
#include <openssl/pkcs7.h>

#include "holding_reader.h"

/* One thing in DER, or several, one after another. False: none of it is known, or it is refused. */
bool holding_read_der(struct holding_reader *reader, const unsigned char *data, size_t len);
/* The certificates and CRLs of a PKCS#7 (RFC 2315 9.1), which are its only use here. */
bool holding_read_pkcs7(struct holding_reader *reader, const unsigned char *data, size_t len);
#endif
