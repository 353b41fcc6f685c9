/* The names of all defects, of both sides. */
#include "defect_list.h"

#include "auth_mode.h"
#include "client_defect.h"
#include "defect.h"
#include "unit.h"

START_TEST(names_are_found_and_unlike)
{
	ck_assert_uint_eq(defect_list_count(), DEFECT_COUNT + CLIENT_DEFECT_COUNT);
	for (size_t i = 0; i < defect_list_count(); i++) {
		/* the first of that name is it */
		ck_assert_msg(
			defect_list_find(defect_list[i].word) == &defect_list[i], "%s", defect_list[i].word);
		ck_assert_str_eq(defect_list_words()[i], defect_list[i].word);
	}
	ck_assert_ptr_null(defect_list_words()[defect_list_count()]);
	ck_assert_ptr_null(defect_list_find("no-such-defect"));
	ck_assert_ptr_null(defect_list_find(NULL));
}
END_TEST

START_TEST(each_shows_itself_somewhere)
{
	for (const struct named_defect *one = defect_list; one->word; one++) {
		size_t of_its_modes = strspn(one->modes, auth_mode_letters);
		const char *rest = one->modes + of_its_modes;

		if (!one->of_client && *rest == DEFECT_OF_DEEDS)
			rest++;
		if (!one->of_client && *rest == DEFECT_OF_OCSP)
			rest++;
		if (*rest == DEFECT_OF_OLDER_TLS)
			rest++;
		ck_assert_msg(of_its_modes && !*rest, "%s", one->word);
		ck_assert_msg(*one->target && (!one->scenarios || *one->scenarios), "%s", one->word);
		ck_assert_int_eq(strncmp(one->target, "reference", strlen("reference")), 0);
	}
}
END_TEST

START_TEST(each_has_its_side)
{
	const struct named_defect *of_server = defect_list_find("ignore-eku");
	const struct named_defect *of_client = defect_list_find("ignore-name");

	ck_assert(!of_server->of_client);
	ck_assert_uint_eq(of_server->index, DEFECT_IGNORE_EKU);
	ck_assert_str_eq(defect_list_side(of_server), "server");
	ck_assert(of_client->of_client);
	ck_assert_uint_eq(of_client->index, CLIENT_DEFECT_IGNORE_NAME);
	ck_assert_str_eq(defect_list_side(of_client), "client");
	ck_assert_str_eq(of_client->target, "reference-daemon");
	ck_assert_str_eq(defect_list_find("keep-session-of-nobody")->target, "reference-client");
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"list", {names_are_found_and_unlike, each_shows_itself_somewhere, each_has_its_side}},
	};

	return unit_run("defect_list", cases, COUNT_OF(cases));
}
