#include "certificate_address.h"

#include <openssl/x509v3.h>

#include "arena.h"

static void visit_name(const GENERAL_NAME *name, void (*visit)(const char *url))
{
	const ASN1_IA5STRING *url = name->d.uniformResourceIdentifier;
	struct arena arena;

	if (name->type != GEN_URI)
		return;
	arena_init(&arena);
	visit(arena_strndup(
		&arena, (const char *)ASN1_STRING_get0_data(url), (size_t)ASN1_STRING_length(url)));
	arena_finish(&arena);
}

static void visit_access(const X509 *certificate, int method, void (*visit)(const char *url))
{
	AUTHORITY_INFO_ACCESS *all = X509_get_ext_d2i(certificate, NID_info_access, NULL, NULL);

	for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(all); i++) {
		const ACCESS_DESCRIPTION *one = sk_ACCESS_DESCRIPTION_value(all, i);

		if (OBJ_obj2nid(one->method) == method)
			visit_name(one->location, visit);
	}
	AUTHORITY_INFO_ACCESS_free(all);
}

static void visit_points(const X509 *certificate, void (*visit)(const char *url))
{
	CRL_DIST_POINTS *all = X509_get_ext_d2i(certificate, NID_crl_distribution_points, NULL, NULL);

	for (int i = 0; i < sk_DIST_POINT_num(all); i++) {
		const DIST_POINT_NAME *point = sk_DIST_POINT_value(all, i)->distpoint;

		for (int j = 0; point && point->type == 0 && j < sk_GENERAL_NAME_num(point->name.fullname);
			 j++)
			visit_name(sk_GENERAL_NAME_value(point->name.fullname, j), visit);
	}
	CRL_DIST_POINTS_free(all);
}

void certificate_address_each(
	const X509 *certificate, enum certificate_address what, void (*visit)(const char *url))
{
	if (what == CERTIFICATE_CRL)
		visit_points(certificate, visit);
	else
		visit_access(
			certificate, what == CERTIFICATE_OCSP ? NID_ad_OCSP : NID_ad_ca_issuers, visit);
}
