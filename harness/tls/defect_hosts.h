#ifndef DEFECT_HOSTS_H
#define DEFECT_HOSTS_H
/*
 * Defects of the reference where it has virtual hosts (defect.h): mistakes by which somebody comes
 * to a host whose demands he never met. Each shows itself at the target reference-vhosts alone, and
 * is looked for in the fewest modes that show it, since the grids of routing/ are large. What they
 * do stands in host_route.c, or in virtual_hosts.c where it is about the handshake.
 */

/* clang-format off */
#define HOST_DEFECT_TABLE(ROW) \
	/* whose backend a request is led to */ \
	/* wherever Host says, whatever name the handshake was for */ \
	ROW(ROUTE_BY_HOST_ALONE, "route-by-host-alone", "V") \
	/* a policy is looked up by the very letters of Host: others are nobody's, and free */ \
	ROW(CASE_SENSITIVE_POLICY, "case-sensitive-policy", "V") \
	ROW(DOT_IS_ANOTHER_NAME, "dot-is-another-name", "V") /* the same, with a dot at its end */ \
	ROW(PORT_IS_ANOTHER_NAME, "port-is-another-name", "V") /* the same, with a port */ \
	/* the same, with more behind it: which leads to the host with which it begins */ \
	ROW(PREFIX_IS_ENOUGH, "prefix-is-enough", "V") \
	ROW(ADDRESS_IS_DEFAULT, "address-is-default", "V") /* the first host is not judged by it */ \
	/* Host is judged, and the request led where its absolute target says */ \
	ROW(ABSOLUTE_FORM_UNJUDGED, "absolute-form-unjudged", "V") \
	/* the target is judged, and the request led where Host says */ \
	ROW(ABSOLUTE_FORM_IGNORED, "absolute-form-ignored", "V") \
	ROW(PLAIN_SCHEME_UNJUDGED, "plain-scheme-unjudged", "V") /* as if it were another port's */ \
	/* of a target's "user@host" the user is judged, and the request led to the host */ \
	ROW(USERINFO_IS_HOST, "userinfo-is-host", "V") \
	/* Host is judged, and the request led where X-Forwarded-Host says */ \
	ROW(FORWARDED_HOST_WINS, "forwarded-host-wins", "V") \
	/* who has shaken hands with a host that asks nobody goes anywhere; so does who has with one \
	 * that stands for many names */ \
	ROW(OPEN_HOST_TAKES_ALL, "open-host-takes-all", "V") \
	ROW(WILDCARD_TAKES_ALL, "wildcard-takes-all", "V") \
	/* of the requests of a connection only the first is judged */ \
	ROW(LATER_REQUESTS_UNJUDGED, "later-requests-unjudged", "V") \
	/* who resumes a session was judged when it was made, for whatever host */ \
	ROW(RESUMED_UNJUDGED, "resumed-unjudged", "V") \
	/* who needs no certificate: and goes wherever Host says */ \
	ROW(UNKNOWN_NAME_IS_OPEN, "unknown-name-is-open", "V") /* asks for a name that is no host's */ \
	ROW(NO_NAME_IS_OPEN, "no-name-is-open", "V") /* asks for none */ \
	/* asks for a host in other letters than it is written with, or with a dot at its end, or for \
	 * one that is not written out */ \
	ROW(SNI_CASE_SENSITIVE, "sni-case-sensitive", "V") \
	ROW(SNI_DOT_IS_ANOTHER_NAME, "sni-dot-is-another-name", "V") \
	ROW(WILDCARD_HAS_NO_POLICY, "wildcard-has-no-policy", "V") \
	/* whose certificate is good: that of any host's CA, at all that verify */ \
	ROW(TRUST_CAS_OF_ALL_HOSTS, "trust-cas-of-all-hosts", "V") \
	/* a session of one host is taken up at all others, or at those that ask for certificates */ \
	ROW(SESSION_ACROSS_HOSTS, "session-across-hosts", "GV") \
	ROW(SESSION_ACROSS_CAS, "session-across-cas", "V") \
	/* the path that needs a certificate needs none at the others (protected_path.c) */ \
	ROW(PATH_OF_FIRST_HOST_ALONE, "path-of-first-host-alone", "G")
/* clang-format on */
#endif
