#include "sha256.h"

#include <string.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "arena.h"
#include "buf.h"
#include "fatal.h"
#include "file.h"
#include "hex.h"

enum { READ_SIZE = 64 * 1024 };

/* False: it can't be read to its end. */
static bool digest(uint8_t out[EVP_MAX_MD_SIZE], EVP_MD_CTX *ctx, int fd)
{
	uint8_t data[READ_SIZE];
	ssize_t len;

	if (!EVP_DigestInit_ex(ctx, EVP_sha256(), NULL))
		FATAL("no SHA-256");
	while ((len = read(fd, data, sizeof(data))) > 0) {
		if (!EVP_DigestUpdate(ctx, data, (size_t)len))
			FATAL("no SHA-256");
	}
	return len == 0 && EVP_DigestFinal_ex(ctx, out, NULL);
}

bool sha256_of_file(
	char out[SHA256_HEX_SIZE], const char *path, struct arena *arena, const char **why)
{
	uint8_t bytes[EVP_MAX_MD_SIZE] = {0};
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int fd = file_open(why, arena, path);
	SCOPED_BUF hex;
	bool ok;

	buf_init(&hex, SHA256_HEX_SIZE);
	if (!ctx)
		FATAL("out of memory");
	ok = fd >= 0 && digest(bytes, ctx, fd);
	if (fd >= 0 && !ok)
		*why = arena_printf(arena, "%s: can't be read to its end", path);
	hex_put(&hex, bytes, (SHA256_HEX_SIZE - 1) / 2);
	memcpy(out, buf_text(&hex), SHA256_HEX_SIZE);
	if (fd >= 0)
		close(fd);
	EVP_MD_CTX_free(ctx);
	return ok;
}
