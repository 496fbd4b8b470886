/* SPDX-License-Identifier: Apache-2.0
 * options.h - options are rows of a table; one row is parser, check, help, manual page and completion.
 *
 *     struct sample { long images; bool quiet; };
 *     static const struct option options[] = {
 *         WHOLE_OPTION(struct sample, images, "images", 0, "N", "120", "Images of each class.", .min = 1, .max = 100000),
 *         SWITCH_OPTION(struct sample, quiet, "quiet", 'q', "Say nothing on stderr."),
 *         {0},
 *     };
 *
 * `--name value` and `--name=value`, `-q value` and `-qvalue` mean the same; `--` ends the options; `-` is a value. A row's
 * field of another type than the row's does not compile.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum option_kind {
    OPTION_SWITCH, /* bool */
    OPTION_TEXT,   /* const char * */
    OPTION_TEXTS,  /* struct texts: may be repeated */
    OPTION_WHOLE,  /* long, min..max */
    OPTION_SEED,   /* uint64_t */
    OPTION_SHARE,  /* double, above 0 and at most 1 */
    OPTION_SPAN    /* double, seconds: 90s, 2m, 1h */
};

enum completion { /* what a shell offers for a value */
                  COMPLETES_NOTHING,
                  COMPLETES_FILE,
                  COMPLETES_FOLDER,
                  COMPLETES_PRESET,
                  COMPLETES_CLUSTERS,
                  COMPLETES_WORD,      /* SPEC words */
                  COMPLETES_EXPLAINED, /* transforms, known names, numbers, rules */
                  COMPLETES_COMMAND,
                  COMPLETES_SECTION /* of `list` */
};

#define OPTIONS_MAX 32 /* rows of one table */

struct option {
    const char *name;
    char letter;              /* 0: none */
    const char *argument;     /* NULL: a switch */
    const char *default_text; /* NULL: nothing to say */
    const char *about;        /* sentences */
    enum option_kind kind;
    size_t offset;
    double min, max; /* WHOLE */
    enum completion completes;
    bool hidden; /* works, but is not shown */
};

struct texts {
    const char **items; /* allocated by the parser, strings borrowed from argv */
    size_t count;
};

struct operands {
    char **items;
    int count;
    bool help; /* --help was given: print the help and do nothing else */
};

#define OPTION_FIELD(owner, field, ctype) \
    (offsetof(owner, field) + 0 * sizeof(_Generic(((owner *)0)->field, ctype : 0)))
#define OPTION_ROW(owner, field, ctype, kind_, name_, letter_, argument_, default_, ...)                  \
    {                                                                                                     \
        .name = name_, .letter = letter_, .argument = argument_, .default_text = default_, .kind = kind_, \
        .offset = OPTION_FIELD(owner, field, ctype), .about = __VA_ARGS__                                 \
    }
#define SWITCH_OPTION(owner, field, name, letter, ...) \
    OPTION_ROW(owner, field, bool, OPTION_SWITCH, name, letter, NULL, NULL, __VA_ARGS__)
#define TEXT_OPTION(owner, field, name, letter, argument, default_, ...) \
    OPTION_ROW(owner, field, const char *, OPTION_TEXT, name, letter, argument, default_, __VA_ARGS__)
#define TEXTS_OPTION(owner, field, name, letter, argument, ...) \
    OPTION_ROW(owner, field, struct texts, OPTION_TEXTS, name, letter, argument, NULL, __VA_ARGS__)
#define WHOLE_OPTION(owner, field, name, letter, argument, default_, ...) \
    OPTION_ROW(owner, field, long, OPTION_WHOLE, name, letter, argument, default_, __VA_ARGS__)
#define SEED_OPTION(owner, field, ...) OPTION_ROW(owner, field, uint64_t, OPTION_SEED, "seed", 0, "N", "0", __VA_ARGS__)
#define SHARE_OPTION(owner, field, name, letter, argument, default_, ...) \
    OPTION_ROW(owner, field, double, OPTION_SHARE, name, letter, argument, default_, __VA_ARGS__)
#define SPAN_OPTION(owner, field, name, letter, argument, default_, ...) \
    OPTION_ROW(owner, field, double, OPTION_SPAN, name, letter, argument, default_, __VA_ARGS__)

struct command;

/* Reads argv[0..argc-1] (after the command's name) into `values` and `operands`; moves the operands to the front of argv.
 * 0, or EXIT_USER after saying what is wrong. The caller ends with options_release either way. */
int options_parse(const struct command *command, int argc, char **argv, void *values, struct operands *operands);
void options_release(const struct command *command, void *values);

/* Row --help, which every command has. */
extern const struct option option_help;

/* Puts `text` into the row's field; NULL, or what was expected ("a whole number from 1 to 100000"). Static storage. */
const char *option_set(const struct option *row, const char *text, void *values);

#endif
