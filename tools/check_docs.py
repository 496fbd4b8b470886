#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Refuses documents that name what is not there: every path in backticks or links of the *.md files must exist (NAME and <x>
stand for anything), and every `augaudit COMMAND` must be a command."""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent)
FOLDERS = {p.name for p in ROOT.iterdir() if p.is_dir()} - {'build', 'demo'}
commands = set(re.findall(r'^COMMAND\((\w+)\)', (ROOT / 'cli/commands.inc').read_text(), re.M))
wrong = []
for document in sorted(ROOT.glob('*.md')):
    text = document.read_text()
    paths = re.findall(r'`([\w.<>*/-]+)`', text) + re.findall(r'\]\(([\w./-]+)\)', text)
    for path in paths:
        if path.split('/')[0] not in FOLDERS and not re.fullmatch(r'[\w-]+\.md|LICENSE|CMakeLists\.txt', path):
            continue
        pattern = re.sub(r'<\w+>|NAME', '*', path.rstrip('/'))
        if not list(ROOT.glob(pattern)):
            wrong.append(f'{document.name}: {path} is not there')
    for command in re.findall(r'(?:`|^)augaudit ([a-z]+)\b', text, re.M):
        if command not in commands:
            wrong.append(f'{document.name}: augaudit has no command {command}')
print('\n'.join(wrong) if wrong else 'docs: every path and command is there')
sys.exit(bool(wrong))
