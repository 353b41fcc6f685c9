#ifndef TOKEN_H
#define TOKEN_H
/*
 * What tells connections apart: each request carries a token in this header, the backend records
 * which tokens it saw, and its answer echoes the one of its request.
 */
#define TOKEN_HEADER "x-mtlspec-token"
#endif
