#include "relative_link.h"

#include <stdbool.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "hex.h"

enum { LINK_MAX = 64 * 1024 };

/* One name of a path, without the slashes in front of it. */
static const char *next_name(const char **path, size_t *len)
{
	const char *name = *path + strspn(*path, "/");

	*len = strcspn(name, "/");
	*path = name + *len;
	return name;
}

/* Both lose what they have in common. */
static void drop_common(const char **a, const char **b)
{
	for (;;) {
		const char *after_a = *a;
		const char *after_b = *b;
		size_t len_a;
		size_t len_b;
		const char *name_a = next_name(&after_a, &len_a);
		const char *name_b = next_name(&after_b, &len_b);

		if (!len_a || len_a != len_b || memcmp(name_a, name_b, len_a) != 0)
			return;
		*a = after_a;
		*b = after_b;
	}
}

const char *relative_link(struct arena *arena, const char *folder, const char *path)
{
	const char *name;
	size_t len;
	SCOPED_BUF out;

	buf_init(&out, LINK_MAX);
	drop_common(&folder, &path);
	while (next_name(&folder, &len), len)
		buf_puts(&out, "../");
	for (bool first = true; name = next_name(&path, &len), len; first = false) {
		buf_puts(&out, first ? "" : "/");
		/* a colon would make a scheme of what is before it */
		hex_put_percent(&out, name, len);
	}
	if (!out.len)
		buf_putc(&out, '.');
	return arena_strdup(arena, buf_text(&out));
}
