#ifndef STAND_IN_H
#define STAND_IN_H
/*
 * Functions of libcrypto in whose place ours stand, where libssl can't be told otherwise: a
 * definition in the executable wins over the shared library's for every call that goes through the
 * PLT; with a static library `ld --wrap` hands every call to ours, and the genuine one has another
 * name. Define it in the file of a function that is called anyway: an archive member that nothing
 * refers to is left out, and libcrypto's own is called. The list of them is in CMakeLists.txt.
 */
#include <stddef.h>

#ifdef STAND_IN_BY_LINKER
#define STAND_IN(name) __wrap_##name
#define STAND_IN_DECLARE(type, name)                                                               \
	type __wrap_##name;                                                                            \
	type __real_##name
#define STAND_IN_FIND(function, name) ((function) = __real_##name)
#else
#define STAND_IN(name) name
#define STAND_IN_DECLARE(type, name) type name
#define STAND_IN_FIND(function, name) stand_in_find(&(function), sizeof(function), #name)
/* The genuine function is written to `out`, a pointer to such functions. It is there, or we end. */
void stand_in_find(void *out, size_t size, const char *name);
#endif
#endif
