#ifndef CHECK_FILES_H
#define CHECK_FILES_H
/*
 * Are the files right? Each is read as what it is, with the names that the recipe and the other
 * files know; nothing is planned.
 */
#include <stddef.h>

struct selection;
struct selection_request;

/*
 * Checks the files and folders, and what the request names beside them (targets, a scenario folder,
 * the recipe); where neither names anything, all that is shipped. What is wrong stands in the
 * diagnostics; `notes` (which ends with NULL) are for the user's eyes, about the targets that are
 * named. The number of files looked at; a folder that is named counts as one.
 */
size_t check_files(const char *const **notes, struct selection *selection,
	const struct selection_request *request, const char *const *files, size_t count);
#endif
