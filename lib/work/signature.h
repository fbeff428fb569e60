/* signature.h - approvals signed, and signatures verified, by ssh-keygen -Y (ssh-keygen(1)); private to lib/work */
#ifndef SMM_SIGNATURE_H
#define SMM_SIGNATURE_H

#include "smm/approval.h"

/* Whether `by` has signed it, as the file of allowed signers has it. 0, or -1 with FAULT_POLICY. */
int signature_check(const struct approval *a, const char *signers, struct err *e);

#endif
