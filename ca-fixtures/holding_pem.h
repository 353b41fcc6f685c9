#ifndef HOLDING_PEM_H
#define HOLDING_PEM_H
#include "holding_reader.h"

/* Every block of a PEM text. False: it is refused; a text without any is none. */
bool holding_read_pem(struct holding_reader *reader, const char *text, size_t len);
#endif
