/* SPDX-License-Identifier: Apache-2.0
 * effort.c - at most one of --quick, --thorough and --budget. */
#include "effort.h"

int effort_check(const struct command *command, const struct effort *effort)
{
    const char *names[3];
    int count = 0;
    if (effort->quick) names[count++] = "--quick";
    if (effort->thorough) names[count++] = "--thorough";
    if (effort->budget > 0) names[count++] = "--budget";
    if (count > 1) return usage_error(command, "%s and %s do not go together: give one effort", names[0], names[1]);
    return 0;
}

enum aug_effort effort_of(const struct effort *effort)
{
    return effort->quick ? AUG_EFFORT_QUICK : effort->thorough ? AUG_EFFORT_THOROUGH : AUG_EFFORT_DEFAULT;
}
