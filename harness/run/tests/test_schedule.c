/* Which cell is taken next, and which lane comes up next: scripts and states, no clock. */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "schedule.h"
#include "unit.h"

enum { LANES_MAX = 10 };

struct world {
	struct arena arena;
	struct schedule schedule;
	enum instance_state states[LANES_MAX];
	bool restarts[LANES_MAX];
	bool narrow[LANES_MAX];
};

/* One letter for each kind and state. */
static const char kind_letters[] = "spc"; /* server, proxy, command */
static const char state_letters[] = "wscrbpg"; /* waiting starting controls ready broken stoPping */

static size_t position(const char *letters, char letter)
{
	const char *at = strchr(letters, letter);

	ck_assert_ptr_nonnull(at);
	return (size_t)(at - letters);
}

/* `cells`: for each sequence number its lane. */
static void open_world(
	struct world *world, const char *kinds, const char *cells, size_t programs, size_t up_max)
{
	size_t lanes = strlen(kinds);

	ck_assert_uint_le(lanes, LANES_MAX);
	memset(world, 0, sizeof(*world));
	arena_init(&world->arena);
	schedule_init(&world->schedule, &world->arena, lanes, programs, up_max);
	for (size_t i = 0; i < lanes; i++) {
		struct lane *lane = &world->schedule.lanes[i];

		lane->kind = (enum lane_kind)position(kind_letters, (char)tolower(kinds[i]));
		lane->by_turns = kinds[i] == 'S';
		lane->state = &world->states[i];
		lane->restart = &world->restarts[i];
		lane->one_at_a_time = &world->narrow[i];
		world->states[i] = INSTANCE_READY;
	}
	for (size_t i = 0; cells[i]; i++)
		schedule_add(&world->schedule, (size_t)(cells[i] - '0'), i, 0);
	schedule_begin(&world->schedule);
}

/*
 * What happens, word by word. "0.3": of lane 0 the cell 3 is taken; "0.3!": to run alone; "-":
 * there is none to be taken; others are acts on a lane, and on a cell there.
 */
struct script {
	const char *what;
	const char *kinds;
	size_t programs;
	const char *cells;
	const char *words;
};

static const struct script scripts[] = {
	{"no lane", "", 1, "", "-"},
	{"lanes take turns, each in plan order", "ss", 1, "00011", "0.0 1.3 0.1 1.4 0.2 -"},
	{"the turn goes on where it was", "sss", 1, "012012", "0.0 1.1 end0 2.2 end1 0.3 1.4 2.5 -"},
	{"a lane without cells is passed over", "sss", 1, "0022", "0.0 2.2 0.1 2.3 -"},
	{"what is altered by its cells takes one at a time", "Ss", 1, "0011",
		"0.0 1.2 1.3 - end0 0.1 - end0 -"},
	{"a proxy takes one at a time", "p", 1, "00", "0.0 - end0 0.1 - end0 -"},
	{"so does a server that serves no more", "ss", 1, "00111",
		"narrow0 0.0 1.2 1.3 1.4 - end0 0.1 -"},
	{"its suspects, too", "s", 1, "000", "narrow0 0.0 crash0.0 0.0! - end0 0.1 - end0 0.2 -"},
	{"each proxy for itself", "pp", 1, "0011", "0.0 1.2 - end1 1.3 - end0 0.1 -"},
	{"a proxy stops no server", "ps", 1, "0011", "0.0 1.2 1.3 - end0 0.1 -"},
	{"programs of one lane are bounded", "c", 2, "000", "0.0 0.1 - end0 0.2 -"},
	{"and those of all lanes together", "ccc", 2, "001122",
		"0.0 1.2 - end0 2.4 - end1 0.1 - end2 1.3 - end0 2.5 -"},
	{"servers and proxies are none of them", "spc", 1, "00122", "0.0 1.2 2.3 0.1 - end2 2.4 -"},
	{"a suspect waits until nobody else is there", "s", 1, "000",
		"0.0 0.1 crash0.0 - end0 0.0! - end0 0.2 -"},
	{"suspects run one by one, the newest first", "s", 1, "0000",
		"0.0 0.1 0.2 crash0.0 crash0.1 crash0.2 0.2! - end0 0.1! - end0 0.0! - end0 0.3 -"},
	{"a suspect that crashes again", "s", 1, "00", "0.0 crash0.0 0.0! crash0.0 0.0! - end0 0.1 -"},
	{"other lanes go on beside a suspect", "ss", 1, "0011",
		"0.0 crash0.0 1.2 0.0! 1.3 - end0 0.1 -"},
	{"a suspect of a program waits for its turn", "cc", 1, "01", "0.0 crash0.0 1.1 - end1 0.0! -"},
	{"a lane that restarts takes nothing", "ss", 1, "0011", "away0 1.2 1.3 - back0 0.0 0.1 -"},
	{"not even a suspect", "s", 1, "00", "0.0 crash0.0 away0 - back0 0.0! -"},
	{"dropped: suspects, and what has not begun", "ss", 1, "000011",
		"0.0 1.4 0.1 crash0.0 crash0.1 drop0.1 drop0.0 drop0.2 drop0.3 drop0 1.5 -"},
	{"what is in flight is not dropped", "s", 1, "00", "0.0 drop0.1 drop0 - end0 -"},
	{"of what was dropped nothing is left", "s", 1, "00",
		"some0 0.0 crash0.0 drop0.0 drop0.1 none0 -"},
	{"a lane has cells until the last has ended", "ss", 1, "00",
		"none1 some0 0.0 0.1 some0 end0 some0 end0 none0"},
	{"and while it has a suspect", "s", 1, "0", "0.0 crash0.0 some0 0.0! some0 end0 none0"},
};

/* "end" and the like; false: not as the word says. */
static bool act(struct world *world, const char *name, size_t lane, size_t cell)
{
	struct schedule *schedule = &world->schedule;
	size_t dropped = SIZE_MAX;

	if (strcmp(name, "drop") == 0)
		return schedule_drop(schedule, lane, &dropped) == (cell != SIZE_MAX) && dropped == cell;
	if (strcmp(name, "some") == 0)
		return schedule_has_cells(&schedule->lanes[lane]);
	if (strcmp(name, "none") == 0)
		return !schedule_has_cells(&schedule->lanes[lane]);
	if (strcmp(name, "away") == 0 || strcmp(name, "back") == 0) {
		world->restarts[lane] = strcmp(name, "away") == 0;
		return true;
	}
	if (strcmp(name, "narrow") == 0) {
		world->narrow[lane] = true;
		return true;
	}
	schedule_ended(schedule, lane);
	if (strcmp(name, "crash") == 0)
		schedule_suspect(schedule, lane, cell);
	else
		ck_assert_str_eq(name, "end");
	return true;
}

static const char *taken(struct world *world)
{
	struct turn turn;

	if (!schedule_take(&world->schedule, &turn))
		return "-";
	return arena_printf(
		&world->arena, "%zu.%zu%s", turn.lane, turn.sequence, turn.alone ? "!" : "");
}

static void play_word(struct world *world, const char *word, const char *what)
{
	size_t name_len = strcspn(word, "0123456789");
	size_t cell = SIZE_MAX;
	char *end;
	size_t lane;

	if (!isalpha((unsigned char)word[0])) {
		const char *text = taken(world);

		ck_assert_msg(strcmp(text, word) == 0, "%s: %s, not %s", what, text, word);
		return;
	}
	lane = strtoul(word + name_len, &end, 10);
	if (*end == '.')
		cell = strtoul(end + 1, NULL, 10);
	ck_assert_msg(act(world, arena_strndup(&world->arena, word, name_len), lane, cell),
		"%s: not so: %s", what, word);
}

START_TEST(test_scripts)
{
	for (size_t i = 0; i < COUNT_OF(scripts); i++) {
		const struct script *script = &scripts[i];
		struct world world;
		size_t len;

		open_world(&world, script->kinds, script->cells, script->programs, 1);
		for (const char *at = script->words; *at; at += len + (at[len] == ' ')) {
			len = strcspn(at, " ");
			play_word(&world, arena_strndup(&world.arena, at, len), script->what);
		}
		arena_finish(&world.arena);
	}
}
END_TEST

/* Cells are for a lane that is ready, and a ready one that has none is through. */
START_TEST(test_states)
{
	for (int state = 0; state < INSTANCE_STATE_COUNT; state++) {
		struct world world;
		struct lane *lane;
		struct turn turn;
		bool ready = state == INSTANCE_READY;

		open_world(&world, "s", "0", 1, 1);
		lane = world.schedule.lanes;
		world.states[0] = (enum instance_state)state;
		ck_assert(!schedule_is_through(lane));
		ck_assert_int_eq(schedule_take(&world.schedule, &turn), ready);
		ck_assert(!schedule_is_through(lane));
		if (ready)
			schedule_ended(&world.schedule, 0);
		else
			ck_assert(schedule_drop(&world.schedule, 0, &turn.sequence));
		ck_assert_int_eq(schedule_is_through(lane), ready);
		world.restarts[0] = true;
		ck_assert(!schedule_is_through(lane));
		arena_finish(&world.arena);
	}
}
END_TEST

struct room {
	const char *what;
	const char *kinds;
	const char *states; /* a letter for each lane */
	size_t up_max;
	const char *cells;
	long next;
};

_Static_assert(SCHEDULE_STOPPING_MAX == 8, "these rows have so many");
static const struct room rooms[] = {
	{"nobody is there", "", "", 1, "", NO_LANE},
	{"the first that waits", "sss", "rww", 2, "012", 1},
	{"no room", "sss", "rrw", 2, "012", NO_LANE},
	{"nobody waits", "ss", "rg", 2, "01", NO_LANE},
	{"proxies and servers have one bound", "ps", "rw", 1, "01", NO_LANE},
	{"programs have their own", "sc", "rw", 1, "01", 1},
	{"and take no room from others", "cs", "rw", 1, "01", 1},
	{"a program passes those that have no room", "ssc", "rww", 1, "012", 2},
	{"no room for programs", "csc", "rrw", 1, "012", NO_LANE},
	{"those on their way out take no room", "ss", "pw", 1, "01", 1},
	{"nor those of programs", "cc", "pw", 1, "01", 1},
	{"as long as they are few", "sssssssss", "gpppppppw", 1, "012345678", 8},
	{"but so many are too many", "sssssssss", "ppppppppw", 1, "012345678", NO_LANE},
	{"not for programs", "ssssssssc", "ppppppppw", 1, "012345678", 8},
	{"one without cells comes at once", "sss", "rww", 1, "01", 2},
	{"in its turn", "ss", "ww", 1, "0", 0},
	{"also where too many are on their way out", "ssssssssss", "ppppppppww", 1, "012345678", 9},
};

START_TEST(test_room)
{
	for (size_t i = 0; i < COUNT_OF(rooms); i++) {
		const struct room *room = &rooms[i];
		struct world world;
		long next;

		open_world(&world, room->kinds, room->cells, 1, room->up_max);
		ck_assert_uint_eq(strlen(room->states), strlen(room->kinds));
		for (size_t j = 0; room->states[j]; j++)
			world.states[j] = (enum instance_state)position(state_letters, room->states[j]);
		next = schedule_next_to_start(&world.schedule);
		ck_assert_msg(next == room->next, "%s: %ld, not %ld", room->what, next, room->next);
		arena_finish(&world.arena);
	}
}
END_TEST

/* Who takes the room of another: all that have a process, and are not on their way out. */
START_TEST(test_room_of_states)
{
	const bool takes_room[INSTANCE_STATE_COUNT] = {[INSTANCE_STARTING] = true,
		[INSTANCE_CONTROLS] = true,
		[INSTANCE_READY] = true,
		[INSTANCE_BROKEN] = true};

	ck_assert_uint_eq(strlen(state_letters), INSTANCE_STATE_COUNT);
	ck_assert_uint_eq(strlen(kind_letters), LANE_KIND_COUNT);
	for (size_t kind = 0; kind < LANE_KIND_COUNT; kind++) {
		const char kinds[] = {kind_letters[kind], kind_letters[kind], '\0'};

		for (int state = INSTANCE_STARTING; state < INSTANCE_STATE_COUNT; state++) {
			struct world world;

			open_world(&world, kinds, "01", 1, 1);
			world.states[0] = (enum instance_state)state;
			world.states[1] = INSTANCE_WAITING;
			ck_assert_int_eq(
				schedule_next_to_start(&world.schedule), takes_room[state] ? NO_LANE : 1);
			arena_finish(&world.arena);
		}
	}
}
END_TEST

/* The slow first; those that are alike as the plan has them. */
START_TEST(test_order)
{
	static const struct {
		long slowness[5];
		const char *order;
	} rows[] = {
		{{0, 0, 0, 0, 0}, "01234"},
		{{1, 2, 3, 4, 5}, "43210"},
		{{5, 4, 3, 2, 1}, "01234"},
		{{10, 30, 10, 30, 20}, "13402"},
		{{7, 7, 9, 7, 9}, "24013"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world world;
		const char *order = "";
		long lane;

		open_world(&world, "sssss", "01234", 1, 1);
		for (size_t j = 0; j < world.schedule.lane_count; j++) {
			world.schedule.lanes[j].slowness = rows[i].slowness[j];
			world.states[j] = INSTANCE_WAITING;
		}
		schedule_begin(&world.schedule);
		for (size_t j = 0; j < world.schedule.lane_count; j++) {
			lane = schedule_next_to_start(&world.schedule);
			ck_assert_int_ne(lane, NO_LANE);
			order = arena_printf(&world.arena, "%s%ld", order, lane);
			world.states[lane] = INSTANCE_GONE;
		}
		ck_assert_int_eq(schedule_next_to_start(&world.schedule), NO_LANE);
		ck_assert_str_eq(order, rows[i].order);
		arena_finish(&world.arena);
	}
}
END_TEST

/* Cells that wait go first, in plan order, and their lanes come up first. */
START_TEST(test_waiting_cells)
{
	static const long waits[] = {0, 3000, 0, 500, 0};
	static const size_t wanted[] = {1, 3, 0, 2, 4};
	struct world world;
	struct turn turn;

	open_world(&world, "ss", "0", 1, 1);
	for (size_t i = 0; i < COUNT_OF(waits); i++)
		schedule_add(&world.schedule, 1, i, waits[i]);
	world.states[0] = INSTANCE_WAITING;
	schedule_begin(&world.schedule);
	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		ck_assert(schedule_take(&world.schedule, &turn));
		ck_assert_uint_eq(turn.lane, 1);
		ck_assert_uint_eq(turn.sequence, wanted[i]);
	}
	world.states[1] = INSTANCE_WAITING;
	ck_assert_int_eq(schedule_next_to_start(&world.schedule), 1);
	arena_finish(&world.arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"take", {test_scripts, test_states}},
		{"start", {test_room, test_room_of_states, test_order, test_waiting_cells}}};

	return unit_run("schedule", cases, COUNT_OF(cases));
}
