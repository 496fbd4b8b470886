/* SPDX-License-Identifier: Apache-2.0
 * progress.c - the bar and the signals. */
#include "progress.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BAR_CELLS 30
#define REDRAW_S 0.1
#define ESTIMATE_AFTER_S 2.0

static volatile sig_atomic_t signalled;

static void on_signal(int number)
{
    if (signalled) {
        signal(number, SIG_DFL);
        raise(number);
    }
    signalled = 1;
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void progress_start(struct progress *progress, bool quiet)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    const char *terminal = getenv("TERM");
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    *progress = (struct progress){0};
    progress->shown = !quiet && isatty(STDERR_FILENO) && !(terminal && strcmp(terminal, "dumb") == 0);
}

/* "1:05 left", or nothing while it would be a guess. */
static void time_left(const struct progress *p, double now, size_t done, size_t total, char text[32])
{
    const double elapsed = now - p->started_s;
    text[0] = 0;
    if (done == 0 || elapsed < ESTIMATE_AFTER_S) return;
    const double left_s = elapsed / (double)done * (double)(total - done) + 0.5;
    const long minutes = (long)(left_s / 60), seconds = (long)left_s % 60;
    if (minutes >= 60) snprintf(text, 32, "%ld:%02ld:%02ld left", minutes / 60, minutes % 60, seconds);
    else snprintf(text, 32, "%ld:%02ld left", minutes, seconds);
}

static void draw(struct progress *p, double now, size_t done, size_t total)
{
    char bar[BAR_CELLS + 1], left[32];
    const double share = total ? (double)done / (double)total : 0;
    const int filled = (int)(share * BAR_CELLS);
    for (int i = 0; i < BAR_CELLS; i++) bar[i] = i < filled ? '#' : '.';
    bar[BAR_CELLS] = 0;
    time_left(p, now, done, total, left);
    fprintf(stderr, "\r%-24.24s [%s] %3d %%  %-14s", p->what, bar, (int)(100 * share), left);
    fflush(stderr);
    p->drawn_s = now;
    p->on_screen = true;
}

bool progress_report(void *context, const char *what, size_t done, size_t total)
{
    struct progress *p = context;
    if (!p->shown || signalled) return !signalled;
    const double now = now_s();
    if (done > total) done = total;
    if (strncmp(p->what, what, sizeof p->what - 1) != 0) {
        snprintf(p->what, sizeof p->what, "%s", what);
        p->started_s = now;
        p->drawn_s = 0;
    }
    if (now - p->drawn_s >= REDRAW_S || done == total) draw(p, now, done, total);
    return true;
}

void progress_end(struct progress *progress)
{
    if (progress->on_screen) fprintf(stderr, "\r%78s\r", "");
    progress->on_screen = false;
}

bool progress_stopped(void)
{
    return signalled != 0;
}
