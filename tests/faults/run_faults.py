#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""run_faults.py --interpose SO [options] -- COMMAND ...

Runs COMMAND again and again under LD_PRELOAD=SO (interpose.c); each time another allocation of a third-party library fails. Every run must end in time
and without a signal, either as the undisturbed run does or with the code of a failed machine and a clean message on stderr. {dir} in COMMAND is a fresh
empty folder of each run. If there are more allocations than --samples, the first and last are tried and others at random (seed printed).

The last line is "N passed, N failed, N skipped"; exit status 1 if any failed."""
import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile

DIRTY = re.compile(r'Traceback|Assertion|assertion|terminate called|Segmentation|Sanitizer|double free|corrupt|[\x00-\x08\x0b-\x1f\x7f]')


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--interpose', required=True, metavar='SO', help='the built interpose.c')
    parser.add_argument('--libraries', help='only these: comma-separated starts of file names')
    parser.add_argument('--skip', default='libaugaudit', help='not these (default: %(default)s)')
    parser.add_argument('--samples', type=int, default=60, help='runs at most (default: %(default)s)')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--stay', action='store_true', help='all later allocations fail too')
    parser.add_argument('--fail-code', type=int, default=3, help='exit code of a failed machine (default: %(default)s)')
    parser.add_argument('--message', default=r'^augaudit: \S.*', help='what a line of stderr must match then (default: %(default)s)')
    parser.add_argument('--crashes', type=int, default=0, metavar='N',
                        help='so many runs may die of SIGSEGV, because a library does not check its own allocation (default: %(default)s)')
    parser.add_argument('--same', action='store_true', help='a run that ends well must print what the undisturbed one prints')
    parser.add_argument('--timeout', type=float, default=60, help='seconds a run may take (default: %(default)s)')
    parser.add_argument('--verbose', action='store_true', help='a line for each run')
    parser.add_argument('command', nargs=argparse.REMAINDER)
    chosen = parser.parse_args()
    chosen.command = chosen.command[1:] if chosen.command[:1] == ['--'] else chosen.command
    if not chosen.command:
        parser.error('no command')
    return chosen


class Run:
    """One run with the n-th allocation failing (0: none)."""

    def __init__(self, chosen, n):
        folder = tempfile.mkdtemp(prefix='augaudit-faults-')
        try:
            self.start(chosen, n, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def start(self, chosen, n, folder):
        work, report = os.path.join(folder, 'work'), os.path.join(folder, 'report')
        os.mkdir(work)
        env = dict(os.environ, LD_PRELOAD=chosen.interpose, FAULT_AT=str(n), FAULT_REPORT=report, FAULT_SKIP=chosen.skip)
        if chosen.libraries:
            env['FAULT_LIBRARIES'] = chosen.libraries
        if chosen.stay:
            env['FAULT_STAY'] = '1'
        command = [part.replace('{dir}', work) for part in chosen.command]
        self.code = None
        try:
            done = subprocess.run(command, env=env, capture_output=True, timeout=chosen.timeout, stdin=subprocess.DEVNULL)
            self.code, out, err = done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired as late:
            out, err = late.stdout or b'', late.stderr or b''
        self.out = out.decode(errors='replace').replace(work, '{dir}')
        self.err = err.decode(errors='replace').replace(work, '{dir}')
        text = open(report).read() if os.path.exists(report) else ''
        self.calls = int((re.findall(r'^calls (\d+)$', text, re.M) or [0])[0])
        self.where = (re.findall(r'^failed (\S+)$', text, re.M) or ['?'])[0]


def complaint(run, clean, chosen):
    """What is wrong with a run, or None."""
    if run.code is None:
        return f'did not end in {chosen.timeout:g} s'
    if run.code < 0:
        return f'died of {signal.Signals(-run.code).name}'
    if DIRTY.search(run.err):
        return f'unclean message: {run.err.strip()[-300:]!r}'
    if run.code == clean.code:
        return 'ended well but printed something else' if chosen.same and run.out != clean.out else None
    if run.code != chosen.fail_code:
        return f'exit code {run.code}, expected {clean.code} or {chosen.fail_code}; stderr: {run.err.strip()[-300:]!r}'
    if not re.search(chosen.message, run.err, re.M):
        return f'exit code {run.code} without a message: {run.err.strip()[-300:]!r}'
    return None


def sampled(total, samples, seed):
    if total <= samples:
        return list(range(1, total + 1))
    ends = list(range(1, samples // 3 + 1)) + list(range(total - samples // 10, total + 1))
    rest = sorted(set(range(1, total + 1)) - set(ends))
    return sorted(ends + random.Random(seed).sample(rest, max(0, samples - len(ends))))


def main():
    chosen = options()
    clean = Run(chosen, 0)
    if clean.code is None or clean.code < 0 or clean.code == chosen.fail_code:
        print(f'the undisturbed run ended with {clean.code}: {clean.err.strip()[-300:]}')
        print('0 passed, 1 failed, 0 skipped')
        return 1
    if clean.calls == 0:
        print('no allocation was counted: wrong --libraries, a static program, or no report')
        print('0 passed, 1 failed, 0 skipped')
        return 1
    numbers = sampled(clean.calls, chosen.samples, chosen.seed)
    print(f'{clean.calls} allocations by third-party libraries, {len(numbers)} of them made to fail, seed {chosen.seed}')
    ended_well = failed = crashed = 0
    for n in numbers:
        run = Run(chosen, n)
        wrong = complaint(run, clean, chosen)
        if run.code == -signal.SIGSEGV and crashed < chosen.crashes:
            crashed += 1
            print(f'allocation {n}: the library crashed by itself, which is known')
            continue
        failed += wrong is not None
        ended_well += wrong is None and run.code == clean.code
        if wrong or chosen.verbose:
            print(f'allocation {n} ({run.where}): {wrong or "exit " + str(run.code)}')
    print(f'{ended_well} ended well all the same, {len(numbers) - ended_well - failed - crashed} with code {chosen.fail_code} and a message')
    print(f'{len(numbers) - failed - crashed} passed, {failed} failed, 0 skipped')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
