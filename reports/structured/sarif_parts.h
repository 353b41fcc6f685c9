#ifndef SARIF_PARTS_H
#define SARIF_PARTS_H
/* What a SARIF log holds beside its results. */
#include <jansson.h>
#include <stddef.h>

struct view;

/* A reportingDescriptor (section 3.49) of the scenario with this number in the view. */
json_t *sarif_rule(const struct view *view, size_t scenario);
/*
 * An invocation (section 3.20): how the run ended, and what it did not judge, as notifications;
 * `left_out` failures had no room among the results.
 */
json_t *sarif_invocation(const struct view *view, size_t left_out);
/* What the ids of those notifications mean, for the tool's driver. */
json_t *sarif_notifications(void);
#endif
