#ifndef SELECTION_CLIENT_H
#define SELECTION_CLIENT_H
/* Client programs that the user gives by their command lines, and what he says of them. */
struct selection;
struct selection_client;

/* Adds them to the targets; with diagnostics. */
void selection_client_read(struct selection *selection, const struct selection_client *said);
#endif
