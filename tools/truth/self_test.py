# SPDX-License-Identifier: Apache-2.0
"""train_truth.py --self-test: runs the functions marked @test, whose names are sentences. Those with two parameters get the command and a folder."""
import importlib
import tempfile
import traceback

import torch

TESTS = []


def test(function):
    TESTS.append(function)
    return function


def run_one(function, main):
    if function.__code__.co_argcount == 0:
        return function()
    with tempfile.TemporaryDirectory() as folder:
        return function(main, folder)


def run(main):
    """Runs all tests, which are sentences; returns the exit status."""
    torch.set_num_threads(1)
    for module in ('test_transforms', 'test_training'):
        importlib.import_module('.' + module, __package__)
    failed = 0
    for function in TESTS:
        try:
            run_one(function, main)
        except Exception:
            failed += 1
            print(f'FAILED {function.__name__}\n{traceback.format_exc()}')
    print(f'{len(TESTS) - failed} passed, {failed} failed, 0 skipped')
    return 1 if failed else 0
