# SPDX-License-Identifier: Apache-2.0
"""A prediction as JSON: its schema, and what no schema can say."""
import copy
import json
import pathlib

try:
    import jsonschema
except ImportError:
    jsonschema = None

SCHEMA = json.loads((pathlib.Path(__file__).resolve().parents[2] / 'share/augaudit-prediction-1.schema.json').read_text())


def errors(report):
    kind = jsonschema.validators.validator_for(SCHEMA)
    kind.check_schema(SCHEMA)
    return [f'{"/".join(map(str, e.absolute_path))}: {e.message[:200]}' for e in kind(SCHEMA).iter_errors(report)]


def changes(report):
    """Every change that the report holds."""
    for item in [*report['transforms'], report.get('pipeline', {}), *report.get('stack', [])]:
        yield from (item[key] for key in ('change', 'alone', 'sum', 'gain') if key in item)
        yield from (c['change'] for c in item.get('classes', []))


def check(report, classes):
    """classes: names in the order of the dataset."""
    assert all(c['low'] <= c['estimate'] <= c['high'] for c in changes(report)), report
    for item in [*report['transforms'], report.get('pipeline', {})]:
        assert [c['name'] for c in item.get('classes', [])] in ([], classes), item
        assert set(item.get('broken', [])) <= set(classes), item
        assert len(item.get('broken', [])) + item.get('undecided', 0) <= len(classes), item
        if item.get('is_recommended'):
            assert item['change']['low'] > 0 and not item['broken'], item
    known = [t['is_known'] for t in report['transforms']]
    assert known == sorted(known, reverse=True), 'what is not known does not come last'
    if jsonschema:
        assert not errors(report), errors(report)


def spoils(report):
    """What the schema must notice. report: with verdicts, a pipeline, and as last transform one that is not known."""
    def spoil(change):
        copied = copy.deepcopy(report)
        change(copied)
        return copied
    faults = {
        'a missing effort': lambda r: r.pop('effort'),
        'an unknown effort': lambda r: r.update(effort='great'),
        'another schema': lambda r: r.update(schema='augaudit-prediction/2'),
        'an unknown field': lambda r: r['transforms'][0].update(mood='good'),
        'part of an image': lambda r: r.update(images=1.5),
        'no transform': lambda r: r.update(transforms=[]),
        'a null estimate': lambda r: r['transforms'][0]['change'].update(estimate=None),
        'a number without a grade': lambda r: r['transforms'][0]['classes'][0]['change'].pop('grade'),
        'a probability above 1': lambda r: r['transforms'][0].update(probability=1.5),
        'half a judgement': lambda r: r['transforms'][0].pop('broken'),
        'an unknown verdict': lambda r: r['transforms'][0].update(verdict='fine'),
        'a known change that is missing': lambda r: r['transforms'][0].pop('change'),
        'a change that is not known': lambda r: r['transforms'][-1].update(change=r['transforms'][0]['change']),
        'no reason': lambda r: r['transforms'][-1].pop('why_no_change'),
        'a pipeline without an answer': lambda r: r.update(pipeline={}),
        'a change and a reason why there is none': lambda r: r['pipeline'].update(why_no_change='No.'),
        'a step without what it gains': lambda r: r.update(stack=[{'spec': 'hflip', 'tried': 1, 'is_taken': True}]),
    }
    return {what: spoil(change) for what, change in faults.items()}
