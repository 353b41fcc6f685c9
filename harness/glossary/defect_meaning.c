#include "defect_meaning.h"

#include "client_defect.h"
#include "defect.h"
#include "defect_list.h"

const char *defect_meaning(const struct named_defect *defect)
{
	const char *const *meanings =
		defect->of_client ? client_defect_meanings : server_defect_meanings;

	return meanings[defect->index] ? meanings[defect->index] : "";
}
