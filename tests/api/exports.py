#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""exports.py NM LIBRARY HEADERS: the shared library exports exactly the functions that the public headers declare."""
import pathlib
import re
import subprocess
import sys

nm, library, headers = sys.argv[1:]
listing = subprocess.run([nm, '-D', '--defined-only', library], capture_output=True, text=True, check=True).stdout
exported = {line.split()[-1].split('@')[0] for line in listing.splitlines()}
# what sanitizers and gcov put into any library
exported = {name for name in exported if not re.match(r'_*(asan|ubsan|tsan|lsan|sanitizer|gcov|odr_asan)', name)}
declared = set()
for header in pathlib.Path(headers).glob('*.h'):
    text = re.sub(r'/\*.*?\*/', '', header.read_text(), flags=re.S)
    declared |= {name for name in re.findall(r'^AUG_API\b[^;]*?\b(aug_\w+)\(', text, re.M | re.S)}

failed = 0
for what, names in (('exported, but in no public header', exported - declared), ('declared, but not exported', declared - exported)):
    for name in sorted(names):
        print(f'{name}: {what}')
        failed = 1
if len(declared) < 40:
    print(f'only {len(declared)} functions found in the headers')
    failed = 1
print(f'{1 - failed} passed, {failed} failed, 0 skipped')
sys.exit(failed)
