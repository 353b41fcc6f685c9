#include "classes_json.h"

#include "json_out.h"

json_t *classes_json(const size_t counts[FAILURE_CLASS_COUNT])
{
	json_t *object = json_checked(json_object());

	for (int i = FAILURE_NONE + 1; i < FAILURE_CLASS_COUNT; i++)
		json_put(object, failure_class_words[i], json_count(counts[i]));
	return object;
}
