#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A page in headless Chromium: measured at a width, or photographed. Used by check_html.py, and by hand:

    browser.py PAGE.html OUT.png [WIDTH HEIGHT [dark]]
"""
import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MEASURE = """<!DOCTYPE html><meta charset="utf-8"><style>body{{margin:0}}iframe{{border:0;width:{width}px;height:900px}}</style>
<iframe id="f"></iframe><pre id="out"></pre><script>
const frame = document.getElementById('f');
frame.onload = () => {{
  const page = frame.contentDocument, view = page.documentElement;
  for (const d of page.querySelectorAll('details')) d.open = {opened};
  const wide = [];
  for (const e of page.querySelectorAll('body *')) {{
    const box = e.getBoundingClientRect();
    if (box.right > {width} + 0.5 && !e.closest('.scroll') && !e.closest('.hidden') && !e.closest('svg'))
      wide.push(e.tagName + '.' + e.className + ' ' + Math.round(box.right));
  }}
  const images = [...page.images];
  document.getElementById('out').textContent = JSON.stringify({{
    scroll_width: view.scrollWidth, client_width: view.clientWidth, height: view.scrollHeight, wide: wide.slice(0, 8),
    images: images.length, missing: images.filter(i => !(i.complete && i.naturalWidth > 0)).length,
    no_alt: images.filter(i => !i.alt).length, svgs: page.querySelectorAll('svg').length,
    headings: [...page.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1]),
    tables: page.querySelectorAll('table').length, unnamed_ids: [...page.querySelectorAll('a[href^="#"]')].filter(
      a => !page.getElementById(a.getAttribute('href').slice(1))).length,
    small_text: [...page.querySelectorAll('p,dd,td,th,li,figcaption')].filter(
      e => e.textContent.trim() && parseFloat(getComputedStyle(e).fontSize) < 11).length,
  }});
}};
frame.src = {url};
</script>"""


def find():
    """The browser's path, or None."""
    for name in ('chromium', 'chromium-browser', 'google-chrome', 'chrome'):
        if shutil.which(name):
            return shutil.which(name)
    return None


def run(arguments, folder, dark=False):
    command = [find(), '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
               '--hide-scrollbars', '--allow-file-access-from-files', '--no-first-run', '--disable-extensions',
               '--virtual-time-budget=4000', f'--user-data-dir={folder}/profile']
    if dark:
        command += ['--blink-settings=preferredColorScheme=0']
    done = subprocess.run(command + arguments, capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


def measure(page, width, opened=False):
    """What the page looks like to a reader with a window of this width."""
    with tempfile.TemporaryDirectory() as folder:
        wrapper = pathlib.Path(folder) / 'measure.html'
        wrapper.write_text(MEASURE.format(width=width, opened='true' if opened else 'false',
                                          url=json.dumps(pathlib.Path(page).resolve().as_uri())))
        text = run(['--window-size=1400,1000', '--dump-dom', wrapper.as_uri()], folder)
    found = re.search(r'<pre id="out">(.*?)</pre>', text, re.S)
    if not found or not found.group(1):
        raise RuntimeError('the page did not load: ' + text[-500:])
    return json.loads(html.unescape(found.group(1)))


def photograph(page, out, width, height, dark=False):
    """A narrow window is made by a frame: Chromium's own windows do not go below about 500 pixels."""
    with tempfile.TemporaryDirectory() as folder:
        wrapper = pathlib.Path(folder) / 'photograph.html'
        wrapper.write_text(f'<!DOCTYPE html><style>body{{margin:0}}iframe{{border:0;width:{width}px;height:{height}px}}</style>'
                           f'<iframe src="{pathlib.Path(page).resolve().as_uri()}"></iframe>')
        run([f'--window-size={max(width, 500)},{height}', f'--screenshot={out}', wrapper.as_uri()], folder, dark)


if __name__ == '__main__':
    size = [int(a) for a in sys.argv[3:5]] or [1280, 2000]
    photograph(sys.argv[1], sys.argv[2], *size, dark='dark' in sys.argv)
