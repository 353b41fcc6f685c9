#ifndef OWN_PKI_OPTIONS_H
#define OWN_PKI_OPTIONS_H
/* Options with which the user brings a PKI of his own: of `run` and of `pki`. */
#include <argp.h>
#include <stdbool.h>

#include "arena.h"
#include "pki_own.h"

struct own_pki_arguments {
	struct arena *arena; /* set by the parent parser; what is parsed lives there */
	struct pki_own own;
	struct pki_own_files *cas;
	const char **crls;
	struct pki_own_credential *credentials;
	size_t credential_count;
};

/* A child parser; its input is a struct own_pki_arguments. */
extern const struct argp own_pki_argp;

bool own_pki_given(const struct own_pki_arguments *arguments);
#endif
