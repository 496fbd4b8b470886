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

# Scripts run in this page alone; the measured pages, which have none, are frames in it.
MEASURE = """<!DOCTYPE html><meta charset="utf-8"><style>body{{margin:0}}iframe{{border:0;height:900px;display:block}}</style>
<pre id="out"></pre><script>
const jobs = {jobs}, found = [];
function measure(page, width, opened) {{
  for (const d of page.querySelectorAll('details')) d.open = opened;
  const view = page.documentElement, wide = [], images = [...page.images];
  for (const e of page.querySelectorAll('body *')) {{
    const box = e.getBoundingClientRect();
    if (box.right > width + 0.5 && !e.closest('.scroll') && !e.closest('.hidden') && !e.closest('svg'))
      wide.push(e.tagName + '.' + e.className + ' ' + Math.round(box.right));
  }}
  return {{
    scroll_width: view.scrollWidth, client_width: view.clientWidth, height: view.scrollHeight, wide: wide.slice(0, 8),
    images: images.length, missing: images.filter(i => !(i.complete && i.naturalWidth > 0)).length,
    no_alt: images.filter(i => !i.alt).length,
    headings: [...page.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1]),
    dead_links: [...page.querySelectorAll('a[href^="#"]')].filter(
      a => !page.getElementById(a.getAttribute('href').slice(1))).length,
    small_text: [...page.querySelectorAll('p,dd,td,th,li,figcaption')].filter(
      e => e.textContent.trim() && parseFloat(getComputedStyle(e).fontSize) < 11).length,
  }};
}}
jobs.forEach((job, i) => {{
  const frame = document.createElement('iframe');
  frame.style.width = job.width + 'px';
  frame.onload = () => {{
    found[i] = measure(frame.contentDocument, job.width, job.opened);
    if (found.filter(f => f).length === jobs.length) document.getElementById('out').textContent = JSON.stringify(found);
  }};
  frame.src = job.url;
  document.body.append(frame);
}});
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
    done = subprocess.run(command + arguments, capture_output=True, text=True, timeout=280)
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


def measure(jobs):
    """What pages look like: one finding for each job (page, width of the window, whether everything is unfolded)."""
    asked = [{'url': pathlib.Path(page).resolve().as_uri(), 'width': width, 'opened': opened} for page, width, opened in jobs]
    with tempfile.TemporaryDirectory() as folder:
        wrapper = pathlib.Path(folder) / 'measure.html'
        wrapper.write_text(MEASURE.format(jobs=json.dumps(asked)))
        text = run(['--window-size=1400,1000', '--dump-dom', wrapper.as_uri()], folder)
    found = re.search(r'<pre id="out">(.+?)</pre>', text, re.S)
    if not found:
        raise RuntimeError('a page did not load: ' + text[-500:])
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
