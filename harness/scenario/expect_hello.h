#ifndef EXPECT_HELLO_H
#define EXPECT_HELLO_H
/*
 * What is expected of a target that is a client, on the wire:
 *
 *   sni: told                          # the server name in its ClientHello: the one that it was
 *                                      # told to connect to; another one; or none
 *   alpn: [h2, http/1.1]               # the protocols that it offers: these, in whole or in part;
 *                                      # or none
 *   signature: [ed25519]               # the scheme of its CertificateVerify: one of these
 *   signature_not: [sha1, md5]         # or none of these: schemes, or all with that hash
 */
#include "diag.h"
#include "expectation.h"
#include "schema.h"

struct hello_form {
	const char *sni;
	struct place sni_place;
	struct text_list protocols;
	struct place protocols_place;
	struct text_list signatures;
	struct place signatures_place;
	struct text_list never;
	struct place never_place;
};

extern const struct schema expect_hello_schema;
void expect_hello_take(struct hello_rule *out, const struct hello_form *form, struct diag *diag);
/* Of its first word; line 0: there is none. */
struct place expect_hello_place(const struct hello_form *form);
#endif
