#ifndef SELECTION_CONNECT_H
#define SELECTION_CONNECT_H
/* What the user says of targets that we can't look into. */
struct selection;
struct selection_connect;

/* Tells the targets that it is about; with diagnostics where there are none. */
void selection_connect_apply(struct selection *selection, const struct selection_connect *said);
#endif
