#ifndef DEFECT_MEANING_H
#define DEFECT_MEANING_H
/* What each named defect of the references (defect_list.h) does, in a sentence for people. */

struct named_defect;

/* "lets in a client whose ..."; its subject is the server, or the client. Never NULL. */
const char *defect_meaning(const struct named_defect *defect);

/* By enum tls_defect, by enum client_defect. */
extern const char *const server_defect_meanings[];
extern const char *const client_defect_meanings[];
#endif
