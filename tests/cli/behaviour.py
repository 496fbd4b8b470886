# SPDX-License-Identifier: Apache-2.0
"""Behaviour of the command that no golden file can hold: signals, terminals, full disks, and tables against documents."""
import contextlib
import json
import os
import pty
import re
import select
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time

import prediction_form


class Skip(Exception):
    pass


def environment(tool, **more):
    keep = {name: value for name, value in os.environ.items()
            if name.startswith(('ASAN_', 'LSAN_', 'UBSAN_', 'TSAN_', 'LLVM_', 'LD_')) or name in ('HOME', 'TMPDIR')}
    return {**keep, 'PATH': f'{tool.parent}:{os.environ["PATH"]}', 'LC_ALL': 'C.UTF-8', **more}


def tests():
    return [(name.removeprefix('test_').replace('_', ' '), test) for name, test in globals().items() if name.startswith('test_')]


def run(tool, *arguments, folder='.', **more):
    return subprocess.run([tool, *arguments], cwd=folder, env=environment(tool), capture_output=True, text=True, timeout=300,
                          stdin=subprocess.DEVNULL, **more)


def run_json(tool, *arguments):
    done = run(tool, *arguments)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return json.loads(done.stdout)


@contextlib.contextmanager
def signs(tool, images):
    with tempfile.TemporaryDirectory(prefix='augaudit-cli-') as folder:
        done = run(tool, 'sample', 'signs', '--images', str(images), '--quiet', folder=folder)
        assert done.returncode == 0 and not done.stdout and not done.stderr, done.stderr
        yield folder


# ---- predict ----

def test_predict_ranks_best_first_and_says_the_same_in_json_for_any_threads_and_from_the_store(tool):
    with signs(tool, 12) as folder:
        common = ['predict', '--data', 'signs', '--only-classes', 'arrow_left,arrow_right,disc', '-t', 'identity', '-t', 'hflip', '-t', 'rotate:+-10', '--quick']
        first = run(tool, *common, '--json', '-', '--threads', '1', folder=folder)
        assert first.returncode == 0 and not first.stderr, first.stderr
        report = json.loads(first.stdout)
        estimates = [item['change']['estimate'] for item in report['transforms']]
        assert estimates == sorted(estimates, reverse=True), estimates
        identity = next(item for item in report['transforms'] if item['spec'] == 'identity')
        assert identity['change'] == {'estimate': 0, 'low': 0, 'high': 0, 'grade': 'estimated'}, identity
        prediction_form.check(report, ['arrow_left', 'arrow_right', 'disc'])
        for _ in range(2):
            again = run(tool, *common, '--json', 'p.json', '--threads', '3', '--store', 's.sqlite', folder=folder)
            assert again.returncode == 0 and 'hflip' in again.stdout, again.stderr
            with open(f'{folder}/p.json', encoding='utf-8') as file:
                assert file.read() == first.stdout


def prediction_pieces(store):
    with contextlib.closing(sqlite3.connect(store)) as database:
        return database.execute("select count(*) from blob where kind = 'prediction'").fetchone()[0]


def test_predict_says_what_the_whole_pipeline_would_change_and_keeps_every_piece_of_it(tool):
    with signs(tool, 12) as folder:
        common = ['predict', '--data', 'signs', '--only-classes', 'arrow_left,disc', '--preset', 'alexnet', '--quick', '--json', 'p.json']
        texts, jsons = [], []
        for extra in (['--threads', '1', '--store', 's.sqlite'], ['--threads', '3'], ['--store', 's.sqlite']):
            texts.append(run(tool, *common, *extra, folder=folder).stdout)
            with open(f'{folder}/p.json', encoding='utf-8') as file:
                jsons.append(file.read())
        assert len(set(texts)) == len(set(jsons)) == 1, texts
        assert 'The pipeline as it is: ' in texts[0], texts[0]
        report = json.loads(jsons[0])
        whole = report['pipeline']
        assert [c['name'] for c in whole['classes']] == ['arrow_left', 'disc']
        prediction_form.check(report, ['arrow_left', 'disc'])
        views = report['looks'] + report['further'] + report['trainings']
        assert prediction_pieces(f'{folder}/s.sqlite') == views * (len(report['transforms']) + 1)


def test_predict_says_the_verdict_beside_and_builds_a_stack_of_what_breaks_no_label(tool):
    with signs(tool, 80) as folder:
        common = ['predict', '--data', 'signs', '--only-classes', 'arrow_left,arrow_right,disc', '--budget', '2s']
        for spec in 'hflip', 'rotate:+-10', 'shift:+-2px':
            common += ['-t', spec]
        done, again = (run(tool, *common, '--pairs', '--store', 's.sqlite', '--json', name, folder=folder) for name in ('p.json', 'again.json'))
        bare = json.loads(run(tool, *common, '--no-verdicts', '--json', '-', folder=folder).stdout)
        with open(f'{folder}/p.json', encoding='utf-8') as file:
            report = json.load(file)
        rows = {t['spec']: t for t in report['transforms']}
        assert set(rows['hflip']['broken']) == {'arrow_left', 'arrow_right'} and not rows['hflip']['is_recommended'], rows['hflip']
        assert f"{rows['hflip']['verdict']}: breaks arrow_left, arrow_right" in done.stdout, done.stdout
        assert not any('verdict' in t for t in bare['transforms']) and 'stack' not in bare
        assert report['stack'] and all(step['spec'] != 'hflip' for step in report['stack']), report['stack']
        assert all(step['is_taken'] for step in report['stack'][:-1])
        for each in report, bare:
            prediction_form.check(each, ['arrow_left', 'arrow_right', 'disc'])
        assert 'The best stack' in done.stdout and again.stdout == done.stdout
        tried = sum(step['tried'] for step in report['stack'][1:])
        views = report['looks'] + report['further'] + report['trainings']
        kept = prediction_pieces(f'{folder}/s.sqlite')
        assert kept == views * (len(report['transforms']) + tried), f'{kept} pieces: every stack that was tried is kept, and asked once'


def test_the_schema_of_a_prediction_notices_what_is_wrong_in_one(tool):
    if not prediction_form.jsonschema:
        raise Skip('no module jsonschema (Debian: python3-jsonschema)')
    with signs(tool, 12) as folder:
        common = ['predict', '--data', 'signs', '--only-classes', 'arrow_left,disc', '-t', 'hflip', '-t', 'mosaic', '--budget', '9s']
        report = json.loads(run(tool, *common, '--json', '-', folder=folder).stdout)
        assert [t['is_known'] for t in report['transforms']] == [True, False] and 'verdict' in report['transforms'][0], report
        prediction_form.check(report, ['arrow_left', 'disc'])
        report['pipeline'] = {'change': report['transforms'][0]['change'], 'classes': report['transforms'][0]['classes']}
        prediction_form.check(report, ['arrow_left', 'disc'])
        missed = [what for what, spoilt in prediction_form.spoils(report).items() if not prediction_form.errors(spoilt)]
        assert not missed, f'the schema accepts {missed}'


def test_an_audit_predicts_when_asked_and_agrees_with_predict(tool):
    with signs(tool, 12) as folder:
        common = ['--data', 'signs', '--only-classes', 'arrow_left,disc', '-t', 'hflip', '--p', '0.3', '--quick', '--json']
        run(tool, 'audit', *common, 'a.json', '--predict', folder=folder)
        run(tool, 'audit', *common, 'b.json', '--no-predict', folder=folder)
        run(tool, 'audit', *common, 'unasked.json', folder=folder)
        run(tool, 'predict', *common, 'p.json', folder=folder)
        reports = {}
        for name in ('a', 'b', 'p', 'unasked'):
            with open(f'{folder}/{name}.json', encoding='utf-8') as file:
                reports[name] = json.load(file)['transforms'][0]
        assert reports['a']['change'] == reports['p']['change'], reports
        assert [c['change'] for c in reports['a']['classes']] == [c['change'] for c in reports['p']['classes']]
        assert reports['unasked'] == reports['a'], 'the mixture is known by --p: it is predicted unasked'
        assert 'change' not in reports['b'] and not any('change' in c for c in reports['b']['classes'])


def test_an_effort_is_a_fixed_amount_of_work_that_the_report_names(tool):
    with signs(tool, 12) as folder:
        common = ['audit', '--data', 'signs', '--only-classes', 'arrow_left,disc', '-t', 'hflip', '--p', '0.5', '--no-timing', '--json', '-']
        work = {}
        for effort in ([], ['--quick'], ['--budget', '0.001s']): # what is thorough takes long: tests/audit plans it
            texts = [run(tool, *common, *effort, '--threads', str(n), folder=folder).stdout for n in (1, 2)]
            assert texts[0] == texts[1]
            work[' '.join(effort)] = json.loads(texts[0])['work']
        views = {effort: w['prediction_looks'] + w['prediction_further'] + w['prediction_trainings'] for effort, w in work.items()}
        assert 0 == views['--budget 0.001s'] < views['--quick'] < views[''], work


# ---- audit ----

THREE = ['audit', '--data', 'signs', '--only-classes', 'arrow_left,arrow_right,disc']


def test_a_broken_claim_gives_exit_status_1_and_three_reports(tool):
    with signs(tool, 80) as folder:
        done = run(tool, *THREE, '-t', 'identity', '--transform=hflip', '--json', 'r.json', '--html=r.html', folder=folder)
        assert done.returncode == 1, (done.returncode, done.stderr)
        assert 'hflip' in done.stdout and '\x1b' not in done.stdout
        assert done.stderr == 'The json report is r.json\nThe html report is r.html\n', done.stderr
        with open(f'{folder}/r.json', encoding='utf-8') as file:
            report = json.load(file)
        assert [t['spec'] for t in report['transforms']] == ['identity', 'hflip']
        labels = {c['name']: c['label'] for c in report['transforms'][1]['classes']}
        assert labels['arrow_left'] == labels['arrow_right'] == 'broken', labels
        with open(f'{folder}/r.html', encoding='utf-8') as file:
            assert file.read().lstrip().lower().startswith('<!doctype html')


def test_no_broken_claim_gives_exit_status_0(tool):
    with signs(tool, 10) as folder:
        done = run(tool, *THREE, '-t', 'identity', '--quiet', folder=folder)
        assert done.returncode == 0 and not done.stderr, done


def test_json_on_standard_output_stands_alone(tool):
    with signs(tool, 10) as folder:
        done = run(tool, *THREE, '-t', 'hflip', '--json', '-', '--no-timing', folder=folder)
        report = json.loads(done.stdout)
        assert report['schema'] == 'augaudit-report/1' and 'timing' not in report, list(report)
        again = run(tool, *THREE, '-t', 'hflip', '--json=-', '--no-timing', '--threads', '1', folder=folder)
        assert again.stdout == done.stdout, 'the same audit gave other bytes'


def wait_for(path, process):
    """The signal handlers stand before the store is made, and all of the work comes after."""
    deadline = time.monotonic() + 60
    while not os.path.exists(path) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)


def test_a_stopped_audit_exits_130_and_goes_on_from_its_store(tool):
    with signs(tool, 30) as folder:
        command = [*THREE, '--preset', 'trivial', '--no-timing', '--json', 'r.json', '--store']
        fresh = run(tool, *command, 'undisturbed.sqlite', folder=folder)
        assert fresh.returncode in (0, 1), fresh.stderr
        with open(f'{folder}/r.json', 'rb') as file:
            wanted = file.read()
        os.remove(f'{folder}/r.json')
        for number, store in ((signal.SIGINT, 'int.sqlite'), (signal.SIGTERM, 'term.sqlite')):
            audit = subprocess.Popen([tool, *command, store], cwd=folder, env=environment(tool), text=True,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            wait_for(f'{folder}/{store}', audit)
            audit.send_signal(number)
            out, err = audit.communicate(timeout=120)
            assert audit.returncode == 130, (audit.returncode, out, err)
            assert f'{store} keeps what is finished' in err and not out, (out, err)
            assert not os.path.exists(f'{folder}/r.json'), 'a stopped audit wrote a report'
            done = run(tool, *command, store, folder=folder)
            assert done.returncode == fresh.returncode, done.stderr
            with open(f'{folder}/r.json', 'rb') as file:
                assert file.read() == wanted, 'a resumed audit gave other bytes'
            os.remove(f'{folder}/r.json')


def test_the_second_signal_kills(tool):
    with signs(tool, 60) as folder:
        audit = subprocess.Popen([tool, *THREE, '--preset', 'trivial', '--store', 's.sqlite'], cwd=folder,
                                 env=environment(tool), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(f'{folder}/s.sqlite', audit)
        audit.send_signal(signal.SIGSTOP)  # both arrive at once
        audit.send_signal(signal.SIGINT)
        audit.send_signal(signal.SIGTERM)
        audit.send_signal(signal.SIGCONT)
        code = audit.wait(timeout=60)
        assert code in (-signal.SIGINT, -signal.SIGTERM), code


def blas_of(tool, folder, **variables):
    done = subprocess.run([tool, 'audit', '--data', 'signs', '--only-classes', 'arrow_left,disc', '-t', 'identity', '--quiet', '--json', '-'], cwd=folder,
                          env=environment(tool, **variables), capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL)
    assert done.returncode == 0 and not done.stderr, done.stderr
    libraries = re.search(r'"openblas": "([^"]*)"', done.stdout)
    assert libraries, done.stdout[:2000]
    return libraries.group(1)


def test_heavy_commands_use_the_widest_blas_kernels_that_the_processor_runs_unless_told(tool):
    flags = re.search(r'^flags\s*:(.*)$', open('/proc/cpuinfo').read(), re.M)
    if not flags or not {'avx512f', 'avx512bw', 'avx512cd', 'avx512dq', 'avx512vl'} <= set(flags.group(1).split()):
        raise Skip('this processor has no AVX-512')
    with signs(tool, 8) as folder:
        left_alone, told = blas_of(tool, folder), blas_of(tool, folder, OPENBLAS_CORETYPE='Nehalem')
        if 'DYNAMIC_ARCH' not in told:
            raise Skip('this OpenBLAS has one set of kernels')
        assert 'Nehalem' in told, told
        assert not re.search('Haswell|Zen|Nehalem', left_alone), left_alone


# ---- output ----

def test_a_reader_that_goes_away_is_no_failure(tool):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([tool, 'list'], env=environment(tool), stdout=writer, stderr=subprocess.PIPE, text=True)
    os.close(writer)
    assert done.returncode == 0 and not done.stderr, done


def test_a_full_disk_gives_exit_status_3_and_a_sentence(tool):
    if not os.path.exists('/dev/full'):
        raise Skip('there is no /dev/full')
    with open('/dev/full', 'w') as full:
        done = subprocess.run([tool, 'list'], env=environment(tool), stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 3 and 'No space left' in done.stderr, done
    with signs(tool, 4) as folder:
        for option in ('--json', '--html'):
            done = run(tool, *THREE, '-t', 'hflip', option, '/dev/full', folder=folder)
            assert done.returncode == 3 and '/dev/full' in done.stderr and 'No space left' in done.stderr, done
        for option in ('--html', '--png'):
            done = run(tool, 'show', '--data', 'signs', '-t', 'hflip', option, '/dev/full', folder=folder)
            assert done.returncode == 3 and 'No space left' in done.stderr, done


def on_terminal(tool, arguments, folder, stream, **more):
    """Exit status and what came on `stream` (1 or 2), which is a terminal of 80 columns; the other stream is a pipe."""
    try:
        ours, theirs = pty.openpty()
    except OSError as reason:
        raise Skip(f'no terminal can be made here: {reason}') from None
    streams = {'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL, ('stdout' if stream == 1 else 'stderr'): theirs}
    process = subprocess.Popen([tool, *arguments], cwd=folder, env=environment(tool, **{'TERM': 'xterm', **more}),
                               stdin=subprocess.DEVNULL, **streams)
    os.close(theirs)
    data = b''
    while True:
        if not select.select([ours], [], [], 120)[0]:
            break
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # Linux says EIO when the other side is closed
            break
        if not chunk:
            break
        data += chunk
    os.close(ours)
    return process.wait(timeout=60), data.decode('utf-8', 'replace')


def test_a_bar_on_a_terminal_and_nothing_in_a_pipe(tool):
    with signs(tool, 20) as folder:
        arguments = [*THREE, '-t', 'hflip']
        code, shown = on_terminal(tool, arguments, folder, 2)
        assert code in (0, 1) and re.search(r'\[#+\.*\] +\d+ %', shown), shown
        assert shown.endswith('\r'), 'the bar is not wiped away'
        assert '%' not in on_terminal(tool, [*arguments, '--quiet'], folder, 2)[1]
        assert '%' not in on_terminal(tool, arguments, folder, 2, TERM='dumb')[1]
        assert not run(tool, *arguments, folder=folder).stderr


def test_colours_on_a_terminal_only_and_not_with_no_color(tool):
    with signs(tool, 20) as folder:
        arguments = [*THREE, '-t', 'hflip']
        assert '\x1b[' in on_terminal(tool, arguments, folder, 1)[1]
        assert '\x1b[' not in on_terminal(tool, arguments, folder, 1, NO_COLOR='1')[1]
        assert '\x1b[' not in on_terminal(tool, arguments, folder, 1, TERM='dumb')[1]


# ---- show, explain, list ----

def test_show_writes_a_page_and_a_picture(tool):
    with signs(tool, 2) as folder:
        done = run(tool, 'show', '--data', 'signs', '-t', 'rotate:+-15', '--html', 's.html', '--png', 's.png', '--json', folder=folder)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)['png'] == 's.png'
        with open(f'{folder}/s.png', 'rb') as file:
            assert file.read(8) == b'\x89PNG\r\n\x1a\n'
        assert sorted(os.listdir(folder)) == ['s.html', 's.png', 'signs'], 'something was left behind'


def test_whatever_is_listed_can_be_explained_in_80_columns(tool):
    lists = run_json(tool, 'list', '--json')
    names = [row['name'] for key in ('transforms', 'known', 'words') for row in lists[key]]
    assert len(names) > 30 and len(set(names)) <= len(names)
    for start in range(0, len(names), 60):
        part = names[start:start + 60]
        explained = run_json(tool, 'explain', '--json', *part)['transforms']
        assert [row['name'] for row in explained] == part
        for row in explained:
            claim = row['claim']
            assert all(claim[key] for key in ('asserts', 'unless', 'victims', 'places')), row['name']
        text = run(tool, 'explain', *part).stdout
        assert [line for line in text.split('\n') if len(line) > 80] == []
        for name in part:
            assert re.search(rf'^{re.escape(name)}$', text, re.M), name


def test_a_near_miss_of_every_transform_finds_it(tool):
    for row in run_json(tool, 'list', '--json', 'transforms')['transforms'][::7]:
        name = row['name']
        wrong = name + 'x'
        done = run(tool, 'explain', wrong)
        assert done.returncode == 2 and 'did you mean' in done.stderr, (wrong, done.stderr)


# ---- documents against the tables ----

def commands(tool):
    return run_json(tool, 'help', '--json')['commands']


def test_help_shows_every_option_and_fits_80_columns(tool):
    for command in commands(tool):
        text = run(tool, 'help', command['name']).stdout
        assert text == run(tool, command['name'], '--help').stdout == run(tool, command['name'], '-h').stdout
        for option in command['options']:
            assert f'--{option["name"]}' in text, (command['name'], option['name'])
        long = [line for line in text.split('\n') if len(line) > 80 and not line.startswith(('Usage', '       ', '  augaudit'))]
        assert not long, long


def test_manual_pages_name_every_command_option_and_exit_status(tool):
    overview = run(tool, 'help', '--man').stdout
    for command in commands(tool):
        assert f'.B {command["name"]}\n' in overview, command['name']
        page = run(tool, 'help', '--man', command['name']).stdout
        for option in command['options']:
            assert '\\-\\-' + option['name'].replace('-', '\\-') + '\\fR' in page, (command['name'], option['name'])
    for row in run_json(tool, 'help', '--json')['exit_codes']:
        assert f'.B {row["code"]}\n' in overview, row


def test_manual_pages_are_clean_for_groff(tool):
    if not shutil.which('groff'):
        raise Skip('groff is not installed')
    for command in [[]] + [[command['name']] for command in commands(tool)]:
        page = run(tool, 'help', '--man', *command).stdout
        done = subprocess.run(['groff', '-man', '-Tutf8', '-ww', '-z'], input=page, capture_output=True, text=True)
        assert done.returncode == 0 and not done.stderr, done.stderr


def test_completion_scripts_name_every_option(tool):
    for shell, form in (('bash', '--{}'), ('zsh', '--{}'), ('fish', '-l {}')):
        script = run(tool, 'help', '--completion', shell).stdout
        for command in commands(tool):
            for option in command['options']:
                assert form.format(option['name']) in script, (shell, command['name'], option['name'])


def complete(tool, script, *words):
    """What bash offers for the last of the words."""
    quoted = ' '.join(f"'{word}'" for word in words)
    program = f'. {script}; COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; compopt() {{ :; }}; _augaudit; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(['bash', '-c', program], env=environment(tool), capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return done.stdout.split()


def test_completion_works_in_bash(tool):
    with tempfile.TemporaryDirectory() as folder:
        script = f'{folder}/augaudit'
        with open(script, 'w') as file:
            file.write(run(tool, 'help', '--completion', 'bash').stdout)
        assert complete(tool, script, 'augaudit', 'au') == ['audit']
        assert complete(tool, script, 'augaudit', 'audit', '--cl') == ['--cluster-by', '--clusters']
        assert complete(tool, script, 'augaudit', 'audit', '--preset', 'im') == ['imagenet']
        assert complete(tool, script, 'augaudit', 'audit', '--preset', '=', 'al') == ['alexnet']
        assert 'HorizontalFlip' in complete(tool, script, 'augaudit', 'explain', 'Hor')
        assert complete(tool, script, 'augaudit', 'list', 'pre') == ['presets']
        assert complete(tool, script, 'augaudit', 'audit', '--p', '') == []


def test_completion_scripts_are_read_by_their_shells(tool):
    found = [shell for shell in ('bash', 'zsh', 'fish') if shutil.which(shell)]
    for shell in found:
        script = run(tool, 'help', '--completion', shell).stdout
        done = subprocess.run([shell, '-n', '/dev/stdin'], input=script, capture_output=True, text=True)
        assert done.returncode == 0 and not done.stderr, (shell, done.stderr)
    if len(found) < 3:
        raise Skip('only ' + ' '.join(found) + ' of bash, zsh and fish is installed')
