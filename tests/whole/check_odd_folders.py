#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_odd_folders.py AUGAUDIT: data sets that no one means to have, through the command: a clear result with a valid report, or a clear error."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
from types import SimpleNamespace

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import drawn  # noqa: E402
try:
    import jsonschema
except ImportError:
    jsonschema = None

TOOL = sys.argv[1]
SCHEMA = json.loads((HERE.parents[1] / 'share/augaudit-report-1.schema.json').read_text())
SPECS = ['hflip', 'rotate:+-30', 'gray', 'zoomout:2', 'cutout:4px', 'RandomResizedCrop', 'CLAHE', 'GaussianBlur', 'MotionBlur',
         'ColorJitter', 'ImageCompression', 'Perspective', 'hflip|invert']
FINE = (0, 1)
DIRTY = re.compile(r'Sanitizer|runtime error|Assertion|[\x00-\x08\x0b-\x1f\x7f]')


def pair(folder, images=4, skip=0, **shape):
    """Two classes that are told apart at a glance."""
    for i in range(skip, 2 * images):
        drawn.put(folder, f'{"ab"[i % 2]}/{i}.png', drawn.picture(i % 2, i, **shape))


def audit(data, *more, specs=SPECS):
    """What the command did, with the JSON report when there is one."""
    command = [TOOL, 'audit', '--data', data, '--quiet', '--no-timing', '--seed', '3', *more]
    for spec in specs:
        command += ['-t', spec]
    with tempfile.TemporaryDirectory(prefix='augaudit-odd-') as folder:
        start = time.monotonic()
        with subprocess.Popen([*command, '--json', f'{folder}/r.json', '--html', f'{folder}/r.html'], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            out, err = process.communicate(timeout=600)
        run = SimpleNamespace(code=process.returncode, out=out.decode(errors='replace'), err=err.decode(errors='replace'),
                              seconds=time.monotonic() - start, report=None, html='')
        if os.path.exists(f'{folder}/r.json'):
            run.report = json.loads(pathlib.Path(f'{folder}/r.json').read_bytes())
            run.html = pathlib.Path(f'{folder}/r.html').read_text(encoding='utf-8')
    return run


def check_result(run):
    assert run.code in FINE, f'exit code {run.code}: {run.err}'
    assert not run.err, f'unasked words: {run.err!r}'
    assert run.report and run.html.rstrip().endswith('</html>') and run.out
    assert not DIRTY.search(run.out), run.out
    if jsonschema:
        jsonschema.validate(run.report, SCHEMA)
    return run.report['dataset']


def check_error(run, *words):
    assert run.code == 2, f'exit code {run.code}: {run.err}'
    assert run.report is None and not run.out
    assert re.fullmatch(r'augaudit: [^\n]+(\nTry `augaudit help audit`\.)?\n', run.err) and not DIRTY.search(run.err), run.err
    for word in words:
        assert word in run.err, f'"{word}" is not said: {run.err}'


# ---- folders that are no data set ----

def test_an_empty_folder(folder):
    check_error(audit(folder), 'no class folders')


def test_no_such_folder(folder):
    check_error(audit(f'{folder}/nowhere'), 'nowhere', 'No such file')


def test_a_file_instead_of_a_folder(folder):
    drawn.put(folder, 'file.png', drawn.picture(0, 0))
    check_error(audit(f'{folder}/file.png'), 'not a folder')


def test_images_without_classes(folder):
    drawn.put(folder, '1.png', drawn.picture(0, 0))
    check_error(audit(folder), 'no class folders')


def test_one_class(folder):
    for i in range(9):
        drawn.put(folder, f'alone/{i}.png', drawn.picture(0, i))
    check_error(audit(folder), 'alone', 'two classes')


def test_classes_without_images(folder):
    for name in 'ab':
        drawn.put(folder, f'{name}/readme.txt', 'none yet')
    check_error(audit(folder), 'no images')


def test_only_classes_that_are_not_there(folder):
    pair(folder)
    check_error(audit(folder, '--only-classes', 'a,c'), '"c"')


# ---- few images ----

def test_one_image_a_class(folder):
    pair(folder, images=1)
    run = audit(folder)
    assert check_result(run)['images'] == 2
    assert all(c['label'] == 'undecided' for t in run.report['transforms'] for c in t['classes'])


def test_twelve_classes_of_one_image(folder):
    for i in range(12):
        drawn.put(folder, f'class {i}/only.png', drawn.picture(i % 2, i))
    run = audit(folder)
    assert check_result(run)['images'] == 12
    assert all(c['label'] != 'kept' for t in run.report['transforms'] for c in t['classes'])


def test_a_class_without_images_among_others(folder):
    pair(folder, images=30)
    drawn.put(folder, 'none/readme.txt', 'none yet')
    run = audit(folder)
    assert [c['images'] for c in check_result(run)['classes']] == [30, 30, 0]
    assert all(t['classes'][2]['label'] == 'undecided' for t in run.report['transforms'])


def test_ten_thousand_classes(folder):
    for i in range(10000):
        drawn.put(folder, f'{i:04}/x.png', drawn.picture(i % 2, i, 2, 2))
    run = audit(folder, specs=['hflip', 'rotate:+-30'])
    assert len(check_result(run)['classes']) == 10000 and len(run.html) < 2e6
    print(f'  10,000 classes: {run.seconds:.1f} s, a report of {len(json.dumps(run.report)) / 1e6:.1f} MB')


# ---- files that are no images ----

def test_what_is_no_regular_file(folder):
    pair(folder)
    os.mkdir(f'{folder}/a/folder.png')
    os.symlink('missing', f'{folder}/a/dangling.png')
    os.mkfifo(f'{folder}/a/pipe.png')
    data = check_result(audit(folder))
    assert data['images'] == data['found'] == 8 and data['bad_count'] == 0, data


def test_a_file_that_may_not_be_read(folder):
    if os.geteuid() == 0:
        return 'root may read everything'
    pair(folder, images=20)
    os.chmod(f'{folder}/a/0.png', 0)
    data = check_result(audit(folder))
    assert data['bad_count'] == 1 and 'Permission denied' in data['bad'][0]['why'], data


def test_bad_files_up_to_5_percent_are_named(folder):
    pair(folder, images=20, skip=2)
    drawn.put(folder, 'a/cut <b>&.png', drawn.picture(0, 0)[:60])
    drawn.put(folder, 'b/empty.jpg', b'')
    run = audit(folder)
    data = check_result(run)
    assert data['bad_count'] == 2 and data['images'] == 38 and data['found'] == 40, data
    assert [b['file'] for b in data['bad']] == ['a/cut <b>&.png', 'b/empty.jpg'] and all(b['why'] for b in data['bad'])
    assert 'cut &lt;b&gt;&amp;.png' in run.html and 'cut <b>' not in run.html and '2 files could not be read' in run.out, run.out


def test_more_bad_files_stop_it(folder):
    pair(folder, images=20, skip=2)
    for name in 'xyz':
        drawn.put(folder, f'a/{name}.png', b'\x89PNG\r\n\x1a\n rubbish')
    check_error(audit(folder), '3 of 41', 'more than 5 %', 'a/x.png')


# ---- links ----

def test_loops_of_links(folder):
    pair(folder)
    for at, to in (('a/self', '.'), ('a/up', '..'), ('b/round', '../a/up/b'), ('a/long', 'long'), ('loop', 'loop')):
        os.symlink(to, f'{folder}/{at}')
    assert check_result(audit(folder))['images'] == 8


def test_the_folder_itself_is_a_loop(folder):
    os.symlink('me', f'{folder}/me')
    check_error(audit(f'{folder}/me'), 'symbolic links')


# ---- names ----

NAMES = [b'<script>alert(1)</script>', b'it\'s "quoted"', b'new\nline', b'\xff\xfe\x80', b'tab\tand\x1b[31mred', b'%s%n', b'-rf', b'&amp;',
         '\u202eright to left'.encode(), b'a\\b', b'x' * 200, ',;|'.encode()]


def test_hostile_names(folder):
    for k, name in enumerate(NAMES):
        for i in range(3):
            drawn.put(folder, name.replace(b'/', b'_') + b'/' + name.replace(b'/', b'_') + b'%d.png' % i, drawn.picture(k % 2, 3 * k + i))
    drawn.put(folder, b'\xff\xfe\x80/bad\xff<i>.png', b'')
    run = audit(folder)
    data = check_result(run)
    assert len(data['classes']) == len(NAMES) and data['images'] == 36 and data['bad_count'] == 1
    assert '<script>alert(1)' not in run.html and '<i>' not in run.html and '\x1b' not in run.html
    assert '\u202e' not in run.out and '\u202e' not in run.html


def test_a_folder_with_a_hostile_name(folder):
    below = os.fsencode(folder) + b'/it\'s\n\xff<b>'
    for i in range(8):
        drawn.put(below, f'{"ab"[i % 2]}/{i}.png', drawn.picture(i % 2, i))
    run = audit(below)
    check_result(run)
    assert '<b>\n' not in run.html


# ---- odd images ----

def test_single_pixels(folder):
    pair(folder, images=12, width=1, height=1)
    check_result(audit(folder))


def test_a_picture_20000_pixels_wide(folder):
    pair(folder, images=5, skip=2)
    drawn.put(folder, 'a/wide.png', drawn.picture(0, 0, 20000, 2))
    drawn.put(folder, 'b/high.png', drawn.picture(1, 1, 2, 20000))
    check_result(audit(folder))


def test_many_sizes_grey_and_colour_in_one_class(folder):
    for i in range(24):
        drawn.put(folder, f'{"ab"[i % 2]}/{i}.png', drawn.picture(i % 2, i, 1 + 7 * i, 120 - 5 * i, 1 if i % 3 else 3))
    check_result(audit(folder))


WORDS = {'rotate': '+-20', 'crop': '0.5', 'shift': '+-2px', 'zoomout': '2', 'brightness': '+-0.3', 'contrast': '+-0.5', 'hue': '+-40',
         'mixup': '0.4', 'cutmix': '1', 'saturate': '+-0.5', 'swap': 'RB', 'blur': '1', 'noise': '0.1', 'cutout': '4px', 'Crop': 'x_max=9,y_max=9'}


def test_every_transform_there_is(folder):
    pair(folder, images=6)
    drawn.put(folder, 'a/grey.png', drawn.picture(0, 90, 20, 9, 1))
    listed = json.loads(subprocess.run([TOOL, 'list', 'transforms', '--json'], check=True, capture_output=True).stdout)
    names = [t['name'] for t in listed['transforms']]
    run = audit(folder, specs=[f'{n}:{WORDS[n]}' if n in WORDS else n for n in names])
    check_result(run)
    assert len(run.report['transforms']) == len(names) > 70


def test_a_window_larger_than_the_images(folder):
    pair(folder)
    check_error(audit(folder, specs=['Crop']), 'Crop', '16 x 16')


def test_the_same_image_in_two_classes(folder):
    pair(folder, images=20)
    for i in range(3):
        drawn.put(folder, f'b/same{i}.png', drawn.picture(0, 2 * i))
    run = audit(folder)
    data = check_result(run)
    assert data['duplicates'] == data['duplicates_across_classes'] == 3 and data['clusters'] == 40, data


def test_all_images_are_the_same(folder):
    for i in range(16):
        drawn.put(folder, f'{"ab"[i % 2]}/{i}.png', drawn.picture(0, 0))
    run = audit(folder)
    data = check_result(run)
    assert data['clusters'] == 1 and data['duplicates'] == 15 and data['duplicates_across_classes'] > 0, data
    assert all(c['label'] == 'undecided' for t in run.report['transforms'] for c in t['classes'])


def test_flat_images(folder):
    for i in range(60):
        shade = bytes([4 * i, 4 * i, 255 - 4 * i]) * 9
        drawn.put(folder, f'{"ab"[i % 2]}/{i}.png', drawn.png(9, 9, 3, (shade for _ in range(9))))
    check_result(audit(folder))


def test_flat_black_and_flat_white(folder):
    for i in range(120):
        drawn.put(folder, f'{"ab"[i % 2]}/{i}.png', drawn.png(5 + i // 2, 5, 1, (bytes([255 * (i % 2)]) * (5 + i // 2) for _ in range(5))))
    check_result(audit(folder))


# ---- places for what comes out ----

def test_stores_that_are_none(folder):
    pair(folder)
    drawn.put(folder, 'text.sqlite', 'this is no store, but a text of some length')
    check_error(audit(folder, '--store', f'{folder}/text.sqlite'), 'text.sqlite', 'not a store')
    check_error(audit(folder, '--store', f'{folder}/a'), 'folder')
    check_error(audit(folder, '--store', f'{folder}/nowhere/s.sqlite'), 'nowhere')


def test_a_full_disk(folder):
    if not os.path.exists('/dev/full'):
        return 'no /dev/full'
    pair(folder)
    done = subprocess.run([TOOL, 'audit', '--data', folder, '-t', 'hflip', '-q', '--json', '/dev/full'], capture_output=True, text=True)
    assert done.returncode == 3 and re.fullmatch(r'augaudit: /dev/full: [^\n]+ No space left on device\n', done.stderr), done


def main():
    wanted, counts = sys.argv[2:], {'passed': 0, 'failed': 0, 'skipped': 0}
    if not jsonschema:
        print('no module jsonschema (Debian: python3-jsonschema): reports are read but not validated')
    for name, test in [(n, t) for n, t in globals().items() if n.startswith('test_')]:
        if wanted and not any(w in name for w in wanted):
            continue
        with tempfile.TemporaryDirectory(prefix='augaudit-odd-') as folder:
            try:
                why = test(folder)
                counts['skipped' if why else 'passed'] += 1
                if why:
                    print(f'skipped: {name.removeprefix("test_").replace("_", " ")}: {why}')
            except Exception as wrong:
                counts['failed'] += 1
                print(f'failed: {name.removeprefix("test_").replace("_", " ")}: {type(wrong).__name__}: {str(wrong)[:2000]}')
    print(', '.join(f'{count} {what}' for what, count in counts.items()))
    return counts['failed'] > 0


if __name__ == '__main__':
    sys.exit(main())
