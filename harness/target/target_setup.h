#ifndef TARGET_SETUP_H
#define TARGET_SETUP_H
/*
 * What a target file says where one server with one port, our backend and the usual certificates
 * are not enough: more ports, more names, certificates of its own, a file that it serves itself.
 */
#include <stdbool.h>
#include <stddef.h>

#include "auth_mode.h"
#include "diag.h"
#include "schema.h"

enum { TARGET_LISTENERS_MAX = 8 };

/* A port beside the main one: ${port.NAME}. */
struct target_listener {
	const char *name;
	struct place name_place;
	bool plain; /* HTTP without TLS */
	struct place plain_place;
	int mode; /* enum auth_mode that it is in, whatever the instance's; without it the instance's */
	struct place mode_place; /* line 0: not given */
};

/* Who must get in, and whom our clients trust, where it is not the usual PKI. */
struct target_control {
	const char *client; /* a credential; NULL: the good client */
	struct place client_place;
	const char
		*server_root; /* the authority that its certificate leads to; NULL: the server root */
	struct place server_root_place;
};

struct target_setup {
	struct struct_list listeners; /* of struct target_listener */
	struct place listeners_place;
	struct struct_list hosts; /* of struct target_host: target_hosts.h */
	struct struct_list paths; /* of struct target_path: target_paths.h */
	struct text_list credentials; /* of pki.yaml: ${credential.NAME.chain} and so on */
	struct text_list authorities; /* ${authority.NAME.cert} and so on */
	struct text_list bundles; /* ${bundle.NAME.cert} and .crl: several in one file */
	struct target_control control;
	long expects_proxy_protocol; /* version of the header that connections to it begin with, or 0 */
	struct place expects_proxy_protocol_place;
	const char *serves_file; /* path of a file that holds ${mark}; NULL: our backend answers */
	struct place serves_file_place;
	struct text_list
		scenarios; /* it is set up for these alone (ids, folders, globs); empty: for all */
};

struct target;
struct arena;

extern const struct schema target_listener_schema;
extern const struct schema target_control_schema;

void target_setup_check(const struct target *target, struct diag *diag);
/* Its names for templates, beside target_value_names; NULL-terminated. */
const char *const *target_setup_names(const struct target *target, struct arena *arena);
/* -1: there is no such listener. */
int target_find_listener(const struct target *target, const char *name);
const struct target_listener *target_listener(const struct target *target, size_t number);
/* The mode that counts for `listener` (-1: the main one) and the server name `sni` (or NULL). */
enum auth_mode target_mode_at(
	const struct target *target, enum auth_mode mode, int listener, const char *sni);
#endif
