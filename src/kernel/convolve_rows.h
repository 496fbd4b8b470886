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

struct window {                      /* what stands in one window, one lane vector of it */
    VECTOR in[4], value[4], best[4]; /* best[i]: the greatest of value[0 .. i] */
    VECTOR top, winner;              /* the last best, and the input that it comes from: of equals the first */
};

INLINE struct window look(const struct au_rectifier *job, size_t row, size_t column, size_t lane, int side)
{
    const size_t below = job->columns * job->width;
    const float *at = job->in + row * (size_t)side * below + column * (size_t)side * job->width + lane;
    const VECTOR scale = LOAD(job->scale + lane), shift = LOAD(job->shift + lane);
    struct window w;
    UNROLL for (int i = 0; i < side * side; i++)
    {
        w.in[i] = LOAD(at + (size_t)(i / 2) * below + (size_t)(i % 2) * job->width);
        w.value[i] = ADD(MUL(w.in[i], scale), shift);
        w.best[i] = i == 0 ? w.value[0] : PICK(w.value[i], w.best[i - 1], w.value[i], w.best[i - 1]);
        w.winner = i == 0 ? w.in[0] : PICK(w.value[i], w.best[i - 1], w.in[i], w.winner);
    }
    w.top = w.best[side * side - 1];
    return w;
}

INLINE void rectify_windows(const struct au_rectifier *job, int side)
{
    const size_t rows = job->rows / (size_t)side, columns = job->columns / (size_t)side;
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++)
            for (size_t lane = 0; lane < job->width; lane += WIDE) {
                const struct window w = look(job, r, c, lane, side);
                STORE(job->out + r * job->out_row + c * job->width + lane, PICK(w.top, SPLAT(0), w.top, SPLAT(0)));
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
                const VECTOR passed = PICK(w.top, SPLAT(0), slope, SPLAT(0));
                s = ADD(s, passed);
                q = ADD(q, MUL(passed, SUBTRACT(w.winner, centre)));
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

struct straight { /* the line for one lane vector */
    VECTOR a, b, c;
};

INLINE struct straight line_of(const struct spread *to, size_t lane)
{
    return (struct straight){LOAD(to->a + lane), LOAD(to->b + lane), LOAD(to->c + lane)};
}

INLINE void spread_one(float *out, struct straight line, VECTOR in, VECTOR passed)
{
    STORE(out, ADD(MUL(line.a, passed), ADD(MUL(line.b, in), line.c)));
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
                const struct straight line = line_of(to, lane);
                float *out = to->out + r * n * to->out_row + c * n * of->width + lane;
                VECTOR passed = PICK(w.top, SPLAT(0), slope, SPLAT(0));
                UNROLL for (int i = side * side - 1; i >= 0; i--)
                {
                    const VECTOR mine = i == 0 ? passed : PICK(w.value[i], w.best[i - 1], passed, SPLAT(0));
                    if (i > 0) passed = PICK(w.value[i], w.best[i - 1], SPLAT(0), passed);
                    spread_one(out + (size_t)(i / 2) * to->out_row + (size_t)(i % 2) * of->width, line, w.in[i], mine);
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
                spread_one(to->out + r * to->out_row + c * of->width + lane, line_of(to, lane), in, SPLAT(0));
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
