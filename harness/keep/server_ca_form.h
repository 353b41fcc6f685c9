#ifndef SERVER_CA_FORM_H
#define SERVER_CA_FORM_H
/* openssl and curl read CAs as PEM only, mtlspec in other forms, too. */
struct arena;

/* The PEM that the command makes, in the folder where somebody stands. */
#define SERVER_CA_CONVERTED "mtlspec-server-ca.pem"

/* The command that makes it of the file, "openssl ... -out FILE"; NULL: it is PEM, or can't be
 * read. */
const char *server_ca_conversion(const char *path, struct arena *arena);
#endif
