#ifndef EXPECT_REQUEST_H
#define EXPECT_REQUEST_H
/*
 * What is expected of a server's CertificateRequest:
 *
 *   request:
 *     asked: true                      # it asks for a certificate; false: it does not
 *     ca_names: configured             # the authorities that it may name, in whole or in part:
 *                                      # those of its file, or a list of names of the recipe
 *     sigalgs: [ed25519]               # the signature schemes that it may offer, likewise
 *     sigalgs_not: [sha1, md5]         # what it must not offer: schemes, or all with that hash
 */
#include "diag.h"
#include "expectation.h"
#include "schema.h"

struct request_form {
	bool asked;
	struct place asked_place;
	struct text_list ca_names;
	struct place ca_names_place;
	struct text_list schemes;
	struct place schemes_place;
	struct text_list never;
	struct place never_place;
};

extern const struct schema expect_request_schema;
/* `place`: where it stands. */
void expect_request_take(struct step_expectation *out, const struct request_form *form,
	struct place place, struct diag *diag);
#endif
