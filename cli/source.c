/* SPDX-License-Identifier: Apache-2.0
 * source.c - checks the sources before hours are spent, and opens them. */
#include "source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int check_pipeline(const struct command *command, const struct source *source)
{
    const char *names[3];
    int count = 0;
    if (source->pipeline) names[count++] = "--pipeline";
    if (source->preset) names[count++] = "--preset";
    if (source->transforms.count) names[count++] = "--transform";
    if (count == 0)
        return usage_error(command, "nothing to look at: give --pipeline FILE, --preset NAME or --transform SPEC");
    if (count > 1)
        return usage_error(command, "%s and %s do not go together: give one pipeline at a time", names[0], names[1]);
    if (source->share > 0 && !source->transforms.count)
        return usage_error(command, "--p goes with --transform only: %s has its own probabilities", names[0]);
    return 0;
}

/* A file that the user names and that is not there is the user's error, not the machine's. */
int source_readable(const struct command *command, const char *option, const char *path)
{
    struct stat info;
    if (!path) return 0;
    if (stat(path, &info) != 0 || access(path, R_OK) != 0)
        return usage_error(command, "--%s %s: cannot be read: %s", option, path, strerror(errno));
    return 0;
}

static int check_data(const struct command *command, const struct source *source)
{
    struct stat info;
    if (!source->data)
        return usage_error(command, "no images: give --data DIR, a folder with one folder for each class");
    const int code = source_readable(command, "data", source->data);
    if (code) return code;
    if (stat(source->data, &info) == 0 && !S_ISDIR(info.st_mode))
        return usage_error(command, "--data %s: not a folder", source->data);
    return 0;
}

const char *const *cluster_words(void)
{
    static const char *const words[] = {"auto", "names", "none", NULL};
    return words;
}

/* -1: no such word. */
static int clusters_of(const struct source *source)
{
    if (!source->clusters) return AUG_CLUSTERS_AUTO;
    for (int i = 0; cluster_words()[i]; i++)
        if (strcmp(source->clusters, cluster_words()[i]) == 0) return i;
    return -1;
}

static int check_clusters(const struct command *command, const struct source *source)
{
    if (clusters_of(source) >= 0) return 0;
    return usage_error(command, "--clusters %s: expected auto, names or none", source->clusters);
}

int source_check(const struct command *command, const struct source *source)
{
    int code = check_data(command, source);
    if (!code) code = check_clusters(command, source);
    if (!code) code = check_pipeline(command, source);
    if (!code) code = source_readable(command, "pipeline", source->pipeline);
    return code;
}

static enum aug_status open_pipeline(const struct source *source, struct aug_pipeline *out, struct aug_error *err)
{
    if (source->pipeline) return aug_pipeline_read(source->pipeline, out, err);
    if (source->preset) return aug_pipeline_preset(source->preset, out, err);
    const double share = source->share > 0 ? source->share : 1;
    return aug_pipeline_specs(source->transforms.items, source->transforms.count, share, out, err);
}

static enum aug_status open_data(const struct source *source, struct progress *progress, struct aug_dataset *out,
                                 struct aug_error *err)
{
    const struct aug_dataset_options options = {
        .cluster_by = source->cluster_by,
        .clusters = (enum aug_clusters)clusters_of(source),
        .only_classes = source->only_classes,
        .max_images = (size_t)source->max_images,
        .seed = source->seed,
        .threads = (int)source->threads,
        .progress = progress_report,
        .progress_context = progress,
    };
    return aug_dataset_open(source->data, &options, out, err);
}

enum aug_status source_open(const struct source *source, struct progress *progress, struct aug_dataset *data,
                            struct aug_pipeline *pipeline, struct aug_error *err)
{
    AUG_TRY(open_pipeline(source, pipeline, err));
    const enum aug_status status = open_data(source, progress, data, err);
    progress_end(progress);
    return status;
}
