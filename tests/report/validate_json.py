#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The JSON report against its schema, read back, and through the reader of the scoring script. Argument: the C test program,
or a report.json to validate."""
import copy
import importlib.util
import json
import os
import pathlib
import sys

import reports

try:
    import jsonschema
except ImportError:
    reports.skip('no module jsonschema (Debian: python3-jsonschema)')

HOSTILE = '<script>"é\n'


def check_schema(validator, report, problems):
    problems += [f'{"/".join(map(str, e.absolute_path))}: {e.message[:200]}' for e in validator.iter_errors(report)]


def check_numbers(report, problems):
    """What a schema cannot say: low <= estimate <= high, and classes in the order of the dataset."""
    names = [c['name'] for c in report['dataset']['classes']]
    for t in report['transforms']:
        if [c['name'] for c in t['classes']] != names:
            problems.append(f'{t["spec"]}: classes are not those of the dataset')
        for evidence in [t['evidence']] + [c['evidence'] for c in t['classes']]:
            problems += [f'{t["spec"]}: {k} is out of order: {n}' for k, n in evidence.items()
                         if not n['low'] <= n['estimate'] <= n['high']]
        for dose in t['dose']:
            lists = dose['labels'], dose['harm'], dose['harm_low'], dose['harm_high']
            if any(len(values) != len(names) for values in lists):
                problems.append(f'{t["spec"]}: dose at {dose["strength"]} lacks classes')
            if any(not low <= harm <= high for harm, low, high in zip(*lists[1:])):
                problems.append(f'{t["spec"]}: harm at {dose["strength"]} is out of order')


def check_fixture(report, problems):
    """The made-up audit comes back as it was made."""
    facts = {
        'the hostile name survives': report['dataset']['classes'][8]['name'] == HOSTILE,
        'a seed of 64 bits survives': report['seed'] == 2**64 - 1,
        'six transforms in pipeline order': [t['verdict'] for t in report['transforms']] ==
            ['keep', 'restrict', 'narrow', 'remove', 'undecided', 'redundant'],
        'a SPEC has no path': report['transforms'][0]['path'] is None,
        'partners are names': report['transforms'][1]['classes'][1]['collides_with'] == ['arrow_right'],
        'numbers survive': report['transforms'][1]['classes'][1]['evidence']['conflict']['estimate'] == 0.31,
        'eleven doses': len(report['transforms'][2]['dose']) == 11,
        'timing': report['timing']['threads'] == 2,
    }
    problems += [f'not so: {fact}' for fact, holds in facts.items() if not holds]


def check_scoring(path, report, problems):
    script = pathlib.Path(os.environ.get('AUGAUDIT_SHARED', reports.ROOT.parent / 'shared')) / 'tools/score_truth.py'
    if not script.exists():
        print('the scoring script is not here: its reader was not tried')
        return
    spec = importlib.util.spec_from_file_location('score_truth', script)
    scoring = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scoring)
    found, complaints = scoring.read_report(path)
    problems += [f'scoring: {c}' for c in complaints]
    for t in report['transforms']:
        want = {c['name']: (c['label'], c['collides_with']) for c in t['classes']}
        if found.get(t['spec']) != {'verdict': t['verdict'], 'classes': want}:
            problems.append(f'scoring reads {t["spec"]} differently')


def check_strictness(validator, report, problems):
    """The schema must notice each of these."""
    def spoil(change):
        copied = copy.deepcopy(report)
        change(copied)
        return copied
    spoils = {
        'a missing verdict': lambda r: r['transforms'][0].pop('verdict'),
        'an unknown label': lambda r: r['transforms'][0]['classes'][0].update(label='fine'),
        'a number without a grade': lambda r: r['transforms'][1]['classes'][0]['evidence']['conflict'].pop('grade'),
        'an unknown field': lambda r: r['transforms'][0].update(mood='good'),
        'a null estimate': lambda r: r['transforms'][1]['classes'][0]['evidence']['conflict'].update(estimate=None),
        'another schema': lambda r: r.update(schema='augaudit-report/2'),
        'timing outside its object': lambda r: r.update(seconds=1),
    }
    problems += [f'the schema accepts {what}' for what, change in spoils.items() if validator.is_valid(spoil(change))]


def main():
    schema = json.loads((reports.ROOT / 'share/augaudit-report-1.schema.json').read_text())
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)
    problems = []
    if sys.argv[1].endswith('.json'):
        with open(sys.argv[1], encoding='utf-8') as f:
            report = json.load(f)
        check_schema(validator, report, problems)
        check_numbers(report, problems)
        reports.finish(problems, sys.argv[1])
    with reports.written(sys.argv[1]) as folder:
        for name in 'report.json', 'large.json', 'many.json':
            report = json.loads((folder / name).read_text(encoding='utf-8'))
            check_schema(validator, report, problems)
            check_numbers(report, problems)
            check_scoring(folder / name, report, problems)
        report = json.loads((folder / 'report.json').read_text(encoding='utf-8'))
        check_fixture(report, problems)
        check_strictness(validator, report, problems)
    reports.finish(problems, 'JSON report')


if __name__ == '__main__':
    main()
