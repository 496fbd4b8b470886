/* SPDX-License-Identifier: Apache-2.0
 * error.h - how augaudit reports that something went wrong.
 *
 * Every call that can fail returns an `enum aug_status` and takes a `struct aug_error *` last, which may be
 * NULL. Whoever detects a failure writes one sentence that says what, where (file, line, column, image path)
 * and what was expected; whoever passes it on adds nothing. The library never prints, exits or aborts.
 * Thread-safe: an error belongs to its caller; nothing is global.
 */
#ifndef AUGAUDIT_ERROR_H
#define AUGAUDIT_ERROR_H

#if defined(__GNUC__)
#define AUG_CHECKED __attribute__((warn_unused_result))
#define AUG_PRINTF(format_at, values_at) __attribute__((format(printf, format_at, values_at)))
#else
#define AUG_CHECKED
#define AUG_PRINTF(format_at, values_at)
#endif

#if defined(__GNUC__)
#define AUG_API __attribute__((visibility("default")))
#else
#define AUG_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* One value for each reaction that a caller can choose; the sentence tells them apart further. */
enum aug_status {
    AUG_OK = 0,
    AUG_BAD_INPUT,   /* the user's file, pipeline or option is wrong */
    AUG_UNSUPPORTED, /* valid, but not something this build can do */
    AUG_NO_MEMORY,   /* an allocation failed */
    AUG_IO,          /* the file system or the store refused */
    AUG_CANCELLED    /* the caller asked to stop */
};

/* Caller-owned, usually on the stack; `{0}` is a valid start. Holds the first failure's sentence. */
struct aug_error {
    enum aug_status status;
    char message[1024]; /* UTF-8 or the file system's bytes, always NUL-terminated, no newline at the end */
};

/* Stores `status` and the formatted sentence in `err` (unless NULL) and returns `status`, so that a detector
 * can write `return aug_fail(err, AUG_BAD_INPUT, "%s:%d: ...", file, line)`. Over-long text is cut. */
AUG_API enum aug_status aug_fail(struct aug_error *err, enum aug_status status, const char *format, ...)
    AUG_PRINTF(3, 4);

/* Lower-case word for a status ("bad_input"), static storage. */
AUG_API const char *aug_status_name(enum aug_status status);

/* Passes a failure on unchanged. */
#define AUG_TRY(call)                        \
    do {                                     \
        const enum aug_status try_ = (call); \
        if (try_ != AUG_OK) return try_;     \
    } while (0)

#ifdef __cplusplus
}
#endif
#endif
