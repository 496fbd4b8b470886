/* SPDX-License-Identifier: Apache-2.0
 * convolve_rows.h - the part of convolve_body.h that stands between two convolutions: moments, rectifier, greatest of a window, and slopes. */

static void moments(const float *in, size_t pixels, size_t width, float *sum, float *square)
{
    for (size_t lane = 0; lane < width; lane += WIDE) {
        VECTOR s = LOAD(sum + lane), q = LOAD(square + lane);
        for (const float *at = in + lane, *end = at + pixels * width; at < end; at += width) {
            const VECTOR x = LOAD(at);
            s = ADD(s, x);
            q = ADD(q, MUL(x, x));
        }
        STORE(sum + lane, s);
        STORE(square + lane, q);
    }
}

struct window {                 /* what stands in one window, one lane vector of it */
    VECTOR in[4], best, winner; /* winner: number of the greatest value, the first of equals */
};

INLINE VECTOR line(const struct au_rectifier *job, VECTOR in, size_t lane)
{
    return ADD(MUL(in, LOAD(job->scale + lane)), LOAD(job->shift + lane));
}

INLINE struct window look(const struct au_rectifier *job, size_t row, size_t column, size_t lane, int side)
{
    const size_t below = job->columns * job->width;
    const float *at = job->in + row * (size_t)side * below + column * (size_t)side * job->width + lane;
    struct window w = {.winner = SPLAT(0)};
    w.in[0] = LOAD(at);
    w.best = line(job, w.in[0], lane);
    UNROLL for (int i = 1; i < side * side; i++)
    {
        w.in[i] = LOAD(at + (size_t)(i / 2) * below + (size_t)(i % 2) * job->width);
        const VECTOR value = line(job, w.in[i], lane);
        w.winner = PICK(value, w.best, SPLAT((float)i), w.winner);
        w.best = PICK(value, w.best, value, w.best);
    }
    return w;
}

INLINE void rectify_windows(const struct au_rectifier *job, int side)
{
    const size_t rows = job->rows / (size_t)side, columns = job->columns / (size_t)side;
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++)
            for (size_t lane = 0; lane < job->width; lane += WIDE) {
                const struct window w = look(job, r, c, lane, side);
                STORE(job->out + r * job->out_row + c * job->width + lane, PICK(w.best, SPLAT(0), w.best, SPLAT(0)));
            }
}

static void rectify(const struct au_rectifier *job)
{
    if (job->window == 2) rectify_windows(job, 2);
    else rectify_windows(job, 1);
}

INLINE void sum_windows(const struct au_rectifier_slopes *job, float *sum, float *product, int side)
{
    const struct au_rectifier *of = &job->of;
    const size_t rows = of->rows / (size_t)side, columns = of->columns / (size_t)side;
    for (size_t lane = 0; lane < of->width; lane += WIDE) {
        const VECTOR centre = LOAD(job->centre + lane);
        VECTOR s = LOAD(sum + lane), q = LOAD(product + lane);
        for (size_t r = 0; r < rows; r++)
            for (size_t c = 0; c < columns; c++) {
                const struct window w = look(of, r, c, lane, side);
                const VECTOR slope = LOAD(job->slope + (r * columns + c) * of->width + lane);
                const VECTOR passed = PICK(w.best, SPLAT(0), slope, SPLAT(0));
                VECTOR in = w.in[0];
                UNROLL for (int i = 1; i < side * side; i++) in = PICK(w.winner, SPLAT((float)i - 0.5f), w.in[i], in);
                s = ADD(s, passed);
                q = ADD(q, MUL(passed, ADD(in, MUL(centre, SPLAT(-1)))));
            }
        STORE(sum + lane, s);
        STORE(product + lane, q);
    }
}

static void slope_sums(const struct au_rectifier_slopes *job, float *sum, float *product)
{
    if (job->of.window == 2) sum_windows(job, sum, product, 2);
    else sum_windows(job, sum, product, 1);
}

struct spread { /* where slope_spread writes, and its line */
    const float *a, *b, *c;
    float *out;
    size_t out_row;
};

INLINE void spread_one(const struct spread *to, VECTOR in, VECTOR passed, size_t row, size_t at, size_t lane)
{
    const VECTOR rest = ADD(MUL(LOAD(to->b + lane), in), LOAD(to->c + lane));
    STORE(to->out + row * to->out_row + at + lane, ADD(MUL(LOAD(to->a + lane), passed), rest));
}

INLINE void spread_windows(const struct au_rectifier_slopes *job, const struct spread *to, int side)
{
    const struct au_rectifier *of = &job->of;
    const size_t n = (size_t)side, rows = of->rows / n, columns = of->columns / n;
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++)
            for (size_t lane = 0; lane < of->width; lane += WIDE) {
                const struct window w = look(of, r, c, lane, side);
                const VECTOR slope = LOAD(job->slope + (r * columns + c) * of->width + lane);
                const VECTOR passed = PICK(w.best, SPLAT(0), slope, SPLAT(0));
                UNROLL for (int i = 0; i < side * side; i++)
                {
                    const VECTOR at_least = PICK(w.winner, SPLAT((float)i - 0.5f), passed, SPLAT(0));
                    const VECTOR mine = PICK(w.winner, SPLAT((float)i + 0.5f), SPLAT(0), at_least);
                    spread_one(to, w.in[i], mine, r * n + (size_t)i / 2, (c * n + (size_t)i % 2) * of->width, lane);
                }
            }
}

/* The pixels that no window of two looks at still move the mean and the variance. */
static void spread_rest(const struct au_rectifier_slopes *job, const struct spread *to)
{
    const struct au_rectifier *of = &job->of;
    const size_t even_rows = of->rows / 2 * 2, even_columns = of->columns / 2 * 2;
    for (size_t r = 0; r < of->rows; r++)
        for (size_t c = r < even_rows ? even_columns : 0; c < of->columns; c++)
            for (size_t lane = 0; lane < of->width; lane += WIDE) {
                const VECTOR in = LOAD(of->in + (r * of->columns + c) * of->width + lane);
                spread_one(to, in, SPLAT(0), r, c * of->width, lane);
            }
}

static void slope_spread(const struct au_rectifier_slopes *job, const float *a, const float *b, const float *c,
                         float *out, size_t out_row)
{
    const struct spread to = {a, b, c, out, out_row};
    if (job->of.window == 2) {
        spread_windows(job, &to, 2);
        spread_rest(job, &to);
    } else {
        spread_windows(job, &to, 1);
    }
}
