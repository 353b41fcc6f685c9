#ifndef TOKEN_H
#define TOKEN_H
/*
 * What tells connections apart: each request carries a token in this header, the backend records
 * which tokens it saw, and its answer echoes the one of its request.
 */
#define TOKEN_HEADER "x-mtlspec-token"
/* Our backend answers with this where a request is beyond its limits: what it says is why. Nothing
 * can be said of a target through which such an answer came. */
#define LIMIT_HEADER "x-mtlspec-limit"
/* A request's path is this and its token, where nothing else is said. */
#define TOKEN_PATH "/mtlspec/"
/* What a program of two requests asks for first: no part of what is judged. */
#define TOKEN_FIRST_PATH TOKEN_PATH "first"
/* Where the addresses in a certificate lead that is shown in one connection: behind this its token,
 * and what is to be had there (pki_addressed). */
#define TOKEN_FETCH_PATH TOKEN_PATH "fetch/"
#endif
