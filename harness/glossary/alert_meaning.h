#ifndef ALERT_MEANING_H
#define ALERT_MEANING_H
/* What the alerts of tls_alert.h mean, for people. */

struct alert_meaning {
	int number;
	const char *means;
	const char *section; /* where it is defined */
	const char *sender; /* who sends it, and when; NULL: nobody any more */
	const char *causes; /* what it usually comes from, in mutual TLS; NULL likewise */
};

/* In the order of their numbers; the last one has no text. */
extern const struct alert_meaning alert_meanings[];
/* NULL: no such alert is registered. */
const struct alert_meaning *alert_meaning_of(int number);
#endif
