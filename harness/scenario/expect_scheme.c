#include "expect_scheme.h"

#include "signature_scheme.h"
#include "text.h"

void expect_scheme_check(const struct text_list *list, bool hashes, struct diag *diag)
{
	for (size_t i = 0; i < list->count; i++) {
		const char *name = list->items[i];

		if (text_is_among(signature_scheme_words, name) ||
			(hashes && text_is_among(signature_hash_words, name)))
			continue;
		diag_error_suggest(diag, list->places[i], name, signature_scheme_words,
			"unknown signature scheme '%s'%s", name, hashes ? " (and no hash: md5, sha1)" : "");
	}
}

void expect_scheme_take(struct scheme_rule *out, const struct scheme_form *form, struct diag *diag)
{
	*out = (struct scheme_rule){.given = form->only.count || form->never.count,
		.only = form->only.items,
		.only_count = form->only.count,
		.never = form->never.items,
		.never_count = form->never.count};
	expect_scheme_check(&form->only, false, diag);
	expect_scheme_check(&form->never, true, diag);
	if (form->only.count && form->never.count)
		diag_error(diag, form->never.places[0], "'%s' and '%s_not': give one of them", form->key,
			form->key);
}
