/* A target file that is another one but for what it says itself, and what it is called. */
#include "target_fixture.h"

static struct target *read_other(struct target_fixture *f, const char *text)
{
	fixture_write(f, "hosts.target.yaml", text);
	return target_read(
		&f->arena, &f->diag, arena_printf(&f->arena, "%s/hosts.target.yaml", f->dir));
}

START_TEST(test_takes_what_it_does_not_say)
{
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, LEAST "values: {a: \"1\"}\nfix: look here\n");
	target = read_other(&f, "like: target.yaml\ntitle: with hosts\nvalues: {b: \"2\"}\n");
	if (!target)
		fixture_expect(&f, "nothing");
	ck_assert_str_eq(target->name, "sample-hosts");
	ck_assert_str_eq(target->title, "with hosts");
	ck_assert_str_eq(target->fix, "look here");
	ck_assert_uint_eq(target->values.count, 1);
	ck_assert_str_eq(target->values.items[0].key, "b");
	fixture_close(&f);
}
END_TEST

START_TEST(test_like_refused)
{
	static const struct {
		const char *text, *said;
	} rows[] = {
		{"like: other.yaml\n", "other.yaml"},
		{"like: ../target.yaml\n", "yaml:1:7: error: '../target.yaml' is no file of this folder"},
		{"like: hosts.target.yaml\n", "yaml:1:7: error: 'hosts.target.yaml' is like another"},
		{"like: list.yaml\n", "yaml:1:7: error: 'list.yaml' is no target file"},
		{"like: [a]\n", "'like' must be"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target_fixture f;

		fixture_open(&f, LEAST);
		fixture_write(&f, "list.yaml", "[a]\n");
		ck_assert_ptr_null(read_other(&f, rows[i].text));
		fixture_expect(&f, rows[i].said);
		fixture_close(&f);
	}
}
END_TEST

/* nginx/vhosts.target.yaml is a built-in target of its own. */
START_TEST(test_several_of_a_folder)
{
	struct target_fixture f;
	struct target *target;
	bool listed = false;

	fixture_open(&f, NULL);
	target = target_read(&f.arena, &f.diag, "nginx-vhosts");
	ck_assert_ptr_nonnull(target);
	ck_assert_str_eq(target->name, "nginx-vhosts");
	ck_assert_str_eq(target->program, "nginx");
	for (const char *const *name = target_names(&f.arena); *name; name++)
		listed = listed || strcmp(*name, "nginx-vhosts") == 0;
	ck_assert(listed);
	ck_assert_ptr_null(target_read(&f.arena, &f.diag, "nginx-vhost"));
	fixture_expect(&f, "unknown target 'nginx-vhost'");
	fixture_close(&f);
}
END_TEST

struct unit_case like_case(void)
{
	return (struct unit_case){
		"like", {test_takes_what_it_does_not_say, test_like_refused, test_several_of_a_folder}};
}
