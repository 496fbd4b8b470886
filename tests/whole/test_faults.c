/* SPDX-License-Identifier: Apache-2.0
 * test_faults.c - a whole audit in which one allocation, or one call of the file layer, fails: each of them in turn.
 *
 * Allocations are many: one audit runs, and at each it forks a child that meets the failure there, ends, and checks how. Calls of the file layer
 * are few, and parent and child would share the temporary files: for each an audit from the start. Some of both are followed by
 * an undisturbed audit, which goes on from the store that the disturbed one has left. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "core/file.h"
#include "core/memory.h"
#include "small_set.h"

/* Under the sanitizers each failure costs ten times as much. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef SANITIZED
#define EVERY 23
#define RESUMED 5
#else
#define EVERY 1
#define RESUMED 20
#endif

#define RESUME_FILE 8 /* so many failing file calls for each resumed run */
#define REPORT_MAX ((size_t)16 << 20)
#define CHILD_SECONDS 60

static struct aug_error err;
static const char *const classes[] = {"arrow_left", "disc", NULL};
static const char *const specs[] = {"hflip", "rotate:+-30"};
static const char *const writers[] = {"json", "html", "text"};
#define WRITERS (sizeof writers / sizeof *writers)

struct story { /* where everything is; a run makes the store and the three reports */
    char dir[300], store[300], reports[WRITERS][300];
};

struct texts {
    uint8_t *bytes[WRITERS];
    size_t sizes[WRITERS];
};

/* Grey images make a cheap audit. */
static void write_grey(const char *dir)
{
    char name[20];
    for (int i = 0; i < 8; i++) {
        snprintf(name, sizeof name, "%d.png", i);
        small_set_picture(dir, i % 2 ? "left" : "right", name, (const int[]){16, 16, 1}, i % 2, i);
    }
}

static void start_story(struct story *s, bool grey)
{
    const char *folder = check_folder();
    snprintf(s->dir, sizeof s->dir, "%s/signs", folder);
    snprintf(s->store, sizeof s->store, "%s/store.sqlite", folder);
    for (size_t i = 0; i < WRITERS; i++)
        snprintf(s->reports[i], sizeof s->reports[i], "%s/report.%s", folder, writers[i]);
    if (grey) write_grey(s->dir);
    else small_set_write(s->dir, classes, 4);
}

static void forget(const struct story *s)
{
    char beside[320];
    const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(beside, sizeof beside, "%s%s", s->store, endings[i]);
        unlink(beside);
    }
    for (size_t i = 0; i < WRITERS; i++) unlink(s->reports[i]);
}

static enum aug_status write_reports(const struct story *s, const struct aug_audit *audit)
{
    const struct aug_report_options options = {.skip_timing = true};
    for (size_t i = 0; i < WRITERS; i++) AUG_TRY(aug_report_write(audit, writers[i], &options, s->reports[i], &err));
    return AUG_OK;
}

/* All that `augaudit audit` does, on one thread. */
static enum aug_status tell(const struct story *s, const char *store)
{
    struct aug_dataset data = {0};
    struct aug_pipeline pipeline = {0};
    struct aug_audit audit = {0};
    err = (struct aug_error){0};
    enum aug_status status = aug_dataset_open(s->dir, &(struct aug_dataset_options){.seed = 5, .threads = 1}, &data,
                                              &err);
    if (status == AUG_OK) status = aug_pipeline_specs(specs, sizeof specs / sizeof *specs, 1, &pipeline, &err);
    if (status == AUG_OK)
        status = aug_audit_run(&data, &pipeline, &(struct aug_audit_options){.seed = 5, .threads = 1, .store = store},
                               &audit, &err);
    if (status == AUG_OK) status = write_reports(s, &audit);
    aug_audit_release(&audit);
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
    return status;
}

static bool read_reports(const struct story *s, struct texts *t)
{
    bool complete = true;
    for (size_t i = 0; i < WRITERS; i++)
        complete = au_file_read(s->reports[i], REPORT_MAX, &t->bytes[i], &t->sizes[i], &err) == AUG_OK && complete;
    return complete;
}

static void release_texts(struct texts *t)
{
    for (size_t i = 0; i < WRITERS; i++) au_free(t->bytes[i]);
    *t = (struct texts){0};
}

static bool same_reports(const struct story *s, const struct texts *fresh)
{
    struct texts now = {0};
    bool same = read_reports(s, &now);
    for (size_t i = 0; same && i < WRITERS; i++)
        same = now.sizes[i] == fresh->sizes[i] && memcmp(now.bytes[i], fresh->bytes[i], now.sizes[i]) == 0;
    release_texts(&now);
    return same;
}

struct kind { /* of failure */
    const char *what;
    size_t (*fail_at)(size_t n);
    bool (*failed)(void);
    enum aug_status status;
};

static const struct kind allocation = {"allocation", au_memory_fail_at, au_memory_failed, AUG_NO_MEMORY};
static const struct kind file_call = {"file call", au_file_fail_at, au_file_failed, AUG_IO};

/* NULL when a disturbed run ended as it should. An image that cannot be read is a bad file, and one of eight is more than 5 %. */
static const char *complaint(const struct kind *kind, const struct story *s, enum aug_status status, size_t live,
                             const struct texts *fresh)
{
    const bool bad_file = kind->status == AUG_IO && status == AUG_BAD_INPUT &&
                          strstr(err.message, "image files are bad");
    if (au_memory_live() != live) return "blocks leak";
    if (status != AUG_OK && status != kind->status && !bad_file) return "another status was expected";
    if (status != AUG_OK && !err.message[0]) return "there is no sentence";
    if (status == AUG_OK && !same_reports(s, fresh)) return "the audit went on, but its reports are others";
    return NULL;
}

/* ---- a child for each allocation ---- */

static size_t failed_number, children, complaints; /* the hook knows nothing else */

/* cmocka would turn a crash of the child into a failed test, and go on in it. */
static void end_by_signals(void)
{
    const int numbers[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGABRT};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) signal(numbers[i], SIG_DFL);
    alarm(CHILD_SECONDS);
}

static bool fail_in_a_child(size_t number)
{
    if (number % EVERY != 0) return false;
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        end_by_signals();
        au_memory_watch(NULL);
        failed_number = number;
        return true;
    }
    int status = 1;
    children++;
    complaints += child < 0 || waitpid(child, &status, 0) != child || status != 0;
    if (status != 0 && WIFSIGNALED(status)) printf("allocation %zu: signal %d\n", number, WTERMSIG(status));
    return false;
}

static void end_child(const char *wrong, enum aug_status status)
{
    if (wrong) printf("allocation %zu: %s (%s, \"%s\")\n", failed_number, wrong, aug_status_name(status), err.message);
    fflush(NULL);
    _exit(wrong ? 1 : 0);
}

/* With a private store, which parent and child hold in memory: one in a file must not be used across fork. */
static void fail_each_in_a_child(const struct story *s, const struct texts *fresh)
{
    const size_t live = au_memory_live();
    failed_number = children = complaints = 0;
    au_memory_fail_at(0);
    au_memory_watch(fail_in_a_child);
    const enum aug_status status = tell(s, NULL);
    au_memory_watch(NULL);
    const size_t count = au_memory_fail_at(0);
    if (failed_number > 0) end_child(complaint(&allocation, s, status, live, fresh), status);
    CHECK_SAY(status == AUG_OK && au_memory_live() == live, "%s", err.message);
    printf("%zu of %zu allocations made to fail\n", children, count);
    CHECK_SAY(complaints == 0 && children == count / EVERY, "%zu of %zu failures ended badly", complaints, children);
}

/* ---- from the start, with a store ---- */

static void disturb(const struct story *s, const struct kind *kind, size_t n, const struct texts *fresh)
{
    const size_t live = au_memory_live();
    forget(s);
    kind->fail_at(n);
    const enum aug_status status = tell(s, s->store);
    const bool reached = kind->failed();
    kind->fail_at(0);
    const char *wrong = complaint(kind, s, status, live, fresh);
    CHECK_SAY(reached && !wrong, "%s %zu: %s (%s, \"%s\")", kind->what, n, wrong ? wrong : "was not reached",
              aug_status_name(status), err.message);
}

static void resume(const struct story *s, const struct kind *kind, size_t n, const struct texts *fresh)
{
    CHECK_OK(tell(s, s->store));
    CHECK_SAY(same_reports(s, fresh), "the run after failing %s %zu gives other reports", kind->what, n);
}

/* What an undisturbed audit with a new store says, and how many calls it makes. */
static size_t tell_fresh(const struct story *s, const struct kind *kind, struct texts *fresh)
{
    const size_t live = au_memory_live();
    forget(s);
    kind->fail_at(0);
    CHECK_OK(tell(s, s->store));
    const size_t count = kind->fail_at(0);
    CHECK_SAY(au_memory_live() == live, "an undisturbed audit leaks %zu blocks", au_memory_live() - live);
    CHECK(read_reports(s, fresh));
    return count;
}

TEST(whichever_allocation_fails_the_audit_says_so_leaks_nothing_and_the_next_run_is_whole)
{
    struct story s;
    struct texts fresh = {0};
    start_story(&s, false);
    const size_t count = tell_fresh(&s, &allocation, &fresh);
    fail_each_in_a_child(&s, &fresh);
    for (size_t i = 0; i < RESUMED; i++) {
        const size_t n = 1 + i * (count - 1) / (RESUMED - 1);
        disturb(&s, &allocation, n, &fresh);
        resume(&s, &allocation, n, &fresh);
    }
    release_texts(&fresh);
}

TEST(whichever_file_call_fails_the_audit_says_so_leaks_nothing_and_the_next_run_is_whole)
{
    struct story s;
    struct texts fresh = {0};
    start_story(&s, true);
    const size_t count = tell_fresh(&s, &file_call, &fresh), every = EVERY > 1 ? 5 : 1;
    printf("%zu of %zu file calls made to fail\n", (count + every - 1) / every, count);
    for (size_t n = 1; n <= count; n += every) {
        disturb(&s, &file_call, n, &fresh);
        if ((n - 1) % (RESUME_FILE * every) == 0) resume(&s, &file_call, n, &fresh);
    }
    release_texts(&fresh);
}
