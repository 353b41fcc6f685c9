#include "named_group.h"

#include <string.h>

#include <openssl/err.h>

#include "arena.h"
#include "buf.h"
#include "fatal.h"

enum { LIST_MAX = 1024, FIRST_FIELD = 256, LAST_FIELD = 511 };

/* By the names that libssl knows, too, in the order in which we take them. */
static const struct {
	uint16_t number;
	const char *name;
} groups[] = {
	{4588, "X25519MLKEM768"},
	{4587, "SecP256r1MLKEM768"},
	{4589, "SecP384r1MLKEM1024"},
	{29, "x25519"},
	{23, "secp256r1"},
	{30, "x448"},
	{25, "secp521r1"},
	{24, "secp384r1"},
	{256, "ffdhe2048"},
	{257, "ffdhe3072"},
	{258, "ffdhe4096"},
	{259, "ffdhe6144"},
	{260, "ffdhe8192"},
	{512, "MLKEM512"},
	{513, "MLKEM768"},
	{514, "MLKEM1024"},
	{31, "brainpoolP256r1tls13"},
	{32, "brainpoolP384r1tls13"},
	{33, "brainpoolP512r1tls13"},
	{26, "brainpoolP256r1"},
	{27, "brainpoolP384r1"},
	{28, "brainpoolP512r1"},
	{22, "secp256k1"},
	{21, "secp224r1"},
	{20, "secp224k1"},
	{19, "secp192r1"},
	{18, "secp192k1"},
	{17, "secp160r2"},
	{16, "secp160r1"},
	{15, "secp160k1"},
	{14, "sect571r1"},
	{13, "sect571k1"},
	{12, "sect409r1"},
	{11, "sect409k1"},
	{10, "sect283r1"},
	{9, "sect283k1"},
	{8, "sect239k1"},
	{7, "sect233r1"},
	{6, "sect233k1"},
	{5, "sect193r2"},
	{4, "sect193r1"},
	{3, "sect163r2"},
	{2, "sect163r1"},
	{1, "sect163k1"},
};

const char *named_group_name(uint16_t group, struct arena *arena)
{
	for (size_t i = 0; i < COUNT_OF(groups); i++) {
		if (groups[i].number == group)
			return groups[i].name;
	}
	return arena_printf(arena, "0x%04x", group);
}

bool named_group_is_curve(uint16_t group)
{
	return group < FIRST_FIELD || group > LAST_FIELD;
}

void named_group_take_all(SSL_CTX *ctx)
{
	SCOPED_BUF list;

	buf_init(&list, LIST_MAX);
	/* one name that libssl does not know would make it refuse the whole list */
	for (size_t i = 0; i < COUNT_OF(groups); i++) {
		if (SSL_CTX_set1_groups_list(ctx, groups[i].name))
			buf_printf(&list, "%s%s", list.len ? ":" : "", groups[i].name);
	}
	ERR_clear_error();
	if (!SSL_CTX_set1_groups_list(ctx, buf_text(&list)))
		FATAL("libssl refuses the groups %s", buf_text(&list));
}
