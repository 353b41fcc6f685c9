#ifndef POSSESSION_H
#define POSSESSION_H
/*
 * DEFECT_SKIP_POSSESSION_PROOF: a server that does not check the client's CertificateVerify. libssl
 * checks it inside and can't be told otherwise, so this module stands in for EVP_DigestVerify, the
 * one libcrypto function that libssl calls for it (stand_in.h). It forwards to libcrypto's own,
 * except on a thread that has switched the check off.
 */
#include <stdbool.h>

/* For this thread; off again after the server's step, and while chains are verified. */
void possession_skip(bool skip);
/* The present setting. */
bool possession_is_skipped(void);
#endif
