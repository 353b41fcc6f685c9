/* The extensions of a certificate that is made after another one. */
#include "mint.h"
#include "ossl_scoped.h"

bool mint_says(const struct mint_request *request, const char *key)
{
	return !request->mould || recipe_says(request->item, request->model, key);
}

static const struct mint_extension *find_kind(X509_EXTENSION *extension)
{
	for (size_t i = 0; i < COUNT_OF(mint_extensions); i++) {
		SCOPED(ASN1_OBJECT) object = OBJ_txt2obj(mint_extensions[i].name, 0);

		if (object && OBJ_cmp(object, X509_EXTENSION_get_object(extension)) == 0)
			return &mint_extensions[i];
	}
	return NULL;
}

static bool is_said(const struct mint_request *request, const struct mint_extension *kind)
{
	for (size_t i = 0; i < COUNT_OF(kind->keys) && kind->keys[i]; i++) {
		if (mint_says(request, kind->keys[i]))
			return true;
	}
	return false;
}

/* What neither the recipe nor a key decides is taken over byte by byte, whatever it is. */
static bool take_over(X509 *cert, const struct mint_request *request, bool *added)
{
	for (int i = 0; i < X509_get_ext_count(request->mould); i++) {
		X509_EXTENSION *extension = X509_get_ext(request->mould, i);
		const struct mint_extension *kind = find_kind(extension);
		bool made = kind && (kind->own || is_said(request, kind));

		if (kind)
			added[kind - mint_extensions] = true;
		if (made ? !kind->add(cert, request) : !X509_add_ext(cert, extension, -1))
			return false;
	}
	return true;
}

bool mint_add_extensions(X509 *cert, const struct mint_request *request)
{
	bool added[MINT_EXTENSION_COUNT] = {false};

	if (request->mould && !take_over(cert, request, added))
		return false;
	for (size_t i = 0; i < COUNT_OF(mint_extensions); i++) {
		if (!added[i] && is_said(request, &mint_extensions[i]) &&
			!mint_extensions[i].add(cert, request))
			return false;
	}
	return true;
}
