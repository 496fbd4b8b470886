#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""score_probabilities.py --tool AUGAUDIT --truth retraining_mnist.csv --data DATA/mnist/train --out FOLDER [-- OPTION ...]

Does the predicted change of accuracy depend on the probability as real trainings do? Of every transform with rows at several p: each class that really
loses more than a point at some p should be predicted to lose the more the larger p (`falling`), and two probabilities whose true changes
differ by more than three standard errors should be predicted in that order (`pairs`). Also printed: what is lost at each p, over what is lost at p = .5,
mean over transforms, in truth and predicted. Exit status 1 unless every class is falling."""
import argparse
import itertools
import sys

import prediction_truth as truth_of


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    truth_of.add_options(parser)
    options = parser.parse_args()
    all_rows = truth_of.read(options.truth, lambda transform, p: '|' not in transform)
    at = {}
    for transform, p, _ in all_rows:
        at.setdefault(transform, set()).add(p)
    transforms = sorted(t for t, ps in at.items() if len(ps) > 2)
    probabilities = sorted(set.union(*(at[t] for t in transforms)))
    predicted = {p: truth_of.predict(options, transforms, p) for p in probabilities}
    classes = sorted({c for t, _, c in all_rows if t in transforms} - {'*'})
    falling, losing, right, clear = 0, 0, 0, 0
    for transform, name in itertools.product(transforms, classes):
        true = {p: all_rows[transform, p, name] for p in sorted(at[transform])}
        ours = {p: predicted[p][transform, name] for p in true}
        if min(change for change, _ in true.values()) < -1:
            losing += 1
            ordered = [ours[p] for p in sorted(ours)]
            is_falling = all(a > b for a, b in zip(ordered, ordered[1:]))
            falling += is_falling
            if not is_falling:
                print(f'{transform} {name}: ' + ' '.join(f'{v:+.2f}' for v in ordered))
        for p, q in itertools.combinations(true, 2):
            apart = true[p][0] - true[q][0]
            if abs(apart) > 3 * (true[p][1] ** 2 + true[q][1] ** 2) ** .5:
                clear += 1
                right += (ours[p] - ours[q]) * apart > 0
    for what, value in (('truth', lambda t, p: all_rows[t, p, '*'][0]), ('here', lambda t, p: predicted[p][t, '*'])):
        shares = [sum(value(t, p) / value(t, .5) for t in transforms) / len(transforms) for p in probabilities]
        print(f'{what}: lost at p over lost at .5: ' + ', '.join(f'{p:g} {s:.2f}' for p, s in zip(probabilities, shares)))
    print(f'falling={falling}/{losing} pairs={right}/{clear}')
    return falling < losing


if __name__ == '__main__':
    sys.exit(main())
