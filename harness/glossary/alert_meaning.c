#include "alert_meaning.h"

#include <stddef.h>

#define RFC8446 "RFC 8446 section 6.2"
#define OLD(number, text, section)                                                                 \
	{                                                                                              \
		number, text, section, NULL, NULL                                                          \
	}

const struct alert_meaning alert_meanings[] = {
	{0, "Nothing more will be sent: the connection ends in peace. It is no refusal.",
		"RFC 8446 section 6.1", "either side, before it closes",
		"the end of a conversation; some servers also end so a connection that they refused over "
		"HTTP"},
	{10, "A message came that has no place at this point of the handshake.", RFC8446,
		"either side, about a message of the other",
		"a Certificate message that nobody asked for; something that speaks no TLS; a proxy in "
		"between that cut the stream"},
	{20, "A record could not be decrypted: its check value is wrong.", RFC8446,
		"either side, about a record",
		"two ends that have different keys, or bytes changed on the way"},
	OLD(21, "A record could not be decrypted (before TLS 1.1).", "RFC 5246 section 7.2.2"),
	{22, "A record is longer than is allowed.", RFC8446, "either side, about a record",
		"something that speaks no TLS, or bytes changed on the way"},
	OLD(30, "A record could not be unpacked: TLS 1.3 has no compression.",
		"RFC 5246 section 7.2.2"),
	{40, "Nothing was found that both ends can do, or, before TLS 1.3, a certificate was missing.",
		RFC8446,
		"mostly the server, about the ClientHello; in TLS 1.2 also about an empty Certificate",
		"in TLS 1.2: the client showed no certificate where one is required; else: no cipher "
		"suite, "
		"group or signature scheme in common, such as a key type that the server does not take"},
	OLD(41, "No certificate was shown (SSL 3.0).", "RFC 5246 section 7.2.2"),
	{42,
		"The certificate is damaged, or its signature is wrong; some say so of any that they "
		"refuse.",
		RFC8446,
		"who verifies a certificate: the server about the client's, the client about the "
		"server's",
		"a certificate whose signature or contents are wrong; a name that is not the expected one; "
		"Go's servers send it where they have no alert that is closer"},
	{43, "The certificate is of a kind that is not taken.", RFC8446, "who verifies a certificate",
		"an extended key usage that does not fit (a server's certificate shown by a client); a key "
		"type that is not supported"},
	{44, "The certificate was revoked by its CA.", RFC8446, "who verifies a certificate",
		"the certificate, or a CA above it, is on the revocation list; with some stacks also: the "
		"list is missing or too old"},
	{45, "The certificate has expired, or is not valid yet.", RFC8446, "who verifies a certificate",
		"notAfter is past; a clock that is wrong; notBefore is still to come; an intermediate or "
		"root "
		"that has expired; a revocation list past its nextUpdate, with some stacks"},
	{46, "Something else is wrong with the certificate: it is not accepted.", RFC8446,
		"who verifies a certificate",
		"a check of the application's own that said no; many Java servers send it for every chain "
		"that they refuse; a failed revocation check"},
	{47, "A field of the handshake has a value that is not allowed or does not fit.", RFC8446,
		"either side, about a message of the other",
		"a defect of one of the two stacks; a proxy in between that changes the handshake"},
	{48, "The chain leads to no CA that is trusted here, or a certificate of it is missing.",
		RFC8446, "who verifies a certificate",
		"the file of trusted CAs is the wrong one, or incomplete; the client sends its leaf "
		"without "
		"the intermediate; a self-signed certificate; a CA of the same name with another key"},
	{49, "The certificate is valid, but its owner may not come in.", RFC8446,
		"who verifies a certificate",
		"a list of names that are let in does not have this one; authorization, not a broken "
		"chain"},
	{50, "A message could not be read: its form is wrong.", RFC8446,
		"either side, about a message of the other",
		"a damaged certificate or message; something that speaks no TLS"},
	{51, "A signature or check value of the handshake is wrong.", RFC8446,
		"either side, about CertificateVerify, Finished or a binder",
		"the peer's private key does not belong to its certificate: it has not proved that it owns "
		"it; after a renewal of which only one of two files took effect"},
	{52, "More connection ids were asked for than are given (DTLS 1.3).", "RFC 9147",
		"a peer of DTLS 1.3", "not met with TLS over TCP"},
	OLD(60, "Keys of export strength were not negotiated as they must be (TLS 1.0).",
		"RFC 5246 section 7.2.2"),
	{70, "The TLS version that was offered is known, and not taken.", RFC8446,
		"mostly the server, about the ClientHello",
		"the client speaks older versions only (or one that is switched off), or the server does"},
	{71, "What was offered is not strong enough.", RFC8446,
		"mostly the server, about the ClientHello",
		"a lower limit of the security level: short keys, SHA-1, old ciphers"},
	{80, "Something went wrong inside, which has nothing to do with the peer.", RFC8446,
		"either side",
		"a key file that can't be used, a failing call to verify, lack of memory: look "
		"at the log of who sent it"},
	{86, "The client came back with an older version than it could have.", "RFC 7507 section 3",
		"the server, about a ClientHello with TLS_FALLBACK_SCSV",
		"a client that retries with an older TLS version, or somebody who made it do so"},
	{90, "The handshake was called off by the user; it is no refusal of the certificate.",
		"RFC 8446 section 6.1", "either side, before close_notify",
		"a dialogue that asked for a certificate was closed"},
	OLD(100, "A new handshake on this connection is declined (TLS 1.2).", "RFC 5246 section 7.2.2"),
	{109, "An extension is missing without which the handshake can't go on.", RFC8446,
		"either side, about a message of the other",
		"a ClientHello of TLS 1.3 without signature_algorithms or groups; a server that requires "
		"SNI "
		"and got none"},
	{110, "An extension came that was not asked for, or stands where it may not.", RFC8446,
		"either side, mostly the client", "a defect of one of the two stacks"},
	OLD(111, "A certificate could not be fetched from the URL that was given in its place.",
		"RFC 6066 section 9"),
	{112, "There is no host of the name that was asked for by SNI.", RFC8446,
		"the server, about the ClientHello",
		"a server name that the server does not know; no name, or an IP address, where names "
		"decide"},
	{113, "The OCSP response that came with the certificate is not good.", RFC8446,
		"the client, about what the server stapled",
		"a stapled response that is too old, badly signed, or says \"revoked\""},
	OLD(114, "A certificate fetched by URL has another hash than was said.", "RFC 6066 section 9"),
	{115, "The pre-shared key is not known, and there is nothing else to fall back on.", RFC8446,
		"the server", "a key or session that the server does not have any more"},
	{116, "The client showed no certificate, and one is required (TLS 1.3).", RFC8446,
		"the server, about an empty Certificate message",
		"the client was not configured with a certificate, could not read its key, or has none of "
		"a CA "
		"or signature scheme that the server named"},
	{117, "Something went wrong for which there is no other alert.", "IANA TLS Alerts registry",
		"either side", "look at the log of who sent it"},
	{120, "Of the application protocols that were offered (ALPN) none is spoken.",
		"RFC 7301 section 3.2", "the server, about the ClientHello",
		"a client that offers h2 alone at a port for HTTP/1.1, or the other way round"},
	{121, "The server's name must be sent encrypted, and was not (Encrypted Client Hello).",
		"IANA TLS Alerts registry", "the client, about a server that did not take it",
		"not met without Encrypted Client Hello"},
	{0, NULL, NULL, NULL, NULL},
};

const struct alert_meaning *alert_meaning_of(int number)
{
	for (const struct alert_meaning *one = alert_meanings; one->means; one++) {
		if (one->number == number)
			return one;
	}
	return NULL;
}
