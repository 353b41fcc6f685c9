#include "unsent.h"

#include "arena.h"
#include "asked_keys.h"

const char *unsent_explain(const struct certificate_request *request,
	const struct credential *credential, enum tls_version version, const char *no_twin,
	struct arena *arena)
{
	enum signing_key key = asked_key_of(credential);
	bool fits = asked_for(request, key, version);

	if (!request->signature_algorithms.len)
		return arena_printf(arena,
			"an empty list went out in the place of %s, and libssl does not say why",
			credential->name);
	if (fits && request->certificate_algorithms.len)
		return arena_printf(arena,
			"the server's CertificateRequest wants certificates signed with %s; that of %s is not",
			asked_text(request->certificate_algorithms, arena), credential->name);
	return arena_printf(arena, "the server's CertificateRequest offers %s; %s has %s, %s%s%s",
		asked_text(request->signature_algorithms, arena), credential->name, signing_key_words[key],
		fits ? "and libssl used it with none of them" : "which can sign with none of them",
		no_twin ? "; " : "", no_twin ? no_twin : "");
}
