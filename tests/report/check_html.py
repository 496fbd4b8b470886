#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The HTML page in headless Chromium: it renders, fits a phone and a desktop window with everything folded or open, and shows
every picture; the source loads nothing. Arguments: a C test program and its test that writes pages, or a page to check."""
import html.parser
import pathlib
import re
import sys

import browser
import reports

WIDTHS = 390, 1280


class Source(html.parser.HTMLParser):
    """Collects what a page could load, run, or get wrong."""
    VOID = {'meta', 'img', 'br', 'wbr', 'link', 'input', 'hr'}
    LEAF = {'path', 'circle', 'line', 'rect', 'polyline'}

    def __init__(self):
        super().__init__()
        self.open, self.problems, self.ids, self.images = [], [], set(), 0

    def handle_startendtag(self, tag, attributes):
        self.look(tag, dict(attributes))

    def handle_starttag(self, tag, attributes):
        self.look(tag, dict(attributes))
        if tag not in self.VOID:
            self.open.append(tag)

    def look(self, tag, attributes):
        self.images += tag == 'img'
        if tag in ('script', 'link', 'iframe', 'object', 'embed', 'base', 'form'):
            self.problems.append(f'<{tag}> has no place in a report')
        for name, value in attributes.items():
            if name.startswith('on'):
                self.problems.append(f'{tag} has a handler {name}')
            if name in ('src', 'href', 'srcset', 'xlink:href', 'action') and not re.match(r'#|data:image/png;base64,', value or ''):
                self.problems.append(f'{tag} points outside: {value[:80]}')
        if attributes.get('id') in self.ids:
            self.problems.append(f'two elements are called {attributes["id"]}')
        self.ids.add(attributes.get('id') or object())

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.problems.append(f'</{tag}> closes {self.open[-1:]} near line {self.getpos()[0]}')
        else:
            self.open.pop()


def check_source(text, problems):
    source = Source()
    source.feed(text)
    source.close()
    problems += source.problems
    if source.open:
        problems.append(f'left open: {source.open}')
    styles = ''.join(re.findall(r'<style>(.*?)</style>', text, re.S))
    if not styles or 'url(' in styles or '@import' in styles:
        problems.append('the style sheet is missing or loads something')
    return source.images


def check_rendered(job, seen, images, problems):
    page, width, opened = job
    what = f'{page.name} at {width} px{", all open" if opened else ""}'
    if seen['scroll_width'] > seen['client_width'] or seen['wide']:
        problems.append(f'{what}: {seen["scroll_width"]} px wide, {seen["wide"]}')
    if seen['height'] < 800:
        problems.append(f'{what}: only {seen["height"]} px high')
    if seen['images'] != images or seen['missing'] or seen['no_alt']:
        problems.append(f'{what}: {seen["images"]} of {images} pictures, {seen["missing"]} missing, {seen["no_alt"]} without a text')
    if seen['dead_links']:
        problems.append(f'{what}: {seen["dead_links"]} links lead nowhere')
    if seen['small_text']:
        problems.append(f'{what}: {seen["small_text"]} texts below 11 px')
    levels = seen['headings']
    if levels[0] != 1 or levels.count(1) != 1 or any(b > a + 1 for a, b in zip(levels, levels[1:])):
        problems.append(f'{what}: headings jump: {levels}')


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def check_contrast(text, problems):
    """Every text colour on every ground it stands on: at least 4.5 to 1 (WCAG AA), in light and dark."""
    for number, block in enumerate(re.findall(r':root \{(.*?)\}', text, re.S)):
        colours = dict(re.findall(r'--([a-z-]+): (#[0-9a-f]{6})', block))
        pairs = [(ink, ground) for ink in ('ink', 'quiet', 'link', 'broken', 'undecided', 'kept', 'neutral')
                 for ground in ('paper', 'surface', 'faint')]
        pairs += [(tone, tone + '-tint') for tone in ('broken', 'undecided', 'kept', 'neutral')]
        for ink, ground in pairs:
            if ink not in colours or ground not in colours:
                continue
            light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
            if (light + 0.05) / (dark + 0.05) < 4.5:
                problems.append(f'{"dark" if number else "light"}: {ink} on {ground} has contrast {(light + 0.05) / (dark + 0.05):.2f}')


def check_pages(pages, problems):
    images = {}
    for page in pages:
        text = page.read_text(encoding='utf-8')
        images[page] = check_source(text, problems)
        check_contrast(text, problems)
    if not browser.find():
        return
    for page in pages:
        jobs = [(page, width, opened) for width in WIDTHS for opened in (False, True)]
        for job, seen in zip(jobs, browser.measure(jobs)):
            check_rendered(job, seen, images[page], problems)


def check_photographs(page, folder, problems):
    """Light and dark are different pictures, and neither is blank: a blank PNG of this size takes a few kilobytes."""
    sizes = {}
    for dark in False, True:
        out = folder / f'photograph-{dark}.png'
        browser.photograph(page, out, 1280, 1000, dark)
        sizes[dark] = out.read_bytes()
        if len(sizes[dark]) < 20000:
            problems.append(f'photograph {dark}: {len(sizes[dark])} bytes, looks blank')
    if sizes[False] == sizes[True]:
        problems.append('dark looks like light')


def main():
    problems = []
    if sys.argv[1].endswith('.html'):
        check_pages([pathlib.Path(sys.argv[1])], problems)
        reports.finish(problems, sys.argv[1])
    with reports.written(*sys.argv[1:]) as folder:
        pages = sorted(folder.glob('*.html'))
        if not pages:
            sys.exit('no page was written')
        check_pages(pages, problems)
        if browser.find():
            check_photographs(pages[-1], folder, problems)
    if not browser.find() and not problems:
        reports.skip('no chromium (Debian: chromium); the source was checked')
    reports.finish(problems, f'{len(pages)} pages')


if __name__ == '__main__':
    main()
