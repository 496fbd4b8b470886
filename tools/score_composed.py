#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""score_composed.py --tool AUGAUDIT --truth retraining_cifar10.csv --data DATA/cifar10/train --out FOLDER [-- OPTION ...]

Compares predicted changes of composed transforms `a|b` (p = .5, each part with probability 1/2) with real trainings: rank correlation over them,
how many of the truly best three are among the predicted top six, and the same for the sum of the singles' predictions, which
measuring the pair must beat to be worth it. Exit status 1 unless the correlation is at least .88 and the best three are all there."""
import argparse
import sys

import prediction_truth as truth_of

P, LEAST, BEST, TOP = .5, .88, 3, 6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    truth_of.add_options(parser)
    options = parser.parse_args()
    rows = truth_of.read(options.truth, lambda transform, p: '|' in transform and p == P)
    pairs = sorted({t for t, _, name in rows if name == '*'})
    singles = sorted({part for pair in pairs for part in pair.split('|')})
    predicted = truth_of.predict(options, pairs + singles, P)
    true = [rows[pair, P, '*'][0] for pair in pairs]
    ours = [predicted[pair, '*'] for pair in pairs]
    sums = [sum(predicted[part, '*'] for part in pair.split('|')) for pair in pairs]
    order = sorted(range(len(pairs)), key=lambda i: -true[i])
    for i in order:
        print(f'{pairs[i]:24} truth {true[i]:+.2f}  here {ours[i]:+.2f}  sum of singles {sums[i]:+.2f}')
    top = sorted(range(len(pairs)), key=lambda i: -ours[i])[:TOP]
    found = len(set(order[:BEST]) & set(top))
    rho = truth_of.spearman(ours, true)
    print(f'sum of singles: rho={truth_of.spearman(sums, true):.3f}')
    print(f'total_rho={rho:.3f} best={found}/{BEST}')
    return not (rho >= LEAST and found == BEST)


if __name__ == '__main__':
    sys.exit(main())
