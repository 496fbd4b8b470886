#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""make_predict_fixture.py REFERENCE_DIR > tests/predict/reference.inc: what the numpy reference (predictor.py in that folder) makes
of 48 small drawn images and their mirror images; tests/predict/test_reference.c draws the same images by the same formula."""
import sys
import types

import numpy as np

for unused in ('cv2', 'PIL', 'PIL.Image'):  # for files and transforms, of which there are none here
    sys.modules.setdefault(unused, types.ModuleType(unused))
sys.modules['PIL'].Image = sys.modules['PIL.Image']
sys.modules['cv2'].setNumThreads = lambda count: None
sys.path.insert(0, sys.argv[1])
import predictor  # noqa: E402

ROWS, SIDE, CLASSES, FILTERS = 48, 12, 3, 4


def images():
    out = np.zeros((ROWS, SIDE, SIDE, 1), np.float32)
    state = 12345
    for i in range(ROWS):
        for y in range(SIDE):
            for x in range(SIDE):
                state = (state * 1664525 + 1013904223) % 2 ** 32
                k = i % CLASSES
                out[i, y, x, 0] = np.float32(((x * (k + 1) + y * (2 - k)) % 6 * 30 + (state >> 25)) / 255)
    return out


def put(name, values, ctype='float'):
    flat = np.asarray(values).ravel()
    print('static const %s %s[%d] = {' % (ctype, name, len(flat)))
    for i in range(0, len(flat), 8):
        print('    ' + ' '.join('%.8gf,' % v if ctype == 'float' else '%.12g,' % v for v in flat[i:i + 8]))
    print('};')


X = images()
y = np.arange(ROWS) % CLASSES
split = (np.arange(ROWS) >= ROWS // 2).astype(int)
feature = predictor.PatchFeatures(X, FILTERS)
Z, ZT = feature.clean, feature(X[:, :, ::-1])
Y = (2 * np.eye(CLASSES)[y] - 1).astype(np.float32)
Kcc = predictor.ntk(Z, Z)
S0 = predictor.held_out(Kcc, Y, [split], .05)
S = predictor.held_out(Kcc, Y, [split], .05, predictor.ntk(Z, ZT), predictor.ntk(ZT, ZT))
taus = np.geomspace(1, 16, 17)
tau = min(taus, key=lambda t: -np.log(predictor.true_probability(S0, y, t) + 1e-9).mean())
change = predictor.true_probability(S, y, tau) - predictor.true_probability(S0, y, tau)
print('/* Made by tools/make_predict_fixture.py; do not edit. */')
put('reference_weights', feature.W)
put('reference_sums', feature.sum)
put('reference_offsets', feature.off)
put('reference_raw', feature.raw(X[:1]))
put('reference_row', ZT[5])
put('reference_clean_scores', S0)
put('reference_scores', S)
print('static const double reference_temperature = %.12g;' % tau)
print('static const double reference_change = %.12g;' % change.mean())
