#include "file_kind.h"

#include <string.h>

#include "arena.h"
#include "expected.h"
#include "home.h"
#include "recipe.h"
#include "rules.h"
#include "scenario.h"
#include "target.h"

const char *const file_kind_words[] = {
	"scenario", "recipe", "target", "expected failures", "registry of rules", "project", NULL};
_Static_assert(COUNT_OF(file_kind_words) == FILE_KIND_COUNT + 1, "a word for each kind");

static const struct {
	const struct schema *schema;
	const char *name; /* that it usually has; NULL: any */
	const char *option;
} kinds[FILE_KIND_COUNT] = {
	[FILE_SCENARIO] = {&scenario_schema, NULL, "SCENARIO"},
	[FILE_TARGET] = {&target_schema, "target.yaml", "--target FILE"},
	[FILE_RECIPE] = {&recipe_schema, "pki.yaml", "--pki-file FILE"},
	[FILE_EXPECTED] = {&expected_schema, "expected.yaml", "--expected FILE"},
	[FILE_RULES] = {&rules_schema, RULES_FILE, "--scenarios DIR, at the top of the folder"},
	[FILE_PROJECT] = {NULL, PROJECT_FILE, "--project FILE"},
};

static enum file_kind by_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	for (int i = 0; i < FILE_KIND_COUNT; i++) {
		if (kinds[i].name && strcmp(kinds[i].name, name) == 0)
			return (enum file_kind)i;
	}
	return FILE_SCENARIO;
}

/* Of two that know as many keys, what the name promises. */
static enum file_kind by_keys(const struct node *node, enum file_kind promised)
{
	enum file_kind best = promised;
	size_t most = kinds[promised].schema ? schema_known(kinds[promised].schema, node) : 0;

	for (int i = 0; promised != FILE_PROJECT && i < FILE_PROJECT; i++) {
		size_t known = schema_known(kinds[i].schema, node);

		if (known > most) {
			most = known;
			best = (enum file_kind)i;
		}
	}
	return best;
}

enum file_kind file_kind_of(const char *path)
{
	enum file_kind kind = by_name(path);
	struct arena arena;
	struct diag diag;
	struct node *node = NULL;

	arena_init(&arena);
	diag_init(&diag);
	/* what is wrong with it is said by who reads it */
	(void)!node_read(&node, &arena, &diag, path);
	if (node)
		kind = by_keys(node, kind);
	diag_finish(&diag);
	arena_finish(&arena);
	return kind;
}

bool file_may_be(const char *path, enum file_kind kind)
{
	struct arena arena;
	struct diag diag;
	struct node *node = NULL;
	bool may_be;

	arena_init(&arena);
	diag_init(&diag);
	(void)!node_read(&node, &arena, &diag, path);
	may_be = !node || schema_known(kinds[kind].schema, node);
	diag_finish(&diag);
	arena_finish(&arena);
	return may_be;
}

const char *file_kind_option(enum file_kind kind)
{
	return kinds[kind].option;
}
