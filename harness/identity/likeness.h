#ifndef LIKENESS_H
#define LIKENESS_H
/* How well a text fits what a certificate says. In this order: the greater the better. */
enum likeness {
	UNLIKE,
	LIKE_LOOSELY, /* it says so, but in a way that can be read as something else, too */
	LIKE,
};
#endif
