#ifndef PRESENTED_H
#define PRESENTED_H
/* Certificates to compare with, made on the spot: leaf, the authority that issued it, its root. */
#include "credential.h"

struct attribute {
	const char *type; /* NULL: the list ends */
	const char *value; /* UTF-8 */
	int set; /* 0: a relative name of its own, -1: in that of the one before */
};

struct alt_name {
	int type; /* GEN_DNS ... of OpenSSL; of GEN_IPADD `text` is the bytes, 4 or 16 */
	const char *text; /* NULL: the list ends */
};

struct presented {
	struct credential credential; /* sends the leaf and what issued it */
	struct credential alone; /* sends the leaf */
	struct x509_st *root;
	struct der root_der;
};

/* `names` may be NULL; `serial` is hex. Kept by the caller, freed by presented_finish. */
void presented_init(struct presented *out, const struct attribute *subject,
	const struct alt_name *names, const char *serial);
void presented_finish(struct presented *presented);

/* Product names, with what is awkward in them. */
extern const struct attribute presented_plain[];
extern const struct attribute presented_odd[];
extern const struct attribute presented_set[];
extern const struct attribute presented_twice[];
extern const struct attribute presented_edges[];
extern const struct attribute presented_empty[];
#endif
