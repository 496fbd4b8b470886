/* SPDX-License-Identifier: Apache-2.0
 * layout.c - sizes and places of everything in a network, and the shapes that are refused. */
#include "layout.h"

#include "kernel/convolve.h"

static size_t whole_lanes(size_t count)
{
    return (count + AU_LANES - 1) / AU_LANES * AU_LANES;
}

static enum aug_status check_image(const struct au_network_shape *shape, struct aug_error *err)
{
    const int low = AU_NETWORK_PIXELS_MIN, high = AU_NETWORK_PIXELS_MAX;
    if (shape->height < low || shape->width < low || shape->height > high || shape->width > high)
        return aug_fail(err, AUG_BAD_INPUT, "a network needs images of %d to %d pixels a side, not %d x %d", low, high,
                        shape->width, shape->height);
    if (shape->channels < 1 || shape->channels > 4)
        return aug_fail(err, AUG_BAD_INPUT, "a network needs images of 1 to 4 channels, not %d", shape->channels);
    if (shape->classes < 2 || shape->classes > AU_NETWORK_CLASSES_MAX)
        return aug_fail(err, AUG_BAD_INPUT, "a network needs 2 to %d classes, not %d", AU_NETWORK_CLASSES_MAX,
                        shape->classes);
    if (shape->layer_count < 1 || shape->layer_count > AU_NETWORK_LAYERS_MAX)
        return aug_fail(err, AUG_BAD_INPUT, "a network has 1 to %d layers, not %d", AU_NETWORK_LAYERS_MAX,
                        shape->layer_count);
    return AUG_OK;
}

static enum aug_status check_layer(const struct au_network_layer *layer, int number, struct aug_error *err)
{
    if (layer->filters < 1 || layer->filters > AU_NETWORK_FILTERS_MAX)
        return aug_fail(err, AUG_BAD_INPUT, "layer %d has %d filters; 1 to %d are possible", number, layer->filters,
                        AU_NETWORK_FILTERS_MAX);
    if (layer->side < 0 || layer->side > AU_NETWORK_SIDE_MAX || (layer->side > 0 && layer->side % 2 == 0))
        return aug_fail(err, AUG_BAD_INPUT, "layer %d has a kernel of %d pixels a side; 1, 3, 5 and 7 are possible",
                        number, layer->side);
    if (layer->stride < 0 || layer->stride > 2)
        return aug_fail(err, AUG_BAD_INPUT, "layer %d has stride %d; 1 and 2 are possible", number, layer->stride);
    return AUG_OK;
}

static struct au_layer_layout place(const struct au_network_layer *layer, size_t height, size_t width, size_t in_lanes)
{
    struct au_layer_layout l = {.in_height = height, .in_width = width, .in_lanes = in_lanes};
    l.side = layer->side ? (size_t)layer->side : 3;
    l.stride = layer->stride ? (size_t)layer->stride : 1;
    l.window = layer->pool ? 2 : 1;
    l.border = l.side / 2;
    l.in_row = (width + 2 * l.border) * in_lanes;
    l.in_size = (height + 2 * l.border) * l.in_row;
    l.height = (height - 1) / l.stride + 1;
    l.width = (width - 1) / l.stride + 1;
    l.filters = (size_t)layer->filters;
    l.lanes = whole_lanes(l.filters);
    l.out_height = l.height / l.window;
    l.out_width = l.width / l.window;
    l.slope_row = (l.width + 2 * l.border) * l.lanes;
    l.slope_size = (l.height + 2 * l.border) * l.slope_row;
    l.kernel_size = l.side * l.side * in_lanes * l.lanes;
    return l;
}

static size_t take(size_t *used, size_t count)
{
    const size_t at = *used;
    *used += count;
    return at;
}

static void number_values(struct au_network_layout *layout)
{
    size_t used = 0;
    for (size_t i = 0; i < layout->layer_count; i++)
        layout->layers[i].kernel = take(&used, layout->layers[i].kernel_size);
    layout->dense = take(&used, layout->features * layout->class_lanes);
    layout->weight_count = used;
    for (size_t i = 0; i < layout->layer_count; i++) {
        layout->layers[i].gain = take(&used, layout->layers[i].lanes);
        layout->layers[i].shift = take(&used, layout->layers[i].lanes);
    }
    layout->dense_shift = take(&used, layout->class_lanes);
    layout->parameter_count = used;
    for (size_t i = 0; i < layout->layer_count; i++) {
        layout->layers[i].mean = take(&used, layout->layers[i].lanes);
        layout->layers[i].variance = take(&used, layout->layers[i].lanes);
    }
    layout->value_count = used;
}

enum aug_status au_network_lay_out(const struct au_network_shape *shape, struct au_network_layout *out,
                                   struct aug_error *err)
{
    AUG_TRY(check_image(shape, err));
    struct au_network_layout layout = {.layer_count = (size_t)shape->layer_count, .classes = (size_t)shape->classes};
    size_t height = (size_t)shape->height, width = (size_t)shape->width, lanes = (size_t)shape->channels;
    for (int i = 0; i < shape->layer_count; i++) {
        AUG_TRY(check_layer(&shape->layers[i], i + 1, err));
        struct au_layer_layout *l = &layout.layers[i];
        *l = place(&shape->layers[i], height, width, lanes);
        if (l->out_height < 1 || l->out_width < 1)
            return aug_fail(err, AUG_BAD_INPUT, "layer %d leaves no pixel of an image of %d x %d", i + 1, shape->width,
                            shape->height);
        height = l->out_height, width = l->out_width, lanes = l->lanes;
    }
    layout.features = lanes;
    layout.class_lanes = whole_lanes(layout.classes);
    number_values(&layout);
    *out = layout;
    return AUG_OK;
}

double au_network_cost(const struct au_network_shape *shape)
{
    struct au_network_layout layout;
    if (au_network_lay_out(shape, &layout, NULL) != AUG_OK) return 0;
    double sum = (double)(layout.features * layout.classes);
    for (size_t i = 0; i < layout.layer_count; i++) {
        const struct au_layer_layout *l = &layout.layers[i];
        sum += (double)(l->side * l->side * l->in_lanes) * (double)(l->height * l->width * l->filters);
    }
    return sum;
}
