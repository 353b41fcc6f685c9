#ifndef SCOPED_H
#define SCOPED_H
/*
 * Scoped ownership. `SCOPED(X509) crt = ...;` frees on every way out of the block; `TAKE(crt)`
 * hands the value on and leaves NULL behind. A type takes part by naming its destructor once:
 * SCOPED_TYPE(X509, X509 *, X509_free).
 */
#define WARN_UNUSED __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

#define SCOPED_TYPE(name, type, destroy)                                                           \
	typedef type scoped_type_##name;                                                               \
	static inline __attribute__((unused)) void scoped_free_##name(type *value)                     \
	{                                                                                              \
		if (*value)                                                                                \
			destroy(*value);                                                                       \
	}
#define SCOPED(name) __attribute__((unused, cleanup(scoped_free_##name))) scoped_type_##name
#define TAKE(variable)                                                                             \
	({                                                                                             \
		__typeof__(variable) taken_ = (variable);                                                  \
		(variable) = NULL;                                                                         \
		taken_;                                                                                    \
	})

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#endif
