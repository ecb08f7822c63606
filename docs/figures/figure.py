#!/usr/bin/env python3
"""Cuts a figure out of a report, as the page draws it.

    python3 docs/figures/figure.py out/quickstart/report/index.html bound-ratio 2 docs/figures/bound-ratio.svg

Needs chromium or google-chrome on the PATH. Charts are those of the page's folds, by the names behind "figure-" in their ids; their panels are numbered from 1.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import xml.dom.minidom
import xml.sax.saxutils


def main(page, chart, panel, target):
    browser = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
    if browser is None:
        sys.exit("no chromium or google-chrome on the PATH")
    command = [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=760,1000",
               "--virtual-time-budget=60000", "--dump-dom", f"{pathlib.Path(page).resolve().as_uri()}#figure-{chart}"]
    dom = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    place = re.search(rf'<div class="chart" data-chart="{re.escape(chart)}".*?<details data-rows', dom, re.S)
    if place is None:
        sys.exit(f"{page} has no figure {chart}; it has {sorted(set(re.findall('data-chart=.([a-z-]+)', dom)))}")
    # Keys of legends are drawings too, but say nothing alone.
    figures = [svg for svg in re.findall("<svg.*?</svg>", place.group(0), re.S) if 'role="img"' in svg]
    if int(panel) > len(figures):
        sys.exit(f"{chart} has {len(figures)} panels")
    svg = figures[int(panel) - 1]
    # Alone it brings the style sheet of the page, which gives it its colours.
    style = re.search("<style>(.*?)</style>", dom, re.S).group(1)
    svg = re.sub("(<svg[^>]*>)", lambda tag: f"{tag.group(1)}<style>{xml.sax.saxutils.escape(style)}</style>", svg, count=1)
    if "xmlns=" not in svg[:300]:
        svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    xml.dom.minidom.parseString(svg)
    pathlib.Path(target).write_text(svg + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
