/* SPDX-License-Identifier: Apache-2.0
 * restart.h - what must stand in the environment before the program begins.
 */
#ifndef CLI_RESTART_H
#define CLI_RESTART_H

/* Starts the program again, with the same arguments, where that makes OpenBLAS choose faster kernels; comes back when there is nothing to gain, or it cannot be done. */
void restart_for_speed(char **argv);

#endif
