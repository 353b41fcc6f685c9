/* mtlspec run: scenarios against targets. */
#include "command.h"
#include "run_options.h"
#include "session.h"

const struct argp *command_run_argp(void)
{
	return run_arguments_argp(NULL);
}

static void parse(struct run_arguments *out, int argc, char **argv)
{
	run_arguments_parse(out, NULL, argc, argv);
}

int command_run(int argc, char **argv)
{
	static const struct session_wish wish = {.parse = parse};

	return session_run(&wish, argc, argv);
}
