#ifndef CLASSES_JSON_H
#define CLASSES_JSON_H
#include <jansson.h>

#include "failure_class.h"

/* {"let in":...,"deceived":...}: how many failures there are of each class, the worst first. */
json_t *classes_json(const size_t counts[FAILURE_CLASS_COUNT]);
#endif
