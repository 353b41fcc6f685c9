#include "expect_hello.h"

#include <string.h>

#include "expect_scheme.h"
#include "scenario_name.h"

static const struct field hello_fields[] = {
	{"sni", FIELD_TEXT, offsetof(struct hello_form, sni), .none = true,
		.place_offset = offsetof(struct hello_form, sni_place),
		.doc = "server name in the client's Hello: told (as it was told), a name, or none"},
	{"alpn", FIELD_TEXTS, offsetof(struct hello_form, protocols),
		.place_offset = offsetof(struct hello_form, protocols_place),
		.doc = "protocols that the client may offer by ALPN, and one of them it must; or none"},
	{"signature", FIELD_TEXTS, offsetof(struct hello_form, signatures),
		.place_offset = offsetof(struct hello_form, signatures_place),
		.doc = "scheme of the client's CertificateVerify, or several of which it is one"},
	{"signature_not", FIELD_TEXTS, offsetof(struct hello_form, never),
		.place_offset = offsetof(struct hello_form, never_place),
		.doc = "schemes of which it is none; sha1, md5: all with that hash"},
};
const struct schema expect_hello_schema = {
	"the client's Hello", sizeof(struct hello_form), hello_fields, COUNT_OF(hello_fields)};

static void take_sni(struct hello_rule *out, const struct hello_form *form, struct diag *diag)
{
	if (!form->sni_place.line)
		return;
	if (!form->sni) {
		out->sni = SNI_NONE;
		return;
	}
	out->sni = strcmp(form->sni, "told") == 0 ? SNI_TOLD : SNI_NAMED;
	out->name = form->sni;
	if (out->sni == SNI_NAMED && !scenario_is_name(form->sni))
		diag_error(diag, form->sni_place, "'%s' is no host name: told, none or a name", form->sni);
}

static void take_protocols(struct hello_rule *out, const struct hello_form *form, struct diag *diag)
{
	const struct text_list *list = &form->protocols;
	bool none = text_list_holds(list, "none");

	if (!form->protocols_place.line)
		return;
	out->protocols_given = true;
	out->protocols = list->items;
	out->protocol_count = none ? 0 : list->count;
	if (none && list->count > 1)
		diag_error(diag, list->places[0], "'none' stands alone, not beside protocols");
	if (!list->count)
		diag_error(diag, form->protocols_place, "'alpn' names nothing: none says so");
}

void expect_hello_take(struct hello_rule *out, const struct hello_form *form, struct diag *diag)
{
	take_sni(out, form, diag);
	take_protocols(out, form, diag);
	expect_scheme_take(
		&out->signature, &(struct scheme_form){"signature", form->signatures, form->never}, diag);
}

struct place expect_hello_place(const struct hello_form *form)
{
	const struct place places[] = {
		form->sni_place, form->protocols_place, form->signatures_place, form->never_place};
	size_t i = 0;

	while (i + 1 < COUNT_OF(places) && !places[i].line)
		i++;
	return places[i];
}
