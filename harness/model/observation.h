#ifndef OBSERVATION_H
#define OBSERVATION_H
/*
 * Facts about one connection, from both ends of the wire and from the backend. No judgement here:
 * the TLS engine and the run loop fill it, verdict/ reads it, reports show it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tls_alert.h"
#include "tls_version.h"

struct arena;

/* How the connection ended, as the reference peer saw it. FIN or RST is a race: recorded, not
 * judged. */
enum connection_end {
	END_OPEN, /* has not ended */
	END_FIN, /* the target closed */
	END_RESET, /* the target reset */
	END_OURS, /* we closed, having seen all that we came for */
	END_DEADLINE, /* nothing decisive came in time */
	END_REFUSED, /* no TCP connection was made */
	END_COUNT,
};

/* What stood in our Certificate message. */
enum certificate_sent {
	SENT_NOT_ASKED, /* no CertificateRequest came, so none was sent */
	SENT_NOT_YET, /* asked, but the handshake ended before our flight */
	SENT_EMPTY, /* an empty list */
	SENT_AS_MEANT, /* exactly the credential's chain, or its twin's, byte for byte */
	SENT_OTHER, /* something else: our own trouble */
	SENT_COUNT,
};

/* What became of a request that our client sent with its ClientHello (RFC 8446 section 2.3). */
enum early_data {
	EARLY_NONE, /* it was sent after the handshake, as usual */
	EARLY_SENT, /* it went out, and the handshake came to no end */
	EARLY_ACCEPTED,
	EARLY_REJECTED, /* and so it was sent once more, after the handshake */
	EARLY_COUNT,
};

/* What became of the second handshake that our client began (RFC 5246 section 7.4.1.2). */
enum renegotiation {
	RENEGOTIATION_NONE, /* it was not to, or the connection ended before */
	RENEGOTIATION_LACKING, /* the server has no secure one (RFC 5746), and so it did not begin */
	RENEGOTIATION_BEGUN, /* and it came to no end */
	RENEGOTIATION_REFUSED, /* by the warning no_renegotiation */
	RENEGOTIATION_MADE,
	RENEGOTIATION_COUNT,
};

/* What the client's Certificate message showed our server, where the target is a client. */
enum peer_presented {
	PRESENTED_NONE, /* no Certificate message came: not asked, or the handshake ended before */
	PRESENTED_EMPTY, /* an empty list */
	PRESENTED_CONFIGURED, /* exactly the chain that the target was configured with */
	PRESENTED_LEAF_ALONE, /* that one's leaf, without the intermediates that belong to it */
	PRESENTED_OTHER, /* something else */
	PRESENTED_COUNT,
};

/* What the other end of a target that is a client says: its user's side. */
enum far_end {
	FAR_NONE, /* neither: still running at the deadline, killed by a signal, another answer */
	FAR_SUCCESS, /* exit status of success; 2xx, or our own answer, on a proxy's front */
	FAR_FAILURE, /* another exit status; a gateway error, or a close without answer */
	FAR_COUNT,
};

enum party { PARTY_NONE, PARTY_CLIENT, PARTY_SERVER, PARTY_COUNT };

/* One line of the handshake timeline. */
struct moment {
	uint64_t at_us; /* since the connection's start */
	enum party sender; /* PARTY_NONE for events such as a TCP close */
	const char *what; /* "ClientHello", "alert fatal unknown_ca", "HTTP 400", "connection closed" */
	size_t bytes; /* of the message, 0 where that says nothing */
};

/* Identity as the backend was told it, cleaned; NULL where the header was absent. */
struct identity_seen {
	const char *verified;
	const char *subject;
	const char *certificate;
	const char *fingerprint;
	const char *issuer;
	const char *serial;
	const char *uri;
	const char *dns;
	const char *san;
	const char *chain;
	const char *forged; /* "name: value" with a value that our client had sent itself */
	const char *lookalike; /* the same under a name that differs by '_' for '-' */
};

/* What was answered, as much of it as tells one answer from another: the lines of the head that say
 * where to go and what it is, and the beginning of the body. Bytes as they came. */
struct answer_seen {
	const char *text;
	size_t len;
	bool whole; /* nothing was left out at its end */
};

struct observation {
	bool connected;
	bool plain; /* HTTP without TLS was meant: all about TLS is nothing */
	int connect_errno;
	/* Where our client began in an unusual way (opening.h): bytes that went out before TLS, TLS
	 * records of its ClientHello where it was to be split, writes to TCP likewise */
	size_t sent_before_tls;
	size_t hello_records;
	size_t hello_pieces;
	bool answered_in_plain; /* by HTTP without TLS, to what came before it */
	bool hello_in_question; /* our ClientHello is unlike those that are known to be answered */
	enum tls_version offered; /* highest version in our ClientHello */
	enum tls_version negotiated; /* TLS_VERSION_NONE before ServerHello */
	const char *cipher; /* or NULL */
	bool certificate_requested;
	bool asked_late; /* and that after the handshake */
	enum renegotiation renegotiation;
	unsigned ca_names; /* in the CertificateRequest */
	const char **first_ca_names; /* the first of them (ca_names.h), RFC 4514 */
	size_t first_ca_name_count;
	enum certificate_sent sent;
	const char *unsent; /* why an empty list went out in the place of our credential; or NULL */
	/* Name of the credential that went out in the place of ours, the same with another key, and
	 * why, in a sentence; or NULL */
	const char *twin;
	const char *why_twin;
	/* That the CertificateRequest offers, by name; none where our credential went out, its key is
	 * not in question, and nobody wants to know */
	const char **signature_schemes;
	size_t signature_scheme_count;
	const char *keys_asked; /* kinds of keys that can sign with one of those, where in question */
	/* These are our server's, where the target is a client. */
	enum certificate_sent served; /* what stood in our own Certificate message */
	enum peer_presented peer_presented;
	const char *server_name; /* SNI in the ClientHello, cleaned; NULL: none */
	const char **protocols; /* by ALPN in the ClientHello, cleaned */
	size_t protocol_count;
	const char *signature; /* scheme of the client's CertificateVerify, by name; NULL: none came */
	/* The version that our server speaks stands in no ClientHello of the client's; and where our
	 * server ended the handshake before the client had its turn, what the client offers, in words:
	 * else NULL */
	bool version_not_offered;
	/* Of that version, older than TLS 1.2, it could use nothing that it offers: no such server can
	 * ever serve it */
	bool version_out_of_reach;
	const char *client_offers;
	/* Signature schemes upon our server's chain that the client does not offer; or NULL */
	const char *chain_not_offered;
	bool http2; /* our server chose that by ALPN */
	bool staple_sent; /* an OCSP response went with our certificate, because the client asked */
	/* bytes of application data from the client, but for what comes in HTTP/2 before a request */
	size_t data_received;
	/* seconds that the answer asks to wait for (RFC 9110 section 10.2.3), or -1; told nowhere */
	long retry_after_s;
	bool handshake_done; /* our side completed */
	bool session_offered; /* in our ClientHello */
	enum early_data early;
	bool resumed; /* an earlier session was taken up: no certificates were exchanged */
	bool server_trusted; /* meaningful once the server's Certificate came */
	const char *server_trust_error; /* or NULL */
	bool request_sent; /* flight and request were handed to the wire in full */
	int alert; /* fatal alert, or TLS_ALERT_NONE */
	enum party alert_from;
	int http_status; /* 0: no answer */
	bool called_refusal; /* the target's file or the user calls such an answer a refusal */
	bool named_refusal; /* no refusal by itself, but the step names that status as its own */
	bool called_acceptance; /* or what who is let in gets */
	bool is_measured; /* nothing of ours answers: the good client's own answer is the measure */
	bool token_echoed; /* the answer carries our token: it came through our backend */
	bool backend_observed; /* a backend of ours stands behind the target */
	bool backend_saw; /* and it received this connection's token */
	const char *backend_asked; /* the request target that it got, as it stood there; or NULL */
	const char *answered_by; /* role of the virtual host whose backend that was, or NULL */
	bool file_meant; /* the target serves a file of its instance in place of a backend's answer */
	bool file_came; /* and the answer holds that instance's mark */
	bool text_came; /* the answer holds the text that was looked for */
	bool unwanted_came; /* and one that is not to be in it */
	const char *wrong_header; /* what its head has in place of what was looked for; or NULL */
	bool log_came; /* the target's log has the text that was looked for */
	const char *http_excerpt; /* start of a body that is no plain success, cleaned, or NULL */
	const struct answer_seen *answer; /* where it is measured, else NULL; told nowhere */
	struct identity_seen identity;
	const char *proxy_header; /* what the backend's connection began with, in a line; or NULL */
	enum connection_end end;
	/* More about a target that is a client: its leg to our server, summed up over its
	 * connections */
	size_t connections; /* that it made for this attempt */
	bool token_received; /* the request with this attempt's token came in as application data */
	bool answer_sent; /* and our answer was handed to the wire in full */
	bool on_kept_connection; /* by which the program's earlier request had come */
	bool plain_request; /* a request came without TLS after it had given up a connection with */
	/* and its other end: a program's exit, or the front of a proxy (http_status, token_echoed) */
	enum far_end far_end;
	int answers; /* status that our server was to answer with, for a proxy to pass on; or 0 */
	bool by_wire; /* it reports to nobody: what came of it on the wire is far_end, too */
	bool exited; /* a program that ended by itself, with exit_status or exit_signal */
	int exit_status;
	int exit_signal; /* or 0 */
	bool crashed; /* the signal is one of a fault of its own */
	/* What the peer came for at an address that stands in our certificate: "ocsp" and its like; or
	 * NULL */
	const char *fetched;
	const char *output; /* the last lines that the program wrote, cleaned, or NULL */
	const char *trouble; /* our own or the environment's trouble, or NULL */
	struct moment *moments;
	size_t moment_count;
	/* Requests that were answered before on the same connection, as things stood then: told as
	 * connections of their own */
	struct observation *earlier;
	uint64_t duration_us;
	size_t earlier_count;
};

extern const char *const connection_end_words[];
extern const char *const certificate_sent_words[];
extern const char *const early_data_words[]; /* none sent accepted rejected */
extern const char *const renegotiation_words[]; /* none lacking begun refused made */
extern const char *const peer_presented_words[]; /* none, empty list, as configured... */
extern const char *const far_end_words[]; /* none success failure */
extern const char *const party_words[]; /* none client server */

/* True if the peer closed in answer to our ClientHello, without a word: no TLS, or none for us. */
bool observation_closed_at_hello(const struct observation *observation);
/* Of a program's earlier request: what served this one, too, "connection" or "session"; or NULL. */
const char *observation_kept(const struct observation *observation);
/* Zeroes and sets the members whose "nothing" is not 0. */
void observation_init(struct observation *observation);
/* The request was answered, and another follows on the connection: it begins with what is known of
 * the connection, and the answered one stands at the end of `earlier`. */
void observation_begin_request(struct observation *observation, struct arena *arena);
/* Adds a line to the timeline; `what` is copied. What comes after MOMENT_MAX lines is dropped. */
enum { MOMENT_MAX = 64 };
void observation_note(struct observation *observation, struct arena *arena, uint64_t at_us,
	enum party sender, const char *what, size_t bytes);
#endif
