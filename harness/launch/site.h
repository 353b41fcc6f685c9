#ifndef SITE_H
#define SITE_H
/*
 * Where a connection goes and what it asks for there: the place whose control must be good before
 * anything said of it counts (design 7). NULL: the target's usual name, host, path, and GET; the
 * usual good client.
 */
#include <stdbool.h>

#include "conduct.h"

struct plan_cell;
struct scenario_step;
struct target;
struct tls_client_options;

enum { MAIN_LISTENER = -1 };

struct site {
	int listener; /* number of the target's, or MAIN_LISTENER */
	const char *server_name; /* SNI, and the name to verify unless it is `verify_name` */
	bool nameless; /* no SNI is sent */
	const char *verify_name;
	enum trust trust;
	const char *host;
	const char *path;
	const char *request_target; /* in place of the path, or NULL */
	const char *method;
	const char *client; /* who is good there */
};

/* Who is good at the path that the step asks for, or at the virtual host that it names in its
 * handshake; NULL: the usual one. */
const char *site_good_client(const struct target *target, const struct scenario_step *step);
/*
 * Where that step of the cell goes or, if nobody is good there, the usual place at that port. Where
 * policies decide it is the host that is asked for, under its own name.
 * `measured`: the method decides what is answered, too; where our backend answers it does not.
 */
struct site site_of(const struct plan_cell *cell, const struct scenario_step *step, bool measured);
/* The same, for what is proved there before the steps: where these change who is good, the usual
 * good client. */
struct site site_of_control(
	const struct plan_cell *cell, const struct scenario_step *step, bool measured);
/* The names that our client sends and verifies there, and whom it trusts. */
void site_take_names(
	struct tls_client_options *out, const struct site *site, const struct target *target);
/* The same of the step's own client. */
void site_take_step_names(
	struct tls_client_options *out, const struct scenario_step *step, const struct target *target);
bool site_is_same(const struct site *a, const struct site *b);
#endif
