#ifndef CLIENT_TEXT_H
#define CLIENT_TEXT_H
/* What an expected text says of a certificate (client_word.h). */
struct arena;
struct credential;
struct step_expectation;

/* The text with the certificate's own words in it, in the arena. NULL: none. */
const char *client_text(const char *text, const struct credential *credential, struct arena *arena);
/* The same for all texts of an expectation that names the client. */
void client_text_fill(
	struct step_expectation *expectation, const struct credential *credential, struct arena *arena);
#endif
