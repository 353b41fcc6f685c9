#ifndef KILLS_JSON_H
#define KILLS_JSON_H
#include <jansson.h>

struct kills;

/* The kill matrix as one object (kills_json.c says which). */
json_t *kills_json(const struct kills *kills);
#endif
