#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_interrupts.py AUGAUDIT: Ctrl-C and kill -9 at random moments of an audit with a store; the next run ends with the bytes of a fresh one."""
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

TOOL = sys.argv[1]
SEED = 11
SPECS = ['hflip', 'rotate:+-30', 'noise:0.1', 'GaussianBlur']
STOPPED = 'augaudit: stopped; {store} keeps what is finished: the same command goes on from there\n'


class Audit:
    command, extra = 'audit', ['--no-timing']

    def __init__(self, folder):
        self.folder, self.store, self.json = folder, f'{folder}/kept.sqlite', f'{folder}/r.json'
        if not pathlib.Path(f'{folder}/signs').exists():
            subprocess.run([TOOL, 'sample', f'{folder}/signs', '--images', '40', '--quiet'], check=True, stdout=subprocess.DEVNULL)
        start = time.monotonic()
        self.fresh = self.whole(f'{folder}/fresh.sqlite')
        self.seconds = time.monotonic() - start

    def start(self, store):
        command = [TOOL, self.command, '--data', f'{self.folder}/signs', '--json', self.json, '--store', store, *self.extra]
        for spec in SPECS:
            command += ['-t', spec]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def whole(self, store):
        process = self.start(store)
        said = process.communicate(timeout=600)[1]
        assert process.returncode in (0, 1), f'exit code {process.returncode}: {said}'
        return pathlib.Path(self.json).read_bytes()

    def disturb(self, number, wait):
        """Exit code and words of a run that gets the signal after so many seconds."""
        process = self.start(self.store)
        time.sleep(wait)
        process.send_signal(number)
        said = process.communicate(timeout=600)[1]
        return process.returncode, said

    def meet(self, number, chance):
        """The same, for a run that the signal meets: where a run was over before it, the next begins anew and is met earlier."""
        wait = chance.uniform(0.2, 0.6) * self.seconds
        for _ in range(10):
            code, said = self.disturb(number, wait)
            if code not in (0, 1):
                return code, said
            self.forget()
            wait /= 2
        raise AssertionError('no run was met by the signal')

    def check_resumed(self):
        assert self.whole(self.store) == self.fresh, 'the resumed run gives another report'
        self.forget()

    def forget(self):
        for ending in '', '-wal', '-shm':
            pathlib.Path(self.store + ending).unlink(missing_ok=True)


class Prediction(Audit):
    command, extra = 'predict', ['--budget=1s']  # looks alone: networks under sanitizers take minutes

    def pieces(self):
        """How many finished pieces the store holds."""
        with sqlite3.connect(self.store) as store:
            if not store.execute("select count(*) from sqlite_master where name = 'blob'").fetchone()[0]:
                return 0
            return store.execute("select count(*) from blob where kind = 'prediction'").fetchone()[0]


def test_a_killed_prediction_keeps_its_pieces(audit, chance):
    prediction = Prediction(audit.folder)
    most = 0
    for _ in range(6):
        prediction.disturb(signal.SIGKILL, chance.uniform(0.2, 0.9) * prediction.seconds)
        if pathlib.Path(prediction.store).exists():
            kept = prediction.pieces()
            assert kept >= most, f'{kept} pieces after a kill, {most} before'
            most = kept
    assert most > 2, f'{most} pieces were kept'
    prediction.check_resumed()


def test_ctrl_c(audit, chance):
    for _ in range(3):
        code, said = audit.meet(signal.SIGINT, chance)
        assert code == -signal.SIGINT or (code == 130 and said == STOPPED.format(store=audit.store)), (code, said)
    audit.check_resumed()


def test_sigterm(audit, chance):
    code, said = audit.meet(signal.SIGTERM, chance)
    assert code == 130 and said == STOPPED.format(store=audit.store), (code, said)
    audit.check_resumed()


def test_kill_9(audit, chance):
    for _ in range(6):
        audit.disturb(signal.SIGKILL, chance.uniform(0.02, 0.9) * audit.seconds)
    assert audit.meet(signal.SIGKILL, chance)[0] == -signal.SIGKILL
    audit.check_resumed()


def test_two_at_once(audit, chance):
    """Both write into one store; either may be killed."""
    other = audit.start(audit.store)
    audit.disturb(signal.SIGKILL, chance.uniform(0.3, 0.6) * audit.seconds)
    said = other.communicate(timeout=600)[1]
    assert other.returncode in (0, 1), f'exit code {other.returncode}: {said}'
    audit.check_resumed()


def main():
    passed = failed = 0
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix='augaudit-stop-') as folder:
        audit = Audit(folder)
        print(f'a whole audit takes {audit.seconds:.1f} s; moments by seed {SEED}')
        for name, test in [(n, t) for n, t in globals().items() if n.startswith('test_')]:
            try:
                test(audit, chance)
                passed += 1
            except Exception as wrong:
                failed += 1
                print(f'failed: {name}: {type(wrong).__name__}: {str(wrong)[:2000]}')
    print(f'{passed} passed, {failed} failed, 0 skipped')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
