#ifndef FAILURE_CLASS_H
#define FAILURE_CLASS_H
/* What kind of harm a failure is, the worst first (design: 7). */
enum failure_class {
	FAILURE_NONE, /* not a failure */
	FAILURE_LET_IN, /* somebody who must stay out got through, or was trusted */
	FAILURE_DECEIVED, /* the backend was told something untrue of who is there */
	FAILURE_CRASHED,
	FAILURE_SHUT_OUT, /* somebody good is refused */
	FAILURE_OTHERWISE, /* a wrong mode, alert, request, version */
	FAILURE_CLASS_COUNT,
};
/* What each means, in sentences. */
extern const char *const failure_class_meanings[FAILURE_CLASS_COUNT];
extern const char *const failure_class_words[]; /* none "let in" deceived ... */
#endif
