#include "stand_in.h"

#include <dlfcn.h>
#include <string.h>

#include "fatal.h"

#ifndef STAND_IN_BY_LINKER
void stand_in_find(void *out, size_t size, const char *name)
{
	void *symbol = dlsym(RTLD_NEXT, name);

	if (!symbol || size != sizeof(symbol))
		FATAL("libcrypto has no %s", name);
	memcpy(out, &symbol, size);
}
#endif
