# SPDX-License-Identifier: Apache-2.0
"""Which trainings there are to do, what they gave, and the table made of it.

What a training gave is kept beside the table in TABLE.part, a line a reading, until the table is complete: a stop loses the training in flight."""
import csv
import json
import os
import statistics
import sys
import time

from . import network

COLUMNS = ('set train_images transform p class test_images seeds clean_change_pp se_pp clean_acc_without clean_model_on_T '
           'T_trained_on_T augmented_on_T').split()


class BadFile(ValueError):
    pass


# ---- the table ----

def read_table(path):
    if not os.path.exists(path):
        return []
    with open(path, newline='', encoding='utf-8') as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    if reader.fieldnames != COLUMNS or any(None in row.values() or None in row for row in rows):
        raise BadFile(f'{path} is no such table, expected the columns {",".join(COLUMNS)}')
    return rows


def write_table(path, rows):
    """The old table stays until the new one is complete."""
    with open(path + '.new', 'w', newline='', encoding='utf-8') as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator='\n')
        writer.writeheader()
        writer.writerows(rows)
    os.replace(path + '.new', path)


def is_done(rows, options, train_images, spec):
    same = [row for row in rows if (row['set'], row['train_images'], row['transform']) == (options.set, str(train_images), spec)
            and float(row['p']) == options.p]
    if any(int(row['seeds']) != options.seeds for row in same):
        raise BadFile(f'{options.out} holds {spec} with {same[0]["seeds"]} seeds, not {options.seeds}; give another --out')
    return bool(same)


def percent(value):
    return '' if value is None else f'{round(value, 2) + 0:.2f}'


# ---- what trainings gave ----

class Readings:
    """{(trained with, p, run, read on): right answers of each class}; '' stands for clean images."""

    def __init__(self, path, settings):
        self.path, self.found = path, {}
        lines = self.read()
        if lines and lines[0] != settings:
            raise BadFile(f'{path} is of an unfinished table with other images or options; finish that one, delete the file or give another --out')
        for *key, right in lines[1:]:
            self.found[tuple(key)] = right
        self.write('w', [settings] + [[*key, right] for key, right in self.found.items()])

    def read(self):
        """A last line without its end was cut by a stop and does not count."""
        if not os.path.exists(self.path):
            return []
        with open(self.path, encoding='utf-8') as file:
            lines = file.read().split('\n')[:-1]
        try:
            return [json.loads(line) for line in lines]
        except ValueError:
            raise BadFile(f'{self.path} is no file of readings; delete it or give another --out') from None

    def write(self, mode, lines):
        with open(self.path, mode, encoding='utf-8') as file:
            file.write(''.join(json.dumps(line) + '\n' for line in lines))

    def put(self, key, right):
        self.found[key] = right
        self.write('a', [[*key, right]])

    def lacks(self, keys):
        return [key for key in keys if key not in self.found]


def keys_of(spec, options, run):
    """The readings that a transform's rows are made of."""
    keys = [('', 0, run, ''), ('', 0, run, spec), (spec, options.p, run, ''), (spec, options.p, run, spec)]
    return keys + ([(spec, 1, run, spec)] if options.full else [])


def row_of(k, spec, options, tests, found):
    """The numbers of the row of class k, None for all classes; `tests` is how many test images it has."""
    def shares(trained, p, on):
        """Percent right, a number a run."""
        rights = [found[trained, p, run, on] for run in range(options.seeds)]
        return [100 * (sum(right) if k is None else right[k]) / tests for right in rights]

    without = shares('', 0, '')
    change = [b - a for a, b in zip(without, shares(spec, options.p, ''))]
    error = statistics.stdev(change) / len(change) ** .5 if len(change) > 1 else None
    read_t = [shares('', 0, spec), shares(spec, 1, spec) if options.full else None, shares(spec, options.p, spec)]
    return [percent(statistics.mean(change)), percent(error)] + [percent(v and statistics.mean(v)) for v in [without] + read_t]


def rows_of(spec, options, names, train_images, test_counts, found):
    """A row for all classes and one for each that has test images."""
    of_class = [('*', None, sum(test_counts))] + [(name, k, test_counts[k]) for k, name in enumerate(names) if test_counts[k]]
    for name, k, tests in of_class:
        head = [options.set, train_images, spec, f'{options.p:g}', name, tests, options.seeds]
        yield dict(zip(COLUMNS, head + row_of(k, spec, options, tests, found)))


# ---- the work ----

class Progress:
    """A line on a terminal that is written over; elsewhere nothing."""

    def __init__(self, steps_total, stream):
        self.stream, self.on = stream, stream.isatty()
        self.done, self.total, self.what, self.begin, self.last = 0, steps_total, '', time.monotonic(), 0

    def tick(self):
        self.done += 1
        now = time.monotonic()
        if self.on and now - self.last > .2:
            self.last = now
            left = (now - self.begin) / self.done * (self.total - self.done)
            self.stream.write(f'\r\033[K{self.what}: {100 * self.done // max(1, self.total)} %, {left / 60:.0f} min left')
            self.stream.flush()

    def say(self, text, stream=None):
        if self.on:
            self.stream.write('\r\033[K')
        print(text, file=stream or sys.stdout, flush=True)


class Truth:
    def __init__(self, options, names, train, test, transforms, readings):
        self.options, self.names, self.train, self.test = options, names, train, test
        self.transforms, self.readings, self.failed = transforms, readings, 0
        self.test_counts = [int((test.label == k).sum()) for k in range(len(names))]
        self.progress = Progress(options.steps * len(self.trainings()), sys.stderr)

    def missing(self):
        """Readings to make, clean networks first: [(trained with, p, run, read on)]."""
        keys = [key for spec in self.transforms for run in range(self.options.seeds) for key in keys_of(spec, self.options, run)]
        return sorted(self.readings.lacks(dict.fromkeys(keys)), key=lambda key: key[0] != '')

    def trainings(self):
        """{(trained with, p, run): [read on]}"""
        out = {}
        for *training, on in self.missing():
            out.setdefault(tuple(training), []).append(on)
        return out

    def do(self, spec, p, run, read_on):
        o, classes = self.options, len(self.names)
        trained = network.train(self.train, classes, o, run, self.transforms.get(spec), p, self.progress.tick)
        for on in read_on:
            self.readings.put((spec, p, run, on), network.right_of_class(trained, self.test, classes, o, run, self.transforms.get(on)))

    def try_to_do(self, spec, p, run, read_on):
        """A failure is named and counted, and the other trainings go on."""
        title = f'{spec or "clean"}{f" at p = {p:g}" if spec else ""}, run {run + 1} of {self.options.seeds}'
        self.progress.what = title
        try:
            self.do(spec, p, run, read_on)
        except (RuntimeError, ArithmeticError, MemoryError) as error:
            self.failed += 1
            self.progress.say(f'train_truth: {title} failed: {(str(error) or type(error).__name__).splitlines()[0]}', sys.stderr)

    def complete(self, spec):
        return not self.readings.lacks(key for run in range(self.options.seeds) for key in keys_of(spec, self.options, run))

    def write_complete(self):
        """Adds the rows of each transform to the table as soon as all its trainings are done."""
        for spec in [spec for spec in self.waiting if self.complete(spec)]:
            self.waiting.remove(spec)
            rows = list(rows_of(spec, self.options, self.names, len(self.train.label), self.test_counts, self.readings.found))
            self.rows += rows
            write_table(self.options.out, self.rows)
            error = f', standard error {rows[0]["se_pp"]}' if rows[0]['se_pp'] else ''
            self.progress.say(f'{spec}: {rows[0]["clean_change_pp"]} points{error}')

    def run(self, rows):
        """Goes on from the table's `rows`; returns how many trainings failed."""
        self.rows, self.waiting = rows, list(self.transforms)
        self.write_complete()
        for training, read_on in self.trainings().items():
            self.try_to_do(*training, read_on)
            self.write_complete()
        if not self.waiting:
            os.remove(self.readings.path)
        return self.failed
