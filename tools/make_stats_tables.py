#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/data/stats/*.csv: what SciPy, scikit-learn and NumPy say to the questions that src/stats answers.

usage: make_stats_tables.py [FOLDER]        needs numpy, scipy, scikit-learn

A row is a word and numbers. Run it again only to add rows; the tests need no Python."""
import pathlib
import sys

import numpy as np
from scipy import special, stats
from sklearn.isotonic import IsotonicRegression

OUT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / 'tests/data/stats'
rng = np.random.default_rng(20240917)


def write(name, rows):
    text = [','.join([row[0]] + [repr(float(v)) for v in row[1:]]) for row in rows]
    (OUT / f'{name}.csv').write_text('\n'.join(text) + '\n')


def distributions():
    for z in (-37, -20, -8.3, -3, -1, -.1, 0, 1e-5, .7, 2, 6):
        yield 'normal_cdf', stats.norm.cdf(z), z
    for p in (1e-300, 1e-100, 1e-20, 1e-5, .01, .05, .2, .29, .31, .4, .4999999, .5, .6, .95, .975, .999999):
        yield 'normal_quantile', stats.norm.ppf(p), p
    for _ in range(150):
        a, b = 10 ** rng.uniform(-2, 5, 2)
        x = float(np.clip(rng.beta(a, b), 1e-12, 1 - 1e-12))
        yield 'beta_cdf', special.betainc(a, b, x), x, a, b
        q = 10 ** rng.uniform(-12, -.31)
        yield 'beta_quantile', special.betaincinv(a, b, q), q, a, b
        yield 'beta_quantile_upper', special.betainccinv(a, b, q), q, a, b
        df, t = 10 ** rng.uniform(-.5, 6), rng.normal() * 10 ** rng.uniform(-2, 1)
        yield 't_cdf', stats.t.cdf(t, df), t, df
        yield 't_quantile', stats.t.ppf(q, df), q, df
        n, p = int(10 ** rng.uniform(0, 6)), rng.uniform()
        k = int(rng.binomial(n, p))
        yield 'binomial_cdf', stats.binom.cdf(k, n, p), k, n, p
    for df in range(1, 41):
        yield 't_quantile', stats.t.ppf(.95, df), .95, df
    for n, p in ((10, .3), (299, .01)):
        for k in range(-1, 12):
            yield 'binomial_cdf', stats.binom.cdf(k, n, p), k, n, p


def proportions():
    pairs = [(k, n) for n in (1, 2, 5, 10, 30) for k in range(n + 1)]
    pairs += [(0, 299), (1, 1000), (37, 1000), (999, 1000), (5, 10 ** 6), (123456, 10 ** 6)]
    for k, n in pairs:
        for alpha in (.05, .01, 1e-6):
            low = special.betaincinv(k, n - k + 1, alpha / 2) if k else 0.
            high = special.betainccinv(k + 1, n - k, alpha / 2) if k < n else 1.
            score = stats.binomtest(k, n).proportion_ci(1 - alpha, 'wilson')
            yield 'interval', k, n, alpha, low, high, score.low, score.high


def isotonics():
    for case in range(60):
        n = int(rng.integers(1, 60))
        x = rng.normal(size=n) if case % 3 else rng.integers(0, 9, n).astype(float)
        y = rng.integers(0, 2, n).astype(float) if case % 2 else x + 2 * rng.normal(size=n)
        w = np.ones(n) if case % 4 else rng.uniform(.1, 5, n)
        fit = IsotonicRegression(out_of_bounds='clip').fit(x, y, w)
        yield 'case', n
        yield from (('point', *row) for row in zip(x, y, w))
        at = np.r_[x[:10], rng.uniform(x.min() - 1, x.max() + 1, 10)]
        yield from (('value', a, v) for a, v in zip(at, fit.predict(at)))


def quantiles():
    for case in range(40):
        n = int(rng.integers(1, 50))
        v = rng.normal(size=n) if case % 2 else rng.integers(0, 5, n).astype(float)
        yield 'case', n
        yield from (('point', x) for x in v)
        yield from (('quantile', q, np.quantile(v, q)) for q in (0, .05, .25, .5, 1 / 3, .95, 1))


def mean_se(d, g):
    index = np.unique(g, return_inverse=True)[1]
    clusters = index.max() + 1
    sums = np.bincount(index, d - d.mean())
    return d.mean(), np.sqrt((sums ** 2).sum()) / len(d) * np.sqrt(clusters / max(clusters - 1, 1)), clusters


def careful(mean, se, clusters, alpha):
    if clusters < 3:
        return -1., 1.
    reach = stats.t.ppf(1 - alpha, clusters - 1) * np.sqrt(se ** 2 + (1.5 / clusters) ** 2)
    return mean - reach, mean + reach


def clusters():
    for case in range(40):
        n, most = int(rng.integers(1, 80)), int(rng.integers(1, 40))
        d = rng.choice([-1., 0, 0, 0, 1], n) if case % 2 else rng.normal(size=n) * .1
        g = rng.integers(0, most, n)
        yield 'case', n
        yield from (('point', *row) for row in zip(d, g))
        mean, se, count = mean_se(d, g)
        for alpha in (.05, .001):
            reach = stats.t.ppf(1 - alpha, count - 1) * se if count > 1 else np.nan
            plain = (mean - reach, mean + reach) if count > 1 else (-1., 1.)
            yield 'result', mean, se, count, alpha, *plain, *careful(mean, se, count, alpha)


def shrink(estimates, c):
    m = np.array([e[0] for e in estimates])
    v = np.array([e[1] ** 2 + (1.5 / max(e[2], 1)) ** 2 for e in estimates])
    k = len(m)
    if k < 5:
        return estimates[c][0], np.sqrt(v[c])
    w = 1 / v
    mu = (w * m).sum() / w.sum()
    q = (w * (m - mu) ** 2).sum()
    tau = max(0., (q - (k - 1)) / (w.sum() - (w ** 2).sum() / w.sum()))
    w = 1 / (v + tau)
    mu = (w * m).sum() / w.sum()
    a = tau / (tau + v[c])
    return mu + a * (m[c] - mu), np.sqrt(a * v[c] + (1 - a) ** 2 / w.sum())


def shrinkages():
    for case in range(30):
        k = int(rng.integers(1, 14))
        spread = (0, .05, .4)[case % 3]
        e = [(rng.normal() * spread + .02, rng.uniform(0, .05), int(rng.integers(1, 200))) for _ in range(k)]
        yield 'case', k
        yield from (('point', *row) for row in e)
        for c in range(k):
            mean, se = shrink(e, c)
            yield 'result', mean, se, min(careful(*e[c], .05)[1], mean + 1.645 * se)


def adjusted():
    for case in range(20):
        n = int(rng.integers(1, 30))
        p = rng.uniform(size=n) ** (1 + case % 4)
        if case % 5 == 0:
            p = np.round(p, 1)
        order = np.argsort(p, kind='stable')
        holm = np.empty(n)
        for i in range(n):  # the definition: the largest of the products up to i
            holm[order[i]] = min(1, max(p[order[j]] * (n - j) for j in range(i + 1)))
        yield 'case', n
        yield from (('result', *row) for row in zip(p, np.minimum(1, p * n), holm, stats.false_discovery_control(p)))


for name, rows in (('distribution', distributions), ('proportion', proportions), ('isotonic', isotonics), ('quantile', quantiles),
                   ('cluster', clusters), ('shrink', shrinkages), ('multiple', adjusted)):
    write(name, rows())
