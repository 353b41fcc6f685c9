/* The mistakes, and how names are compared by those who do it themselves. */
#include "mistake.h"

#include <fnmatch.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <strings.h>

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text);
	size_t end_len = strlen(end);

	return len >= end_len && strcasecmp(text + len - end_len, end) == 0;
}

/* A cookie's rule: what is good for a domain is good for all that is in it. */
static bool fits_below(const char *from_certificate, const char *name)
{
	return strcasecmp(from_certificate, name) == 0 || ends_with(name, from_certificate);
}

static bool fits_end(const char *from_certificate, const char *name)
{
	return ends_with(from_certificate, name);
}

static bool fits_beginning(const char *from_certificate, const char *name)
{
	return strncasecmp(from_certificate, name, strlen(name)) == 0;
}

static bool fits_somewhere(const char *from_certificate, const char *name)
{
	return strcasestr(from_certificate, name) != NULL;
}

/* As a shell does with files. */
static bool fits_glob(const char *from_certificate, const char *name)
{
	return fnmatch(from_certificate, name, 0) == 0;
}

static bool fits_exactly(const char *from_certificate, const char *name)
{
	return strcasecmp(from_certificate, name) == 0;
}

static const struct mistake mistakes[] = {
	{.name = "none"},
	{.name = "verification-off", .what = NO_VERIFICATION | NO_NAME},
	{.name = "name-off", .what = NO_NAME},
	{.name = "asks-first", .what = ASKS_FIRST},
	{.name = "tries-again-unverified", .what = TRIES_AGAIN},
	{.name = "falls-to-plain", .what = FALLS_TO_PLAIN},
	{.name = "expiry-ignored", .flags = X509_V_FLAG_NO_CHECK_TIME},
	{.name = "beginning-ignored", .forgives = {X509_V_ERR_CERT_NOT_YET_VALID}},
	{.name = "self-signed-forgiven", .forgives = {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT}},
	{.name = "unknown-issuer-forgiven",
		.forgives = {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
			X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED}},
	{.name = "ca-flag-ignored",
		.what = ABOVE_THE_LEAF,
		.forgives = {X509_V_ERR_INVALID_CA, X509_V_ERR_INVALID_PURPOSE}},
	{.name = "constraint-ignored", .forgives = {X509_V_ERR_PERMITTED_VIOLATION}},
	{.name = "signature-ignored", .forgives = {X509_V_ERR_CERT_SIGNATURE_FAILURE}},
	{.name = "names-alone", .what = NAMES_ALONE},
	{.name = "usage-ignored", .purpose = X509_PURPOSE_ANY},
	{.name = "crl-forgotten", .what = NO_CRL},
	{.name = "old-versions", .what = OLD_VERSIONS},
	{.name = "ca-beside", .what = OTHER_CA_TOO},
	{.name = "system-bundle-beside", .what = SYSTEM_TOO},
	{.name = "common-name-too", .what = COMMON_NAME_TOO},
	{.name = "name-below", .fits = fits_below},
	{.name = "name-ends-so", .fits = fits_end},
	{.name = "name-begins-so", .fits = fits_beginning},
	{.name = "name-contained", .fits = fits_somewhere},
	{.name = "wildcard-anywhere", .fits = fits_glob},
	{.name = "name-cut-at-nul", .what = CUT_AT_NUL, .fits = fits_exactly},
	{.name = "address-unchecked", .what = ANY_ADDRESS},
	{.name = "leaf-alone", .what = LEAF_ALONE},
	{.name = "another-certificate", .what = OTHER_CERTIFICATE},
	{.name = "certificate-forgotten", .what = NO_CERTIFICATE},
};

const struct mistake *mistake_find(const char *name)
{
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
		if (strcmp(mistakes[i].name, name) == 0)
			return &mistakes[i];
	}
	return NULL;
}
