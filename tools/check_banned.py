#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Refuses calls that have no place here: unbounded string functions, the C library's random numbers, allocation outside
core/memory.c, printing outside cli/, exit and abort in the library. Also files over 500 lines, and the clock in src/ outside audit/."""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent)
EVERYWHERE = r'strcpy|strcat|sprintf|vsprintf|gets|atoi|atol|atof|strtok|rand|srand|random|drand48|alloca|tmpnam|mktemp'
LIBRARY = EVERYWHERE + r'|malloc|calloc|realloc|free|aligned_alloc|printf|puts|putchar|perror|exit|_exit|abort|time|clock|gettimeofday'
ALLOWED = {('src/core/memory.c', 'free'), ('src/core/memory.c', 'aligned_alloc')}
# libraries that hand us malloc'ed memory, or want a callback with their own allocator: file and call, each with its reason
ALLOWED |= set(tuple(line.split()[:2]) for line in (ROOT / 'tools/banned_allowed.txt').read_text().splitlines()
               if line and not line.startswith('#'))


def strip(text):
    text = re.sub(r'/\*.*?\*/', lambda m: '\n' * m.group(0).count('\n'), text, flags=re.S)
    return re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)


wrong = []
for folder, banned in (('src', LIBRARY), ('cli', EVERYWHERE)):
    call = re.compile(r'(?<![A-Za-z0-9_>.])(' + banned + r')\s*\(')
    for path in sorted((ROOT / folder).rglob('*.[ch]')):
        name = str(path.relative_to(ROOT))
        text = path.read_text(errors='replace')
        for number, line in enumerate(strip(text).split('\n'), 1):
            for found in call.finditer(line):
                if (name, found.group(1)) not in ALLOWED:
                    wrong.append(f'{name}:{number}: {found.group(1)}() is banned')
        if text.count('\n') > 500:
            wrong.append(f'{name}: {text.count(chr(10))} lines, at most 500')
print('\n'.join(wrong) if wrong else 'banned: no banned call')
sys.exit(bool(wrong))
