#include "option_table.h"

#include <stddef.h>

bool option_takes_value(const struct argp_option *option)
{
	return option->arg && !(option->flags & OPTION_ARG_OPTIONAL);
}

bool option_is_end(const struct argp_option *option)
{
	return !option->name && !option->key && !option->doc && !option->group;
}

void option_visit(const struct argp *argp, option_visitor *visit, void *owner)
{
	const struct argp_option *option = argp->options;
	const struct argp_child *child = argp->children;

	for (; option && !option_is_end(option); option++) {
		if (option->name && !(option->flags & (OPTION_HIDDEN | OPTION_ALIAS | OPTION_DOC)))
			visit(owner, option);
	}
	for (; child && child->argp; child++)
		option_visit(child->argp, visit, owner);
}

const struct argp_option *option_of_key(const struct argp_option *options, int key)
{
	for (; options && !option_is_end(options); options++) {
		if (options->key == key && !(options->flags & (OPTION_ALIAS | OPTION_DOC)))
			return options;
	}
	return NULL;
}
