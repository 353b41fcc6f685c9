#ifndef SERVER_VALUES_H
#define SERVER_VALUES_H
/* What the templates of a server are given: of an instance that is launched, or written for
 * people. */
struct arena;
struct template_values;

struct server_place {
	const char *dir; /* its work folder */
	const char *host; /* where it listens */
	int port;
	const char *backend_host;
	int backend_port;
	const char *pki_dir; /* laid out by store.h */
	const char *bundle; /* of it; NULL: the usual authorities and lists */
	const char *defects; /* or NULL */
};

/* Fills target_value_names but `mark`, `tls` and `mode`, which belong to an instance and its
 * target. */
void server_values_fill(
	struct template_values *out, const struct server_place *place, struct arena *arena);
#endif
