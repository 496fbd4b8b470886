/* SPDX-License-Identifier: Apache-2.0
 * test_same_bytes.c - the same report for any number of threads, for any resume, for stored and fresh features. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "core/random.h"
#include "small_set.h"

static struct aug_error err;
static const char *const classes[] = {"arrow_left", "arrow_right", "disc", NULL};
static const char *const specs[] = {"hflip", "rotate:+-30", "noise:0.1"};
#define SPECS (sizeof specs / sizeof *specs)

static char *audit(const char *dir, const char *const *which, size_t count, struct aug_audit_options options)
{
    char *json = NULL;
    options.seed = 5;
    CHECK_OK(small_set_audit(dir, which, count, &options, &json, &err));
    return json;
}

TEST(one_two_and_three_threads_give_the_same_bytes)
{
    const char *dir = check_folder();
    small_set_write(dir, classes, 60);
    char *one = audit(dir, specs, SPECS, (struct aug_audit_options){.threads = 1});
    for (int threads = 2; threads <= 3; threads++) {
        char *more = audit(dir, specs, SPECS, (struct aug_audit_options){.threads = threads});
        CHECK_SAY(strcmp(one, more) == 0, "%d threads give another report than one", threads);
        aug_bytes_free(more);
    }
    aug_bytes_free(one);
}

TEST(another_seed_gives_another_report)
{
    const char *dir = check_folder();
    char *json[2] = {NULL, NULL};
    small_set_write(dir, classes, 60);
    for (int i = 0; i < 2; i++)
        CHECK_OK(
            small_set_audit(dir, specs, SPECS, &(struct aug_audit_options){.seed = (uint64_t)i + 1}, &json[i], &err));
    CHECK(strcmp(json[0], json[1]) != 0);
    for (int i = 0; i < 2; i++) aug_bytes_free(json[i]);
}

struct count {
    size_t features, evidence;
};

static bool count_progress(void *context, const char *what, size_t done, size_t total)
{
    (void)done, (void)total;
    struct count *count = context;
    count->features += strcmp(what, "features") == 0;
    count->evidence += strcmp(what, "evidence") == 0;
    return true;
}

TEST(a_second_run_with_one_more_transform_measures_one_more_transform)
{
    char store[600];
    const char *dir = check_folder();
    small_set_write(dir, classes, 60);
    snprintf(store, sizeof store, "%s.sqlite", dir);
    struct count first = {0}, second = {0}, third = {0};
    aug_bytes_free(
        audit(dir, specs, 1,
              (struct aug_audit_options){.store = store, .progress = count_progress, .progress_context = &first}));
    const char *const two[] = {specs[0], "invert"};
    char *stored = audit(
        dir, two, 2,
        (struct aug_audit_options){.store = store, .progress = count_progress, .progress_context = &second});
    char *again = audit(
        dir, two, 2,
        (struct aug_audit_options){.store = store, .progress = count_progress, .progress_context = &third});
    char *fresh = audit(dir, two, 2, (struct aug_audit_options){0});
    CHECK_SAY(first.evidence == 1 && second.evidence == 1 && third.evidence == 0,
              "%zu, %zu and %zu units were measured", first.evidence, second.evidence, third.evidence);
    CHECK(strcmp(stored, fresh) == 0 && strcmp(again, fresh) == 0);
    aug_bytes_free(stored);
    aug_bytes_free(again);
    aug_bytes_free(fresh);
}

static bool stop_at(void *context, const char *what, size_t done, size_t total)
{
    (void)what, (void)done, (void)total;
    int *left = context;
    return --*left > 0;
}

TEST(a_cancelled_audit_says_so_and_the_next_run_ends_with_the_same_bytes)
{
    char store[600];
    const char *dir = check_folder();
    small_set_write(dir, classes, 60);
    snprintf(store, sizeof store, "%s.sqlite", dir);
    char *fresh = audit(dir, specs, SPECS, (struct aug_audit_options){0});
    for (int calls = 1; calls <= 3; calls++) {
        int left = calls;
        const struct aug_audit_options options = {
            .seed = 5, .threads = 1, .store = store, .progress = stop_at, .progress_context = &left};
        CHECK(small_set_audit(dir, specs, SPECS, &options, NULL, &err) == AUG_CANCELLED);
        CHECK_SAY(strstr(err.message, "stopped"), "%s", err.message);
    }
    char *resumed = audit(dir, specs, SPECS, (struct aug_audit_options){.store = store});
    CHECK(strcmp(resumed, fresh) == 0);
    aug_bytes_free(resumed);
    aug_bytes_free(fresh);
}

static void kill_after(const char *dir, const char *store, long microseconds)
{
    const pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        struct aug_error ignored = {0};
        const struct aug_audit_options options = {.seed = 5, .store = store, .threads = 2};
        _exit(small_set_audit(dir, specs, SPECS, &options, NULL, &ignored) == AUG_OK ? 0 : 1);
    }
    const struct timespec wait = {microseconds / 1000000, microseconds % 1000000 * 1000};
    nanosleep(&wait, NULL);
    kill(child, SIGKILL);
    int status;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK_SAY(WIFSIGNALED(status) || WEXITSTATUS(status) == 0, "the killed audit ended with status %d", status);
}

TEST(killed_at_random_moments_the_next_run_resumes_and_ends_with_the_same_bytes)
{
    char store[600];
    struct au_rng rng;
    const char *dir = check_folder();
    small_set_write(dir, classes, 60);
    snprintf(store, sizeof store, "%s.sqlite", dir);
    char *fresh = audit(dir, specs, SPECS, (struct aug_audit_options){0});
    au_rng_start(&rng, 41, 0);
    for (int i = 0; i < 8; i++) kill_after(dir, store, au_rng_integer(&rng, 1000, 900000));
    char *resumed = audit(dir, specs, SPECS, (struct aug_audit_options){.store = store});
    CHECK(strcmp(resumed, fresh) == 0);
    aug_bytes_free(resumed);
    aug_bytes_free(fresh);
}
