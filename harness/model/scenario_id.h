#ifndef SCENARIO_ID_H
#define SCENARIO_ID_H
/*
 * Ids of scenarios: "client-certificate/expired", and of one that a file's `for` made
 * "routing/names/sni=home,host=open".
 */
#include <stddef.h>

/* How much of the id, with the '/' behind it, is its file's: "routing/names/". All of it, where the
 * file is one scenario. */
size_t scenario_id_file_len(const char *id);
/* How many ids from `first` on are of one file; they stand side by side. */
size_t scenario_id_run(const char *const *ids, size_t count, size_t first);
#endif
