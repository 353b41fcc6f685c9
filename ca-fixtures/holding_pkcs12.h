#ifndef HOLDING_PKCS12_H
#define HOLDING_PKCS12_H
#include "holding_reader.h"

/* False: it is no PKCS#12, or it is refused. */
bool holding_read_pkcs12(struct holding_reader *reader, const unsigned char *data, size_t len);
#endif
