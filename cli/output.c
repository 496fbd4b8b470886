/* SPDX-License-Identifier: Apache-2.0
 * output.c - stdout, stderr and files. */
#include "output.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"

#define COLUMNS_MIN 40
#define COLUMNS_MAX 100

static int write_errno; /* why the first write to stdout failed */

void output_start(void)
{
    static char buffer[1 << 20]; /* what is printed fits, so that a failure shows in output_finish with its reason */
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
}

void output_write(const char *bytes, size_t length)
{
    if (fwrite(bytes, 1, length, stdout) != length && !write_errno) write_errno = errno;
}

int output_finish(int code)
{
    if (fflush(stdout) != 0 && !write_errno) write_errno = errno;
    if (!write_errno || write_errno == EPIPE) return code;
    fprintf(stderr, "augaudit: cannot write to standard output: %s\n", strerror(write_errno));
    return EXIT_MACHINE;
}

void say(bool quiet, const char *format, ...)
{
    if (quiet) return;
    va_list values;
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
}

bool output_colour(void)
{
    const char *no_colour = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no_colour && *no_colour) && !(terminal && strcmp(terminal, "dumb") == 0);
}

int output_columns(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 0;
    return size.ws_col < COLUMNS_MIN ? COLUMNS_MIN : size.ws_col > COLUMNS_MAX ? COLUMNS_MAX : size.ws_col;
}

/* The folder of `path`, in `folder`; "." when it names none. */
static void folder_of(const char *path, char *folder, size_t capacity)
{
    const char *slash = strrchr(path, '/');
    if (!slash) snprintf(folder, capacity, ".");
    else if (slash == path) snprintf(folder, capacity, "/");
    else snprintf(folder, capacity, "%.*s", (int)(slash - path), path);
}

int output_place(const char *option, const char *path)
{
    char folder[4096];
    struct stat info;
    if (!path || strcmp(path, "-") == 0) return 0;
    if (strlen(path) >= sizeof folder) return usage_error(NULL, "--%s: the path is too long", option);
    folder_of(path, folder, sizeof folder);
    if (stat(folder, &info) != 0)
        return usage_error(NULL, "--%s %s: the folder \"%s\" cannot be used: %s", option, path, folder,
                           strerror(errno));
    if (!S_ISDIR(info.st_mode)) return usage_error(NULL, "--%s %s: \"%s\" is not a folder", option, path, folder);
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        return usage_error(NULL, "--%s %s: this is a folder; expected a file name", option, path);
    if (access(folder, W_OK) != 0 && access(path, W_OK) != 0)
        return usage_error(NULL, "--%s %s: the folder \"%s\" is not writable", option, path, folder);
    return 0;
}

static bool write_all(FILE *file, const void *bytes, size_t length)
{
    const bool written = fwrite(bytes, 1, length, file) == length && fflush(file) == 0 && fsync(fileno(file)) == 0;
    const int why = errno;
    const bool closed = fclose(file) == 0;
    if (!written) errno = why;
    return written && closed;
}

/* Devices and pipes are written into; a regular file is replaced. */
static bool is_special(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

static enum aug_status refused(const char *path, struct aug_error *err)
{
    return aug_fail(err, AUG_IO, "%s: cannot be written: %s", path, strerror(errno));
}

static enum aug_status write_special(const char *path, const void *bytes, size_t length, struct aug_error *err)
{
    FILE *file = fopen(path, "wb");
    if (!file) return refused(path, err);
    const bool written = fwrite(bytes, 1, length, file) == length;
    const bool closed = fclose(file) == 0;
    return written && closed ? AUG_OK : refused(path, err);
}

enum aug_status output_file(const char *path, const void *bytes, size_t length, struct aug_error *err)
{
    char folder[4096], temporary[4200];
    if (is_special(path)) return write_special(path, bytes, length, err);
    folder_of(path, folder, sizeof folder);
    snprintf(temporary, sizeof temporary, "%s/.augaudit-%ld", folder, (long)getpid());
    FILE *file = fopen(temporary, "wb");
    if (!file) return refused(path, err);
    if (write_all(file, bytes, length) && rename(temporary, path) == 0) return AUG_OK;
    const enum aug_status status = refused(path, err);
    remove(temporary);
    return status;
}
