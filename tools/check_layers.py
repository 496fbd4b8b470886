#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks every #include of src/ and cli/ against the module table of ARCHITECTURE.md. Exit 1 on a forbidden one.

A row is `| module | may include | ...`. The public header <augaudit/x.h> belongs to the module of its name
(error.h and effort.h to core, augaudit.h to all)."""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent)


def table(text):
    rows = re.findall(r'^\| `([a-z]+)` \|([a-z` ,/<>.\u2013\u2014-]*)\|', text, re.M)
    return {name: set(re.findall(r'[a-z]+', may)) | {name} for name, may in rows}


def check(root):
    may = table((root / 'ARCHITECTURE.md').read_text())
    folders = {p.name for p in (root / 'src').iterdir() if p.is_dir()}
    wrong = [f'ARCHITECTURE.md: the module table lacks {m}' for m in sorted(folders - set(may))]
    for path in sorted((root / 'src').rglob('*.[ch]')):
        module = path.relative_to(root / 'src').parts[0]
        for number, line in enumerate(path.read_text(errors='replace').split('\n'), 1):
            found = re.match(r'\s*#\s*include\s+(?:"(?:\.\./)?([a-z]+)/|<augaudit/([a-z]+)\.h>)', line)
            if not found:
                continue
            used = found.group(1) or {"error": "core", "effort": "core"}.get(found.group(2), found.group(2))
            if used not in may.get(module, set()):
                wrong.append(f'{path.relative_to(root)}:{number}: {module} may not include {used}')
    for path in sorted((root / 'cli').rglob('*.[ch]')):
        for number, line in enumerate(path.read_text(errors='replace').split('\n'), 1):
            found = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            if found and not (path.parent / found.group(1)).exists():
                wrong.append(f'{path.relative_to(root)}:{number}: cli may include <augaudit/...> only')
    return wrong


if __name__ == '__main__':
    problems = check(ROOT)
    print('\n'.join(problems) if problems else 'layers: every include is allowed')
    sys.exit(bool(problems))
