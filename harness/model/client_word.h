#ifndef CLIENT_WORD_H
#define CLIENT_WORD_H
/*
 * Names that stand, as `${client.serial}`, for what the client's certificate says, in texts that a
 * scenario expects. `$${` is a literal `${`.
 */
enum client_word {
	CLIENT_SERIAL, /* upper-case hexadecimal, two digits for each byte */
	CLIENT_SUBJECT, /* RFC 2253 */
	CLIENT_NOT_AFTER, /* as OpenSSL prints it: "Dec 29 17:00:00 2026 GMT" */
	CLIENT_SHA256, /* of the certificate: lower-case hexadecimal */
	CLIENT_WORD_COUNT,
};
extern const char *const client_words[]; /* client.serial, ..., NULL */
#endif
