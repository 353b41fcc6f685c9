#include "client_word.h"

#include <stddef.h>

const char *const client_words[] = {
	"client.serial", "client.subject", "client.not_after", "client.sha256", NULL};
