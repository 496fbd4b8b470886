#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/data/stats/*.csv: what SciPy, statsmodels, scikit-learn and NumPy say to the questions that src/stats answers.

usage: make_stats_tables.py [FOLDER]        needs numpy, scipy, scikit-learn, statsmodels; uses confseq if it is there

A row is a word and numbers. Run it again only to add rows; the tests need no Python."""
import pathlib
import sys

import numpy as np
from scipy import optimize, special, stats
from sklearn.isotonic import IsotonicRegression
from statsmodels.stats import contingency_tables

try:  # checks two tables as they are made; nothing else needs it
    from confseq import betting
except ImportError:
    betting = None

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


def tango_z(b, c, n, d):
    """The score statistic from its definition: maximise the likelihood of (first alone, second alone, neither) given the difference d."""
    def loss(q):
        cells = np.array([q + d, q, 1 - 2 * q - d])
        counts = np.array([b, c, n - b - c])
        return -special.xlogy(counts, np.maximum(cells, 0)).sum()
    low, high = max(0., -d), (1 - d) / 2
    q = optimize.minimize_scalar(loss, bounds=(low, high), method='bounded', options={'xatol': 1e-12}).x
    q = min((low, q, high), key=loss)
    return (b - c - n * d) / np.sqrt(n * (2 * q + d - d * d))


def pairs():
    cases = [(40, 20, 160), (0, 1, 44), (1, 7, 21), (0, 0, 10), (5, 0, 5), (0, 5, 5), (0, 3, 3000), (12, 2, 14), (30, 50, 81), (1, 1, 2)]
    cases += [(int(b), int(c), int(b + c + r)) for b, c, r in rng.integers(0, 40, (25, 3))]
    for b, c, n in cases:
        if n == 0:
            continue
        mcnemar = contingency_tables.mcnemar([[0, b], [c, n - b - c]], exact=True).pvalue if b + c else 1.
        worse = stats.binomtest(b, b + c, alternative='greater').pvalue if b + c else 1.
        for alpha in (.05, .002):
            z, at = stats.norm.ppf(1 - alpha / 2), (b - c) / n
            low = -1. if c == n else optimize.brentq(lambda d: tango_z(b, c, n, d) - z, -1 + 1e-9, at - 1e-9, xtol=1e-12)
            high = 1. if b == n else optimize.brentq(lambda d: tango_z(b, c, n, d) + z, at + 1e-9, 1 - 1e-9, xtol=1e-12)
            yield 'pairs', b, c, n, alpha, low, high, mcnemar, worse


def bets():
    """Wealth by multiplication, as confseq does it: diversified_betting_mart averages the wealths of fixed bets."""
    for margin in (.02, .05, .1, .5, .9, .97):
        for case in range(6):
            n = int(rng.integers(1, 60))
            x = (rng.uniform(size=n) < margin * (case % 3)).astype(float) if case < 3 else rng.beta(1, 1 / margin - .5, n)
            yield 'case', margin
            left = np.array([0, 1 / 16, 1 / 8, 1 / 4, 3 / 8, 1 / 2, 5 / 8, 3 / 4, 7 / 8])
            wealth = [np.cumprod(1 + (1 - r) / (1 - margin) * (margin - x)) for r in left]
            excess = np.minimum(margin * (1 + np.array([.1, .25, .5, 1, 2, 4, 8])), max(.98, (1 + margin) / 2))
            other = [np.cumprod(1 + (p - margin) / (margin * (1 - margin)) * (x - margin)) for p in excess]
            if betting:
                check_with_confseq(x, margin, np.mean(wealth, 0), -(1 - left) / (1 - margin))
                check_with_confseq(x, margin, np.mean(other, 0), (excess - margin) / (margin * (1 - margin)))
            with np.errstate(divide='ignore'):
                yield from (('value', *row) for row in zip(x, np.log(np.mean(wealth, 0)), np.log(np.mean(other, 0))))


def check_with_confseq(x, margin, wealth, stakes):
    bets = [lambda x, m, stake=stake: np.full(len(x), stake) for stake in stakes]
    mart = betting.diversified_betting_mart(x, margin, bets, theta=1, trunc_scale=1)
    assert np.allclose(mart, wealth, rtol=1e-9), (margin, mart, wealth)


def race(margin, rate, horizon, alpha=.05):
    """The exact law of an e-process race on 0/1 losses: wealth depends on the numbers of images and losses only."""
    left = np.array([0, 1 / 16, 1 / 8, 1 / 4, 3 / 8, 1 / 2, 5 / 8, 3 / 4, 7 / 8])
    stakes = -(1 - left) / (1 - margin)
    p = np.minimum(margin * (1 + np.array([.1, .25, .5, 1, 2, 4, 8])), .98)
    others = (p - margin) / (margin * (1 - margin))
    weight = np.zeros(int(horizon * max(rate, margin) * 1.5 + 200))  # of runs that are open, by losses so far
    weight[0], passed, failed, median, share = 1, 0, 0, 0, 0
    for t in range(1, horizon + 1):
        weight[1:] = weight[1:] * (1 - rate) + weight[:-1] * rate
        weight[0] *= 1 - rate
        open_ = np.nonzero(weight > 1e-16)[0]
        if len(open_) == 0 or weight.sum() < 1e-6:
            break
        k = open_[:, None]
        wealth = [special.logsumexp(special.xlog1py(k, s * (1 - margin)) + special.xlog1py(t - k, -s * margin), axis=1) - np.log(len(s))
                  for s in (stakes, others)]
        won = wealth[0] >= -np.log(alpha) - 1e-12
        lost = (wealth[1] >= -np.log(alpha) - 1e-12) & ~won
        passed, failed = passed + weight[open_[won]].sum(), failed + weight[open_[lost]].sum()
        weight[open_[won | lost]] = 0
        if median == 0 and passed + failed >= .5:
            median, share = t, passed + failed
    return 'race', margin, rate, horizon, median, share, passed, failed


def races():
    for margin, rates in ((.05, (0, .0125, .025, .0375, .075, .1, .2)), (.02, (0, .005, .01, .015)), (.1, (0, .025, .05, .075))):
        yield from (race(margin, rate, 20000) for rate in rates)
        yield race(margin, margin, 800)


def doses():
    for n in (1, 5, 30, 200, 2999):
        for limit in (.01, .05, .3, .9):
            for share in (0, .2, .7, 1, 1.3):
                total = min(n, n * limit * share) * float(rng.uniform(.9, 1))
                k = round(total)
                risk = min(total / n, limit)
                h = special.rel_entr(risk, limit) + special.rel_entr(1 - risk, 1 - limit)
                bounded = min(1, np.exp(-n * h), np.e * stats.binom.cdf(np.ceil(total), n, limit))
                yield 'risk', total, n, limit, stats.binomtest(k, n, limit, alternative='less').pvalue, bounded


def conformals():
    for case in range(30):
        n, classes = int(rng.integers(0, 60)), 1 + case % 3
        score = rng.normal(size=n).round(case % 2 + 1)
        label = rng.integers(0, classes, n)
        yield 'case', n
        yield from (('point', *row) for row in zip(score, label))
        for s in rng.normal(size=5).round(1):
            c = int(rng.integers(0, classes))
            own = score[label == c]
            # the rank of the new score among all, counted from the top, ties to its favour
            p = stats.rankdata(np.r_[s, own] * -1, 'max')[0] / (len(own) + 1)
            yield 'result', c, s, p
    for n, m, level in ((19, 5, .05), (30, 10, .1), (100, 40, .05), (500, 300, .05), (50, 200, .2), (10, 7, .05)):
        k = int(np.floor(level * (n + 1)))
        for low in sorted({0, 1, 2, m // 4, m}):
            p = stats.betabinom.sf(low - 1, m, k, n + 1 - k) if k else float(low == 0)
            yield 'excess', low, m, n, level, p


def e_values():
    for case in range(20):
        n = int(rng.integers(1, 30))
        e = np.exp(rng.normal(size=n) * 3)
        if case % 5 == 0:
            e = np.round(e)
        least = np.ones(n)  # by the definition: the smallest level on a grid of candidates at which the item is among the rejected
        down = np.sort(e)[::-1]
        with np.errstate(divide='ignore'):
            levels = np.unique(np.minimum(1, n / (np.arange(1, n + 1) * down)))
            for q in levels[::-1]:
                k = max([i for i in range(1, n + 1) if i * down[i - 1] / n >= (1 - 1e-12) / q], default=0)
                if k:
                    least[e >= down[k - 1]] = min(1, q)
            yield 'case', n
            yield from (('result', *row) for row in zip(np.log(e), least))


def designs():
    for case in range(25):
        groups = int(rng.integers(2, 12))
        sizes = rng.integers(1, 9, groups) if case % 3 else np.full(groups, 4)
        sizes[0] = max(sizes[0], 2)
        cluster = np.repeat(np.arange(groups), sizes)
        y = rng.normal(size=groups)[cluster] * (case % 4) + rng.normal(size=len(cluster))
        f = stats.f_oneway(*[y[cluster == g] for g in range(groups)]).statistic
        n = len(y)
        m0 = (n - (sizes ** 2).sum() / n) / (groups - 1)
        rho, size = (f - 1) / (f - 1 + m0), (sizes ** 2).sum() / n
        order = rng.permutation(n)
        yield 'case', n
        yield from (('point', *row) for row in zip(y[order], cluster[order]))
        yield 'result', rho, size, 1 + (size - 1) * max(rho, 0)


def plans():
    """Nam's (1997) sample sizes with the score statistic's variance found by maximising the expected likelihood."""
    for margin, difference, discordance in ((.05, 0, .1), (.02, 0, .05), (.1, .02, .2), (.1, -.03, .15), (.05, 0, .01), (.3, .1, .5)):
        for alpha, power in ((.05, .8), (.025, .9)):
            n = 10 ** 6
            b, c = n * (discordance - difference) / 2, n * (discordance + difference) / 2
            null = (b - c + n * margin) / tango_z(b, c, n, -margin) / np.sqrt(n)
            truth = np.sqrt(discordance - difference ** 2)
            z = stats.norm.ppf
            yield 'plan', margin, difference, discordance, alpha, power, ((z(1 - alpha) * null + z(power) * truth) / (margin - difference)) ** 2


def sobol_points():
    points = stats.qmc.Sobol(20, scramble=False, bits=32).random(4096)
    for row in (1, 2, 3, 5, 10, 33, 100, 1000, 4095):
        yield from (('point', row, dimension, value) for dimension, value in enumerate(points[row]))


for name, rows in (('distribution', distributions), ('proportion', proportions), ('isotonic', isotonics), ('quantile', quantiles),
                   ('cluster', clusters), ('shrink', shrinkages), ('multiple', adjusted), ('paired', pairs), ('betting', bets), ('race', races),
                   ('dose', doses), ('conformal', conformals), ('e_values', e_values), ('design', designs), ('plan', plans), ('sobol', sobol_points)):
    write(name, rows())
