#ifndef STORED_H
#define STORED_H
/* A PKI written into a folder of the test's world. */
#include "world.h"

/* Quick to mint, with the names that the harness needs. */
#define SMALL_RECIPE                                                                               \
	"authorities:\n"                                                                               \
	"  client-root: {subject: {CN: client root}}\n"                                                \
	"  client-issuing: {issuer: client-root, subject: {CN: issuing}}\n"                            \
	"  server-root: {subject: {CN: server root}}\n"                                                \
	"credentials:\n"                                                                               \
	"  server: {issuer: server-root, subject: {CN: server}, eku: [serverAuth]}\n"                  \
	"  client: {issuer: client-issuing, subject: {CN: client}, eku: [clientAuth]}\n"               \
	"  client-wrong-key: {like: client, sign_with: another-key, defect: other key}\n"              \
	"  client-revoked: {like: client, revoked: true}\n"                                            \
	"variants:\n"                                                                                  \
	"  shared-ca: {server-root: client-root}\n"

/* world_begin, then pki_write into a new folder, whose path is returned. */
const char *stored_begin(struct world *world, const char *text, const char *variant);
/* dir/name */
const char *stored_path(struct world *world, const char *dir, const char *name);
/* The contents of a file, which must be there. */
char *stored_text(struct world *world, const char *path);
/* Replaces a file's contents. */
void stored_put(struct world *world, const char *path, const char *text);
#endif
