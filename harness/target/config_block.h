#ifndef CONFIG_BLOCK_H
#define CONFIG_BLOCK_H
/*
 * Which block of a configuration serves a place, whatever its language: blocks are made by braces,
 * <Tags>, [sections], and where there is none of these by how far a line is moved in.
 */
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Where a connection arrived, or where a client's goes to. */
struct config_place {
	int port; /* 0: not known */
	const char *name; /* host that was asked for, or NULL */
	const char *path; /* that was asked for, or NULL */
};

struct config_block_line {
	const char *text; /* without the blanks around it, in the arena */
	size_t indent; /* blanks before it */
	long parent; /* number of the line that opens the block around it; -1: none does */
	size_t depth; /* how many blocks are around it that something closes */
	bool opens; /* a block */
	bool comment;
};

/* A file's lines, numbered from 0. */
struct config_blocks {
	struct config_block_line *lines;
	size_t count;
};

void config_blocks_read(struct config_blocks *out, struct arena *arena, const char *text);

enum { CONFIG_NEAR_NONE = -1, CONFIG_NEAR_SAME_LINE = 1 << 20 };
/*
 * How near a line is to the place: the larger the nearer. Lines of the block that serves it, and of
 * those around that one, are nearer than lines of others beside it. CONFIG_NEAR_NONE: it is for
 * another path. 0: nothing in the file tells of the place.
 */
int config_blocks_near(
	const struct config_blocks *blocks, size_t line, const struct config_place *place);
/* Is what is as near as that in force at the place? Or is it beside it, another's. */
bool config_near_serves(int near);
/* Does a line outside of comments hold the word? CONFIG_NEAR_NONE: none; else how near, at best. */
int config_blocks_near_word(
	const struct config_blocks *blocks, const char *word, const struct config_place *place);
#endif
