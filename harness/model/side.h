#ifndef SIDE_H
#define SIDE_H
/* Which side of TLS the target plays. Ours is the other one. */
enum side { SIDE_SERVER, SIDE_CLIENT, SIDE_COUNT };
extern const char *const side_words[]; /* server client */
#endif
