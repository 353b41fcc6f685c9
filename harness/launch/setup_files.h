#ifndef SETUP_FILES_H
#define SETUP_FILES_H
/* Files of the PKI that a target's own templates name (target_setup.h): of a server or a client. */
struct target_setup;
struct template_values;

/* `pki_dir` is laid out by store.h. */
void setup_files_fill(
	struct template_values *out, const struct target_setup *setup, const char *pki_dir);
#endif
