#include <string.h>

#include "backend.h"
#include "bench.h"
#include "connection.h"
#include "good_peer.h"
#include "http.h"
#include "pki_ocsp.h"
#include "token.h"

enum { LATE_MS = 500 };

/* Behind ".../ocsp/"; NULL: it came as a POST. */
static const char *question_in_path(const struct http_message *question)
{
	static const char mark[] = "/ocsp/";
	const char *at = question->target ? strstr(question->target, mark) : NULL;

	return at && !question->body_len ? at + sizeof(mark) - 1 : NULL;
}

bool connection_ocsp(struct backend_reply *out, const struct connection *connection,
	const struct http_message *question, struct arena *arena)
{
	const struct pki_question asked = {
		.path = question_in_path(question), .body = question->body, .body_len = question->body_len};
	const struct credential *credential = connection->request.tls.credential;
	enum ocsp_answer answer = connection->sent.way.ocsp;
	struct der der;

	*out = (struct backend_reply){.type = "application/ocsp-response"};
	if (answer == OCSP_ANSWER_SILENT)
		return true;
	if (!credential)
		return false;
	der = pki_ocsp(client_pki(connection->instance), credential, answer, &asked, arena);
	out->body = der.data;
	out->len = der.len;
	out->after_ms = answer == OCSP_ANSWER_LATE ? LATE_MS : 0;
	return der.len > 0;
}
