/* SPDX-License-Identifier: Apache-2.0
 * progress.h - a bar on a terminal, and the way out: the first Ctrl-C or SIGTERM cancels cleanly, the second kills.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
    bool shown;    /* draw the bar */
    char what[48]; /* phase that is shown */
    double started_s, drawn_s;
    bool on_screen;
};

/* Catches the signals; the bar is drawn if stderr is a terminal and not `quiet`. */
void progress_start(struct progress *progress, bool quiet);

/* The library's callback; `context` is a struct progress. False once a signal came. */
bool progress_report(void *context, const char *what, size_t done, size_t total);

/* Wipes the bar from the screen. */
void progress_end(struct progress *progress);

/* Did a signal come? */
bool progress_stopped(void);

#endif
