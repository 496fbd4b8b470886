#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_run_faults.py INTERPOSE VICTIM: does run_faults.py accept what is right and refuse each thing that is wrong?"""
import pathlib
import subprocess
import sys

DRIVER = pathlib.Path(__file__).with_name('run_faults.py')
CASES = (  # how the victim meets a failure, options, are all runs fine?, what must be said
    ('good', ['--same'], True, '12 allocations by third-party libraries, 12 of them'),
    ('good', ['--same', '--stay'], True, '0 ended well all the same, 12 with code 3'),
    ('retry', ['--same'], True, '12 ended well all the same'),
    ('retry', ['--same', '--stay'], True, '0 ended well all the same'),
    ('good', ['--samples', '6'], True, '6 of them made to fail, seed 1'),
    ('good', ['--verbose', '--samples', '3'], True, '(libvictim_library.so+0x'),
    ('good', ['--libraries', 'libnone'], False, 'no allocation was counted'),
    ('crash', [], False, 'died of SIGSEGV'),
    ('abort', [], False, 'died of SIGABRT'),
    ('hang', ['--timeout', '0.3', '--samples', '2'], False, 'did not end in 0.3 s'),
    ('other', ['--same'], False, 'printed something else'),
    ('other', [], True, '12 ended well'),
    ('silent', [], False, 'without a message'),
    ('blame', [], False, 'exit code 2, expected 0 or 3'),
    ('dirty', [], False, 'unclean message'),
)


def main():
    failed = 0
    for manner, extra, fine, words in CASES:
        command = [sys.executable, str(DRIVER), '--interpose', sys.argv[1], *extra, '--', sys.argv[2], manner]
        done = subprocess.run(command, capture_output=True, text=True)
        if (done.returncode == 0) != fine or words not in done.stdout:
            failed += 1
            print(f'{manner} {extra}: exit {done.returncode}, wanted {"0" if fine else "1"} and {words!r}\n{done.stdout}{done.stderr}')
    print(f'{len(CASES) - failed} passed, {failed} failed, 0 skipped')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
