#ifndef DEFECT_LIST_H
#define DEFECT_LIST_H
/* All named defects of the references, server and client, for whoever asks by name. */
#include <stdbool.h>
#include <stddef.h>

struct named_defect {
	const char *word;
	bool of_client; /* else of the server */
	size_t index; /* in its own table: enum tls_defect or enum client_defect */
	/* A self-test tries it with this target, in these modes (auth_mode_letters) and scenarios (a
	 * glob; NULL: all): elsewhere it can't show itself. */
	const char *target;
	const char *modes;
	const char *scenarios;
};

/* In the order of the tables; the last one has no word. */
extern const struct named_defect defect_list[];
size_t defect_list_count(void);
/* NULL: there is none. */
const struct named_defect *defect_list_find(const char *word);
/* Its words alone; ends with NULL. */
const char *const *defect_list_words(void);
const char *defect_list_side(const struct named_defect *defect); /* "server" or "client" */
#endif
