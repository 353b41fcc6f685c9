#include "defect_list.h"

#include <string.h>

#include "client_defect.h"
#include "defect.h"
#include "scoped.h"

#define SERVER_REFERENCE "reference"
#define SERVER_WITH_HOSTS "reference-vhosts"

#define OF_SERVER(name, word, modes) {word, false, DEFECT_##name, SERVER_REFERENCE, modes, NULL},
#define OF_HOSTS(name, word, modes) {word, false, DEFECT_##name, SERVER_WITH_HOSTS, modes, NULL},
#define OF_PROGRAM(name, word, modes, scenarios)                                                   \
	{word, true, CLIENT_DEFECT_##name, CLIENT_REFERENCE, modes, scenarios},
#define OF_DAEMON(name, word, modes, scenarios)                                                    \
	{word, true, CLIENT_DEFECT_##name, CLIENT_DAEMON_REFERENCE, modes, scenarios},
const struct named_defect defect_list[] = {OWN_DEFECT_TABLE(OF_SERVER) HOST_DEFECT_TABLE(OF_HOSTS)
		CLIENT_DEFECT_TABLE(OF_PROGRAM, OF_DAEMON){0}};

enum { DEFECTS = DEFECT_COUNT + CLIENT_DEFECT_COUNT };
_Static_assert(COUNT_OF(defect_list) == DEFECTS + 1, "a row for each defect");

size_t defect_list_count(void)
{
	return DEFECTS;
}

const struct named_defect *defect_list_find(const char *word)
{
	for (size_t i = 0; word && i < DEFECTS; i++) {
		if (strcmp(defect_list[i].word, word) == 0)
			return &defect_list[i];
	}
	return NULL;
}

const char *const *defect_list_words(void)
{
	static const char *words[DEFECTS + 1];

	for (size_t i = 0; i < DEFECTS; i++)
		words[i] = defect_list[i].word;
	return words;
}

const char *defect_list_side(const struct named_defect *defect)
{
	return defect->of_client ? "client" : "server";
}
