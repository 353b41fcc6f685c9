#include <string.h>

#include <openssl/x509.h>

#include "arena.h"
#include "client_text.h"
#include "expectation.h"
#include "presented.h"
#include "test_main.h"

START_TEST(test_words_of_a_certificate)
{
	static const struct attribute subject[] = {{"O", "Works", 0}, {"CN", "alice", 0}, {0}};
	static const struct header_expected headers[] = {{"x-serial", "${client.serial}"}};
	struct step_expectation expect = {.says = "who: ${client.subject}",
		.says_not = "$${client.serial} ${client.sha256}",
		.log = "till ${client.not_after}",
		.headers = headers,
		.header_count = 1};
	struct presented presented;
	struct credential credential;
	struct arena arena;

	arena_init(&arena);
	presented_init(&presented, subject, NULL, "0ABC01");
	credential = presented.credential;
	credential.subject = "CN=alice,O=Works";
	credential.fingerprint_sha256 = "aabb";
	client_text_fill(&expect, &credential, &arena);
	ck_assert_str_eq(expect.says, "who: CN=alice,O=Works");
	ck_assert_str_eq(expect.says_not, "${client.serial} aabb");
	ck_assert_str_eq(expect.headers[0].value, "0ABC01");
	ck_assert_ptr_nonnull(strstr(expect.log, " GMT"));
	ck_assert_ptr_null(client_text(NULL, &credential, &arena));
	presented_finish(&presented);
	arena_finish(&arena);
}
END_TEST

struct unit_case client_text_case(void)
{
	return (struct unit_case){"client_text", {test_words_of_a_certificate}};
}
