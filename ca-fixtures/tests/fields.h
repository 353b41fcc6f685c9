#ifndef FIELDS_H
#define FIELDS_H
/*
 * A certificate's DER cut into its fields (RFC 5280 4.1), so that two certificates can be compared
 * without trusting the code that made them: every byte belongs to exactly one field.
 */
#include <stdbool.h>
#include <openssl/x509.h>

#include "arena.h"

/*
 * Names of the fields in which the two differ, each followed by a space: version serialNumber
 * signature issuer notBefore notAfter subject algorithm publicKey signatureAlgorithm
 * signatureValue, extensions by their short names, "order" if the extensions stand in another
 * order. With `identity` false, what two certificates never share is left out: the serial number,
 * the key's bits, the signature's bits, and the identifiers' values where both have one.
 */
const char *fields_that_differ(struct arena *arena, X509 *one, X509 *other, bool identity);
#endif
