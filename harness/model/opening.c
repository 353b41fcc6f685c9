#include "opening.h"

#include "host_spelling.h"
#include "scoped.h"

const char *const hello_name_words[] = {"usual", "capitals", "dot", NULL};
_Static_assert(COUNT_OF(hello_name_words) == HOST_DOT + 2, "a word for each way");

bool opening_comes_first(const struct opening *opening)
{
	return opening->via.proxy_protocol || opening->preface.len || opening->preface.request;
}

bool opening_is_unusual(const struct opening *opening)
{
	return opening_comes_first(opening) || opening->hello.extension || opening->hello.grease ||
		opening->hello.name || opening->fragment.record || opening->fragment.segment;
}
