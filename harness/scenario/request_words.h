#ifndef REQUEST_WORDS_H
#define REQUEST_WORDS_H
/* Parts of a request that people write: in scenarios, target files and options. */
struct arena;

/* Why it can't be sent as a header line beside our own ("Name: value", RFC 9110 section 5), or
 * NULL. */
const char *request_header_fault(const char *line, struct arena *arena);
/* Why it is no method (RFC 9110 section 9.1) that we can use, or NULL. */
const char *request_method_fault(const char *method, struct arena *arena);
/* Why it can't be asked for (RFC 9112 section 3.2.1), or NULL. */
const char *request_path_fault(const char *path, struct arena *arena);
/* Why it can't stand in a request line (RFC 9112 section 3), or NULL: any other bytes can. */
const char *request_target_fault(const char *target, struct arena *arena);
#endif
