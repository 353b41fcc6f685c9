#ifndef IDENTITY_H
#define IDENTITY_H
/*
 * What the backend was told of the client, against what was presented. Without a certificate some
 * headers read like success, so nothing here just looks for a word of success.
 */
#include "conduct.h"
#include "observation.h"
#include "target.h"

struct arena;
struct credential;
struct http_message;
struct proxy_header;

/*
 * Notes what a request that the backend received tells of the client, cleaned; `proxy` (or NULL) is
 * the header that its connection began with. Of a request header that is there twice both values
 * are taken, with ", " between them: no form of one value reads like that.
 */
void identity_record(struct observation *facts, const struct target *target,
	const struct http_message *request, const struct proxy_header *proxy, struct arena *arena);

/*
 * A note on what reached the backend that is no lie of the target's but may mislead it, or NULL: a
 * look-alike of the client's, what was presented written so that it can be read in another way, or
 * somebody who was not verified where the target has no word for that.
 */
const char *identity_note(enum identity_rule rule, const struct target_identity *told,
	const struct observation *facts, const struct credential *credential, struct arena *arena);

/*
 * NULL if all is as it should be, else a sentence. `credential` is NULL for "none". What the
 * certificate does not have, such as a subject (RFC 5280 4.1.2.6), is told by nothing at all. Of a
 * certificate that was not verified a target need not tell anything.
 */
const char *identity_check(enum identity_rule rule, const struct target_identity *told,
	const struct observation *facts, const struct credential *credential, bool verifies,
	struct arena *arena);
#endif
